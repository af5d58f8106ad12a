import type { Attempt, Layer } from "./exchange.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import { createPlaces } from "./places.ts";

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

/** How fast a client asks at present. */
export interface RequestPace {
  /** How many requests may be under way at once: fewer after a 429, until others succeed again. */
  readonly concurrency: number;
  /** The shortest time from one request to the next, in ms. */
  readonly spacingMs: number;
  /** For how long nothing is sent, because the service said so; ms. */
  readonly pauseMs: number;
  /** How long requests of an operation took, by the service's name of it, in ms: a mean in which the last count most. */
  readonly tookMs: ReadonlyMap<string, number>;
}

/** One limiter for all calls of a client. */
export interface Limiter {
  /** Around a whole call, with its tries and waits: waits for a free place, in the order of arrival. */
  readonly calls: Layer;
  /** Around each request: waits for its turn, and learns from a 429 how long all have to wait. */
  readonly requests: Layer;
  readonly pace: () => RequestPace;
}

/** How long all wait after a 429 that does not say how long: as long as its first retry does. */
const defaultPauseMs = 500;

/** What the last request of an operation counts in the mean of how long they took. */
const lastShare = 0.25;

function validateLimit(
  value: number | undefined,
  name: string,
  rule: string,
  isValid: (value: number) => boolean,
): void {
  if (value === undefined || isValid(value)) return;
  throw new OmniaError("invalid-argument", `limits.${name}: ${String(value)} is not ${rule}.`);
}

/** The error of a request that is not sent, because the service asked for a longer rest than a call may take. */
function pausedError({ request }: Attempt, waitMs: number): OmniaError {
  return new OmniaError(
    "rate-limited",
    `${request.operation.operationId} was not sent: the service has asked this client to wait, for ${Math.ceil(waitMs / 1000)} s more, and retry.budgetMs allows less.`,
    { retryAfterMs: waitMs, isRetryable: true },
  );
}

/**
 * Limits how much a client asks at once. After a 429 nothing is sent, by any of its calls, until the time that
 * `Retry-After` names, or for half a second; and half as many requests are under way at once, until others succeed
 * again. Where that time is further away than `longestPauseMs`, requests fail at once instead.
 *
 * @throws OmniaError `invalid-argument` for limits that let nothing through
 */
export function createLimiter(options: LimitOptions, { now, sleep }: LimiterClock, longestPauseMs: number): Limiter {
  const { concurrency = 8, requestsPerSecond } = options;
  validateLimit(
    concurrency,
    "concurrency",
    "a whole number from 1 on",
    (value) => Number.isInteger(value) && value >= 1,
  );
  validateLimit(requestsPerSecond, "requestsPerSecond", "a number above 0", (value) => value > 0);
  const spacingMs = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
  const callPlaces = createPlaces(concurrency);
  const requestPlaces = createPlaces(concurrency);
  // Who is first in it waits for the time; the others wait for the first, so that nobody who leaves takes a turn along.
  const line = createPlaces(1);
  const spacing = { from: Number.NEGATIVE_INFINITY, forMs: spacingMs };
  let pause = { from: Number.NEGATIVE_INFINITY, forMs: 0 };
  let refusals = 0;
  const tookMs = new Map<string, number>();

  function remember({ request }: Attempt, ms: number): void {
    const { operationId } = request.operation;
    const mean = tookMs.get(operationId) ?? ms;
    tookMs.set(operationId, mean + (ms - mean) * lastShare);
  }

  /** How much of a rest is left. A clock that was set back begins it once more: what is left stays finite. */
  function remaining(rest: { from: number; readonly forMs: number }): number {
    rest.from = Math.min(rest.from, now());
    return rest.from + rest.forMs - now();
  }

  async function awaitTurn(attempt: Attempt): Promise<void> {
    await line.enter(attempt.signal);
    try {
      // A pause is waited for once, however far the clock has come by then: nobody spins on a clock that stands still.
      for (let waitedFor: typeof pause | undefined; waitedFor !== pause;) {
        const pauseMs = remaining(pause);
        if (pauseMs > longestPauseMs) throw pausedError(attempt, pauseMs);
        const waitMs = Math.max(pauseMs, remaining(spacing));
        if (waitMs <= 0) break;
        waitedFor = pause;
        await sleep(waitMs, attempt.signal);
      }
      spacing.from = now();
    } finally {
      line.leave();
    }
  }

  function beginPause(forMs: number): void {
    if (forMs > remaining(pause)) pause = { from: now(), forMs };
  }

  return {
    calls: (next) => async (attempt) => {
      await callPlaces.enter(attempt.signal);
      try {
        return await next(attempt);
      } finally {
        callPlaces.leave();
      }
    },
    requests: (next) => async (attempt) => {
      await requestPlaces.enter(attempt.signal);
      try {
        await awaitTurn(attempt);
        // What was sent before a refusal says nothing about the time after it.
        const refusalsBefore = refusals;
        const sentAt = now();
        try {
          const result = await next(attempt);
          remember(attempt, Math.max(0, now() - sentAt));
          if (refusals === refusalsBefore) requestPlaces.grow();
          return result;
        } catch (error) {
          if (isOmniaError(error, "rate-limited")) {
            beginPause(error.retryAfterMs ?? defaultPauseMs);
            if (refusals === refusalsBefore) {
              refusals++;
              requestPlaces.halve();
            }
          }
          throw error;
        }
      } finally {
        requestPlaces.leave();
      }
    },
    pace: () => ({
      concurrency: requestPlaces.allowed(),
      spacingMs,
      pauseMs: Math.max(0, remaining(pause)),
      tookMs: new Map(tookMs),
    }),
  };
}
