import { describeCall, describeFailure } from "./events.ts";
import type { Attempt, Exchange, Fetch, Read } from "./exchange.ts";
import { createNetworkError } from "./network-error.ts";
import { addDetails, isOmniaError, OmniaError } from "./omnia-error.ts";
import { plainCause, textOf } from "./plain-cause.ts";
import { letGo } from "./read-body.ts";
import { headersOf, readError } from "./response-error.ts";
import { withDeadline } from "./with-deadline.ts";

function createPlatformRequest({ request, authorization }: Attempt, signal: AbortSignal): Request {
  const { operation, url, headers, body } = request;
  try {
    return new Request(url, {
      method: operation.method,
      headers: authorization === undefined ? headers : { ...headers, authorization },
      // A redirect could carry the token to another host.
      redirect: "error",
      signal,
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    // The platform's own message repeats the value, which may be a key.
    throw new OmniaError("invalid-argument", "A layer has made a request that HTTP cannot carry: look at its headers.");
  }
}

async function send(attempt: Attempt, fetch: Fetch, signal: AbortSignal): Promise<Response> {
  const request = createPlatformRequest(attempt, signal);
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    throw createNetworkError(attempt.request.url, cause);
  }
  if (typeof response?.status === "number" && typeof response.headers?.get === "function") return response;
  throw new OmniaError("decode", "What the fetch of the client's options gave is no Response.");
}

async function readWhole<T>(read: Read<T>, response: Response, maxBytes: number): Promise<T> {
  try {
    return await read(response, maxBytes);
  } catch (error) {
    if (isOmniaError(error)) throw error;
    throw new OmniaError("decode", `The answer could not be read: ${textOf(error)}`, { cause: plainCause(error) });
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
    let answer: Response | undefined;
    const report = (failure: Partial<ReturnType<typeof describeFailure>>): void => {
      const durationMs = now() - startedAt;
      const outcome = { durationMs, ...(answer !== undefined && { statusCode: answer.status }), ...failure };
      attempt.observe({ type: "try", ...describeCall(attempt), number: attempt.number, ...outcome });
    };
    try {
      const result = await withDeadline(attempt.signal, timeoutMs, async (signal) => {
        const response = await send(attempt, fetch, signal);
        if (signal.aborted) {
          letGo(response, signal.reason);
          throw signal.reason;
        }
        answer = response;
        if (!isSuccess(attempt, response.status)) throw await readError(response, operation, now);
        const whole = await readWhole(read, response, maxBytes);
        attempt.onResponse?.({ url, statusCode: response.status, headers: Object.fromEntries(response.headers) });
        return whole;
      });
      report({});
      return result;
    } catch (error) {
      report(describeFailure(error));
      if (answer !== undefined) letGo(answer, error);
      if (answer === undefined || !isOmniaError(error)) throw error;
      throw addDetails(error, { statusCode: answer.status, headers: headersOf(answer) });
    }
  };
}
