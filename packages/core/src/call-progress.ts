import type { OmniaRequest } from "./create-request.ts";
import type { Layer } from "./exchange.ts";
import { leavesOutcomeOpen } from "./leaves-outcome-open.ts";
import { addDetails, isOmniaError, OmniaError } from "./omnia-error.ts";

/** What is known of a call when it fails, in whichever way it ends. */
export interface CallProgress {
  /** Around the exchange itself, to see what is sent. */
  readonly watch: Layer;
  /**
   * The call, failing with what is known of it: `outcome-unknown` where it must not be repeated and may have been
   * carried out, also when its time was over or its caller left while it was under way.
   */
  readonly explain: <T>(call: Promise<T>) => Promise<T>;
  /** The same as a layer. */
  readonly explained: Layer;
}

/** One for each call. */
export function createCallProgress({ operation, shownUrl: url }: OmniaRequest): CallProgress {
  const { operationId, repeatable, method } = operation;
  let attempts = 0;
  let isOpen = false;
  let mayBeDone = false;
  // By what it explains, and by itself: a failure is met on the way out, and again where the call's time ends.
  const explanations = new WeakMap<OmniaError, OmniaError>();

  function withOutcome(error: OmniaError): OmniaError {
    // The last try was refused, and that says nothing of the ones before.
    if (repeatable && mayBeDone && method !== "GET" && !leavesOutcomeOpen(error)) {
      error.message += " An earlier try may have been carried out.";
    }
    if (repeatable || !isOpen) return error;
    const outcome = `${operationId} may or may not have been carried out; look before you send it again.`;
    const { cause, statusCode, traceId, headers } = error;
    if (error.code === "aborted") return new OmniaError("aborted", `${error.message} ${outcome}`, { cause });
    const details = { cause: error, statusCode, traceId, headers };
    return new OmniaError("outcome-unknown", `${outcome} ${error.message}`, details);
  }

  function explainError(error: unknown): unknown {
    if (!isOmniaError(error)) return error;
    const known = { operationId, url, attempts, mayBeDone: (method !== "GET" && (isOpen || mayBeDone)) || undefined };
    const explanation = explanations.get(error) ?? addDetails(withOutcome(error), known);
    explanations.set(error, explanation);
    explanations.set(explanation, explanation);
    return explanation;
  }

  async function explain<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw explainError(error);
    }
  }

  return {
    watch: (next) => async (attempt) => {
      attempts = attempt.number;
      isOpen = true;
      try {
        const result = await next(attempt);
        isOpen = false;
        return result;
      } catch (error) {
        isOpen = attempt.signal.aborted || !isOmniaError(error) || leavesOutcomeOpen(error);
        mayBeDone ||= isOpen;
        throw error;
      }
    },
    explain,
    explained: (next) => (attempt) => explain(next(attempt)),
  };
}
