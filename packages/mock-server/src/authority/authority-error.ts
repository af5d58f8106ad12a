import { escapeHtml, htmlPage } from "./html-page.ts";

/** A refusal of a sign-in request, thrown inside the authority and answered as JSON; its message begins with its code. */
export class AuthorityError extends Error {
  readonly statusCode: 400 | 401;
  /** The OAuth 2.0 error (RFC 6749 §5.2, RFC 8628 §3.5). */
  readonly error: string;
  /** The number behind `AADSTS`. */
  readonly code: number;
  /** What libraries take to mean that the person must do something, as `consent_required`. */
  readonly suberror: string | undefined;

  constructor(statusCode: 400 | 401, error: string, code: number, message: string, suberror?: string) {
    super(`AADSTS${code}: ${message}`);
    this.statusCode = statusCode;
    this.error = error;
    this.code = code;
    this.suberror = suberror;
  }
}

/** The body of a refusal. */
export interface AuthorityErrorBody {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly suberror?: string;
}

/**
 * The fields and the layout of Microsoft Entra's error answers, in our words.
 * Source: Microsoft, "Microsoft Entra authentication and authorization error codes".
 *
 * @param nowMs milliseconds since 1970-01-01T00:00:00Z
 */
export function describeAuthorityError(refused: AuthorityError, nowMs: number): AuthorityErrorBody {
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const traceId = crypto.randomUUID();
  const correlationId = crypto.randomUUID();
  const ids = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return {
    error: refused.error,
    error_description: `${refused.message} ${ids}`,
    error_codes: [refused.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(refused.suberror === undefined ? {} : { suberror: refused.suberror }),
  };
}

/** For programs. */
export function encodeAuthorityError(refused: AuthorityError, nowMs: number): Response {
  const headers = { "cache-control": "no-store" };
  return Response.json(describeAuthorityError(refused, nowMs), { status: refused.statusCode, headers });
}

/** For people, where no app can be told. */
export function encodeErrorPage(refused: AuthorityError, nowMs: number): Response {
  const { error_description: description } = describeAuthorityError(refused, nowMs);
  const body = `<p role="alert">${escapeHtml(description)}</p>`;
  return htmlPage({ statusCode: refused.statusCode, title: "Sign-in is not possible", body });
}
