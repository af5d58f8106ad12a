import { OmniaError } from "./omnia-error.ts";
import { plainCause, textOf } from "./plain-cause.ts";
import type { CallOptions } from "./transport.ts";
import { withDeadline } from "./with-deadline.ts";

/**
 * Loads a part of the client that not every program uses: bundlers put it in a file of its own.
 *
 * @param call whose signal and time end the wait
 * @throws OmniaError `network` where that file cannot be had, as after a page was published anew
 */
export function loadPart<T>(part: () => Promise<T>, { signal, timeoutMs }: CallOptions = {}): Promise<T> {
  return withDeadline(signal, timeoutMs, () =>
    part().catch((error: unknown) => {
      throw new OmniaError(
        "network",
        `A part of the client could not be loaded: ${textOf(error)} Load the page anew.`,
        {
          cause: plainCause(error),
        },
      );
    }),
  );
}
