import type { Layer } from "./exchange.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";

export interface LimitOptions {
  /** How many calls run side by side; others wait their turn. Default 8. */
  readonly concurrency?: number;
  /** How many requests are sent in a second, tries included. Without it only the service limits them. */
  readonly requestsPerSecond?: number;
}

export interface LimiterClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** One limiter for all calls of a client. */
export interface Limiter {
  /** Around a whole call: waits for a free place, in the order of arrival. */
  readonly calls: Layer;
  /** Around each try: waits for its turn in time, and learns from a 429 how long all have to wait. */
  readonly tries: Layer;
}

/** How long all wait after a 429 that does not say how long: as long as its first retry does. */
const defaultPauseMs = 500;

/** Places for calls; those that wait for one come in the order of their arrival. */
function createPlaces(most: number): {
  readonly enter: (signal: AbortSignal) => Promise<void>;
  readonly leave: () => void;
  /** Half as many from now on; each call that succeeds gives one back. */
  readonly halve: () => void;
  readonly grow: () => void;
} {
  let allowed = most;
  let taken = 0;
  const waiting = new Set<() => void>();
  const admit = (): void => {
    for (const go of waiting) {
      if (taken >= allowed) return;
      waiting.delete(go);
      taken++;
      go();
    }
  };
  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (taken < allowed && waiting.size === 0) {
        taken++;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const go = (): void => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        };
        const onAbort = (): void => {
          waiting.delete(go);
          reject(signal.reason as Error);
        };
        waiting.add(go);
        signal.addEventListener("abort", onAbort, { once: true });
      });
    },
    leave() {
      taken--;
      admit();
    },
    halve() {
      allowed = Math.max(1, Math.floor(allowed / 2));
    },
    grow() {
      if (allowed >= most) return;
      allowed++;
      admit();
    },
  };
}

function validateLimit(
  value: number | undefined,
  name: string,
  rule: string,
  isValid: (value: number) => boolean,
): void {
  if (value === undefined || isValid(value)) return;
  throw new OmniaError("invalid-argument", `limits.${name}: ${String(value)} is not ${rule}.`);
}

/**
 * Limits how much a client asks at once. After a 429 nothing is sent, by any of its calls, until the time that
 * `Retry-After` names, or for half a second; and half as many calls run side by side, until others succeed again.
 *
 * @throws OmniaError `invalid-argument` for limits that let nothing through
 */
export function createLimiter(options: LimitOptions, { now, sleep }: LimiterClock): Limiter {
  const { concurrency = 8, requestsPerSecond } = options;
  validateLimit(
    concurrency,
    "concurrency",
    "a whole number from 1 on",
    (value) => Number.isInteger(value) && value >= 1,
  );
  validateLimit(requestsPerSecond, "requestsPerSecond", "a number above 0", (value) => value > 0);
  const spacingMs = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
  const places = createPlaces(concurrency);
  let pausedUntil = 0;
  let nextTurn = 0;

  /** Takes the next turn, and waits for it; a pause that begins meanwhile is waited for too. */
  async function awaitTurn(signal: AbortSignal): Promise<void> {
    const turn = Math.max(now(), nextTurn);
    nextTurn = turn + spacingMs;
    for (let until = turn; ;) {
      until = Math.max(until, pausedUntil);
      const waitMs = until - now();
      if (waitMs <= 0) return;
      await sleep(waitMs, signal);
    }
  }

  return {
    calls: (next) => async (attempt) => {
      await places.enter(attempt.signal);
      try {
        const result = await next(attempt);
        places.grow();
        return result;
      } finally {
        places.leave();
      }
    },
    tries: (next) => async (attempt) => {
      await awaitTurn(attempt.signal);
      try {
        return await next(attempt);
      } catch (error) {
        if (isOmniaError(error, "rate-limited")) {
          // Of many refusals at once the first one halves, and all of them set the time.
          if (pausedUntil <= now()) places.halve();
          pausedUntil = Math.max(pausedUntil, now() + (error.retryAfterMs ?? defaultPauseMs));
        }
        throw error;
      }
    },
  };
}
