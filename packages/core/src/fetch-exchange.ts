import { describeCall, describeFailure } from "./events.ts";
import type { Attempt, Exchange, Fetch, Read } from "./exchange.ts";
import { createNetworkError, reasonOf } from "./network-error.ts";
import { addDetails, isOmniaError, OmniaError } from "./omnia-error.ts";
import { readError } from "./response-error.ts";
import { withDeadline } from "./with-deadline.ts";

async function send(attempt: Attempt, fetch: Fetch, signal: AbortSignal): Promise<Response> {
  const { request, authorization } = attempt;
  const { operation, url, headers, body } = request;
  try {
    return await fetch(
      new Request(url, {
        method: operation.method,
        headers: authorization === undefined ? headers : { ...headers, authorization },
        // A redirect could carry the token to another host.
        redirect: "error",
        signal,
        ...(body === undefined ? {} : { body }),
      }),
    );
  } catch (cause) {
    throw createNetworkError(url, cause);
  }
}

/**
 * Whether this answer is what was asked for. An earlier try that deleted the resource itself leaves nothing for this
 * one to find; its 404 then says that it is done. (A path that goes on behind the id names a part of the resource.)
 */
function isSuccess({ request: { operation }, mayBeDone }: Attempt, status: number): boolean {
  if (operation.success.includes(status)) return true;
  return status === 404 && mayBeDone === true && operation.method === "DELETE" && operation.path.endsWith("}");
}

interface FetchLimits {
  readonly fetch: Fetch;
  /** For the whole exchange, until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of an answer, after decompression. */
  readonly maxBytes: number;
  readonly now: () => number;
}

/**
 * The innermost exchange: a fresh `Request`, `fetch`, and the body read to the end, all within `timeoutMs`.
 *
 * @throws OmniaError of every code that an answer, its body or the network can lead to
 */
export function createFetchExchange<T>({ fetch, timeoutMs, maxBytes, now }: FetchLimits, read: Read<T>): Exchange<T> {
  return async (attempt) => {
    const { operation, shownUrl: url } = attempt.request;
    const startedAt = now();
    let statusCode: number | undefined;
    const report = (failure: ReturnType<typeof describeFailure>): void => {
      const durationMs = now() - startedAt;
      const outcome = { durationMs, ...(statusCode !== undefined && { statusCode }), ...failure };
      attempt.observe({ type: "try", ...describeCall(attempt), number: attempt.number, ...outcome });
    };
    try {
      const result = await withDeadline(attempt.signal, timeoutMs, async (signal) => {
        const response = await send(attempt, fetch, signal);
        statusCode = response.status;
        if (!isSuccess(attempt, response.status)) throw await readError(response, operation);
        try {
          const whole = await read(response, maxBytes);
          attempt.onResponse?.({ url, statusCode, headers: Object.fromEntries(response.headers) });
          return whole;
        } catch (error) {
          if (isOmniaError(error)) throw error;
          throw new OmniaError("network", `The connection was lost while the answer arrived: ${reasonOf(error)}`, {
            cause: error,
          });
        }
      });
      report({});
      return result;
    } catch (error) {
      report(describeFailure(error));
      throw isOmniaError(error) ? addDetails(error, { operationId: operation.operationId, url }) : error;
    }
  };
}
