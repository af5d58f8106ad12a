import { useEffect, useState } from "react";

/** How far a read is. */
export type Reading<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "done"; readonly data: T };

/**
 * Reads when the component appears and whenever `read` is another function, so give it one of `useCallback`. Each
 * effect has an `AbortController` of its own: when `read` changes, when the component goes, and after StrictMode's
 * first, trial effect, what was under way is aborted, and nothing of it is shown.
 *
 * @returns how far the read of this very `read` is, never that of the one before; and a function that reads once more
 */
export function useReading<T>(
  read: (signal: AbortSignal) => Promise<T>,
): readonly [reading: Reading<T>, tryAgain: () => void] {
  const [tries, setTries] = useState(0);
  const [outcome, setOutcome] = useState<{ read: unknown; tries: number; reading: Reading<T> }>();

  useEffect(() => {
    const controller = new AbortController();
    const settle = (reading: Reading<T>): void => {
      if (controller.signal.aborted) return;
      setOutcome({ read, tries, reading });
      // Of a read that sends several requests, one failure ends the others.
      controller.abort();
    };
    read(controller.signal).then(
      (data) => settle({ state: "done", data }),
      (error: unknown) => settle({ state: "failed", error }),
    );
    return () => controller.abort();
  }, [read, tries]);

  const isOfThisRead = outcome?.read === read && outcome.tries === tries;
  return [isOfThisRead ? outcome.reading : { state: "loading" }, () => setTries(tries + 1)];
}
