import { describeCall } from "./events.ts";
import type { Layer } from "./exchange.ts";
import { wasNeverSent } from "./network-error.ts";
import { addDetails, isOmniaError, OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";

export interface RetryOptions {
  /** How often a request is sent at most. Default 3. */
  readonly tries?: number;
  /** How long after the first try another may begin, in ms. Default 120 000. */
  readonly budgetMs?: number;
}

export interface RetryClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const firstWaitMs = 500;

/** Failures after which nobody knows whether the service acted. */
function leavesOutcomeOpen(error: OmniaError): boolean {
  if (error.code === "network") return !wasNeverSent(error);
  return (
    ["timeout", "incomplete", "decode"].includes(error.code) || error.statusCode === 502 || error.statusCode === 504
  );
}

function mayRepeat(operation: Operation, error: OmniaError): boolean {
  // Sign-in has tried again already, by its own rules.
  if (error.code === "credential") return false;
  return error.isRetryable && (operation.repeatable || wasNeverSent(error));
}

function outcomeUnknown(operation: Operation, error: OmniaError): OmniaError {
  const message = `${operation.operationId} may or may not have been carried out; look before you send it again. ${error.message}`;
  return new OmniaError("outcome-unknown", message, {
    cause: error,
    statusCode: error.statusCode,
    traceId: error.traceId,
    headers: error.headers,
  });
}

/**
 * Sends again what failed by passing trouble and may be repeated: after `Retry-After` when the
 * service gives it, else after 0.5 s, 1 s, 2 s …, each shortened at random by up to a half.
 *
 * @throws OmniaError of the last try, with `attempts`; `outcome-unknown` where it must not be repeated and may have been carried out
 */
export function createRetry(options: RetryOptions, clock: RetryClock): Layer {
  const { tries = 3, budgetMs = 120_000 } = options;
  return (next) => async (attempt) => {
    const { operation, shownUrl: url } = attempt.request;
    const startedAt = clock.now();
    let mayBeDone = false;
    for (let attempts = 1; ; attempts++) {
      try {
        return await next({ ...attempt, number: attempts, mayBeDone });
      } catch (error) {
        if (!isOmniaError(error)) throw error;
        const known = { operationId: operation.operationId, url, attempts };
        if (!operation.repeatable && leavesOutcomeOpen(error))
          throw addDetails(outcomeUnknown(operation, error), known);
        const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (attempts - 1) * (1 - clock.random() / 2);
        const isInBudget = clock.now() - startedAt + waitMs <= budgetMs;
        if (attempts >= tries || !isInBudget || !mayRepeat(operation, error)) throw addDetails(error, known);
        mayBeDone ||= leavesOutcomeOpen(error);
        attempt.observe({ type: "retry", ...describeCall(attempt), number: attempts, code: error.code, waitMs });
        await clock.sleep(waitMs, attempt.signal);
      }
    }
  };
}

/** Waits by the real clock, and ends early when `signal` fires. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
