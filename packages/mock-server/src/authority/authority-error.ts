/** A refusal of a sign-in request, thrown inside the authority and answered as JSON; its message begins with its code. */
export class AuthorityError extends Error {
  readonly statusCode: 400 | 401;
  /** The OAuth 2.0 error (RFC 6749 §5.2, RFC 8628 §3.5). */
  readonly error: string;
  /** The number behind `AADSTS`. */
  readonly code: number;

  constructor(statusCode: 400 | 401, error: string, code: number, message: string) {
    super(`AADSTS${code}: ${message}`);
    this.statusCode = statusCode;
    this.error = error;
    this.code = code;
  }
}

/**
 * The fields and the layout of Microsoft Entra's error answers, in our words.
 * Source: Microsoft, "Microsoft Entra authentication and authorization error codes".
 *
 * @param nowMs milliseconds since 1970-01-01T00:00:00Z
 */
export function encodeAuthorityError(refused: AuthorityError, nowMs: number): Response {
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const traceId = crypto.randomUUID();
  const correlationId = crypto.randomUUID();
  const ids = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return Response.json(
    {
      error: refused.error,
      error_description: `${refused.message} ${ids}`,
      error_codes: [refused.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    },
    { status: refused.statusCode, headers: { "cache-control": "no-store" } },
  );
}
