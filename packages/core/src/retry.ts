import { describeCall } from "./events.ts";
import type { Layer } from "./exchange.ts";
import { leavesOutcomeOpen } from "./leaves-outcome-open.ts";
import { wasNeverSent } from "./network-error.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { maxTimerMs } from "./with-deadline.ts";

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
export const defaultBudgetMs = 120_000;

function validateOptions(tries: number, budgetMs: number): void {
  if (!Number.isInteger(tries) || tries < 1) {
    throw new OmniaError("invalid-argument", `retry.tries: ${String(tries)} is not a whole number from 1 on.`);
  }
  if (!(budgetMs >= 0)) {
    throw new OmniaError("invalid-argument", `retry.budgetMs: ${String(budgetMs)} is not a number of milliseconds.`);
  }
}

function mayRepeat(operation: Operation, error: OmniaError): boolean {
  // Sign-in has tried again already, by its own rules.
  if (error.code === "credential") return false;
  return error.isRetryable && (operation.repeatable || wasNeverSent(error));
}

/**
 * Sends again what failed by passing trouble and may be repeated: after `Retry-After` when the
 * service gives it, else after 0.5 s, 1 s, 2 s …, each shortened at random by up to a half.
 *
 * @throws OmniaError of the last try; `invalid-argument` for options that cannot work
 */
export function createRetry(options: RetryOptions, clock: RetryClock): Layer {
  const { tries = 3, budgetMs = defaultBudgetMs } = options;
  validateOptions(tries, budgetMs);
  return (next) => async (attempt) => {
    const { operation } = attempt.request;
    const startedAt = clock.now();
    let mayBeDone = false;
    for (let number = 1; ; number++) {
      try {
        return await next({ ...attempt, number, mayBeDone });
      } catch (error) {
        // Whoever waited for the call has gone, or its time is over.
        if (attempt.signal.aborted || !isOmniaError(error)) throw error;
        const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (number - 1) * (1 - clock.random() / 2);
        const isInBudget = clock.now() - startedAt + waitMs <= budgetMs;
        if (number >= tries || !isInBudget || !mayRepeat(operation, error)) throw error;
        mayBeDone ||= leavesOutcomeOpen(error);
        attempt.observe({ type: "retry", ...describeCall(attempt), number, code: error.code, waitMs });
        await clock.sleep(waitMs, attempt.signal);
      }
    }
  };
}

/** Waits by the real clock, and ends early when `signal` fires. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(ms, maxTimerMs),
    );
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
