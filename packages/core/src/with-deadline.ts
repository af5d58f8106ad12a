import { OmniaError } from "./omnia-error.ts";
import { validatePositive } from "./validate-positive.ts";

// The longest delay that timers take; a longer one would fire at once.
export const maxTimerMs: number = 2 ** 31 - 1;

// Signals that were made here, whose reason is an error of ours already.
const own = new WeakSet<AbortSignal>();

/** The error of what a signal ended. */
function abortError(signal: AbortSignal): OmniaError {
  if (own.has(signal)) return signal.reason as OmniaError;
  return new OmniaError("aborted", "The call was aborted.", { cause: signal.reason });
}

/**
 * Runs `run` with a signal of its own, which fires when `outer` does or when `timeoutMs` have passed.
 * Settles at once then, also where `run` does not listen.
 *
 * `outer` itself goes no further: what `fetch` attaches to a signal stays until it is garbage
 * collected, and the one listener here is removed when `run` has ended.
 *
 * @throws OmniaError `aborted` with the reason as cause, `timeout`, or `invalid-argument` for a time that is none
 */
export async function withDeadline<T>(
  outer: AbortSignal | undefined,
  timeoutMs: number | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  validatePositive(timeoutMs, "timeoutMs", "milliseconds");
  if (outer?.aborted === true) throw abortError(outer);
  const controller = new AbortController();
  own.add(controller.signal);
  let end: (error: OmniaError) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      controller.abort(error);
      reject(error);
    };
  });
  const onAbort = (): void => end(abortError(outer!));
  outer?.addEventListener("abort", onAbort);
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => end(new OmniaError("timeout", `No complete answer within ${timeoutMs} ms.`)),
          Math.min(timeoutMs, maxTimerMs),
        );
  try {
    return await Promise.race([run(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  }
}
