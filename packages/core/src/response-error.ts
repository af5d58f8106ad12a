import type { Operation } from "./operation.ts";
import { OmniaError } from "./omnia-error.ts";
import type { OmniaErrorCode } from "./omnia-error.ts";
import { readBytes } from "./read-body.ts";

const codes: Readonly<Record<number, OmniaErrorCode>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  408: "timeout",
  409: "conflict",
  429: "rate-limited",
};

/** Statuses of passing trouble (design of the official SDK, less 409: there it is retried everywhere). */
const retryable = new Set([408, 425, 429, 502, 503, 504]);

/** An error's body is a short message; what is longer is not read. */
const maxErrorBytes = 65_536;

function codeOf(status: number): OmniaErrorCode {
  return codes[status] ?? (status >= 500 ? "server" : "bad-request");
}

/** An HTTP date in the forms that name the day and the zone. Others would be read as of our own zone. */
const httpDate = /^[A-Z][a-z]+, .* GMT$/;

/** `Retry-After` in milliseconds from now: seconds, or a date (RFC 9110, section 10.2.3). Unreadable as if it were not there. */
function retryAfterMs(headers: Headers, now: () => number): number | undefined {
  const text = headers.get("retry-after") ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  const sent = Date.parse(headers.get("date") ?? "");
  // Both from the service's clock where it gives its own, so that ours need not agree.
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(sent) ? now() : sent));
}

/** What an error keeps of the headers: all, but for cookies, which may let others in. */
export function headersOf(response: Response): Readonly<Record<string, string>> {
  const { "set-cookie": _, ...headers } = Object.fromEntries(response.headers);
  return headers;
}

/** The service's `MessageModel`, as far as it can be read; a gateway may answer with nothing or with HTML. */
function parseMessage(text: string): { readonly message?: string; readonly traceId?: string } {
  try {
    const body = JSON.parse(text) as { message?: unknown; traceId?: unknown } | null;
    return {
      ...(typeof body?.message === "string" ? { message: body.message } : {}),
      ...(typeof body?.traceId === "string" ? { traceId: body.traceId } : {}),
    };
  } catch {
    return {};
  }
}

/** A refusal of the service as an error: of a whole answer, or of one item among others. */
export function refusal(
  operation: Operation,
  answer: {
    readonly statusCode: number;
    readonly message?: string | undefined;
    readonly traceId?: string | undefined;
    readonly retryAfterMs?: number | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
  },
): OmniaError {
  const { message, ...details } = answer;
  const { statusCode, traceId } = details;
  const said = message === undefined || message === "" ? "no message came with it" : message;
  const trace = traceId === undefined ? "" : ` (trace ID ${traceId})`;
  return new OmniaError(
    codeOf(statusCode),
    `${operation.operationId} was answered with ${statusCode}: ${said}${trace}`,
    {
      ...details,
      operationId: operation.operationId,
      isRetryable: retryable.has(statusCode) || (statusCode === 409 && operation.retryConflict),
    },
  );
}

/** Reads an answer that is not a success into an error. */
export async function readError(response: Response, operation: Operation, now: () => number): Promise<OmniaError> {
  let text = "";
  try {
    text = new TextDecoder().decode(await readBytes(response, maxErrorBytes));
  } catch {
    // The status says enough; a body that cannot be read must not hide it.
  }
  const error = refusal(operation, {
    statusCode: response.status,
    ...parseMessage(text),
    retryAfterMs: retryAfterMs(response.headers, now),
    headers: headersOf(response),
  });
  errorBodies.set(error, text);
  return error;
}

// For `client.rest`, whose callers get the body of an error as openapi-fetch gives it.
const errorBodies = new WeakMap<OmniaError, string>();

/** The same error with more in its message. A new one: an error's stack has the message that it was made with. */
export function addToMessage(error: OmniaError, text: string): OmniaError {
  if (text === "") return error;
  const longer = new OmniaError(error.code, `${error.message.replace(/[^.]$/, "$&.")}${text}`, error);
  const body = errorBodies.get(error);
  if (body !== undefined) errorBodies.set(longer, body);
  return longer;
}

/** The answer that `error` was made of; `undefined` when there was none. */
export function responseOf(error: OmniaError): Response | undefined {
  const text = errorBodies.get(error);
  if (text === undefined || error.statusCode === undefined) return undefined;
  return new Response(text === "" ? null : text, { status: error.statusCode, headers: { ...error.headers } });
}
