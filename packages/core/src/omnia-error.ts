import { hideSecrets } from "./hide-secrets.ts";

/** What went wrong, in one word. `docs/errors.md` says of each what to do. */
export type OmniaErrorCode =
  | "invalid-argument"
  | "credential"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "bad-request"
  | "rate-limited"
  | "server"
  | "network"
  | "timeout"
  | "aborted"
  | "decode"
  | "incomplete"
  | "outcome-unknown";

export interface OmniaErrorDetails {
  /** HTTP status of the answer, when there was one. */
  readonly statusCode?: number | undefined;
  /** The service's own name of the operation, such as `GetLatest`. */
  readonly operationId?: string | undefined;
  readonly url?: string | undefined;
  /** Headers of the answer, names in lower case; without `set-cookie`, which may be a secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The service's id of this request; its operators search their logs by it. */
  readonly traceId?: string | undefined;
  /** How many times the request was sent. */
  readonly attempts?: number | undefined;
  /** How long the service asked to wait, from `Retry-After`. */
  readonly retryAfterMs?: number | undefined;
  /** Of anything but a GET: the service may have carried it out, in the last try or in one before. */
  readonly mayBeDone?: boolean | undefined;
  readonly cause?: unknown;
  /** Whether the same call may succeed when it is made again. Default: by the code. */
  readonly isRetryable?: boolean | undefined;
}

// Registered under a global name, so that two copies of this package recognise each other's errors.
const marker = Symbol.for("omnia-timeseries.OmniaError");

/** Trouble on the way, which the next try may not meet. */
const passing: ReadonlySet<OmniaErrorCode> = new Set(["network", "timeout", "incomplete"]);

/**
 * The one error that this SDK throws. Holds no secrets: neither tokens nor request headers nor bodies. What a `fetch`
 * or a credential threw is its `cause` by name, message, stack and code alone; the reason of an abort is it as it is.
 */
export class OmniaError extends Error {
  readonly code: OmniaErrorCode;
  declare readonly statusCode?: number;
  declare readonly operationId?: string;
  declare readonly url?: string;
  declare readonly headers?: Readonly<Record<string, string>>;
  declare readonly traceId?: string;
  declare readonly attempts?: number;
  declare readonly retryAfterMs?: number;
  declare readonly mayBeDone?: boolean;
  readonly isRetryable: boolean;

  constructor(code: OmniaErrorCode, message: string, details: OmniaErrorDetails = {}) {
    super(hideSecrets(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.isRetryable = details.isRetryable ?? passing.has(code);
    addDetails(this, details);
    // The platform's own name for it, so that code which waits for AbortError keeps working.
    Object.defineProperty(this, "name", { value: code === "aborted" ? "AbortError" : "OmniaError" });
    Object.defineProperty(this, marker, { value: true });
  }

  /** A few plain lines for a support ticket. */
  toSupportText(): string {
    const lines = [
      ["Error", `${this.code}: ${this.message}`],
      ["Operation", this.operationId],
      ["URL", this.url],
      ["Status", this.statusCode],
      ["Trace ID", this.traceId],
      ["Attempts", this.attempts],
      ["Retry after", this.retryAfterMs === undefined ? undefined : `${this.retryAfterMs} ms`],
      ["Answered", this.headers?.["date"]],
      // Gateways number requests under names of their own.
      ...Object.entries(this.headers ?? {}).filter(([name]) => /(request|correlation)-id$/.test(name)),
    ];
    return lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`])).join("\n");
  }
}

const detailNames = [
  "statusCode",
  "operationId",
  "url",
  "headers",
  "traceId",
  "attempts",
  "retryAfterMs",
  "mayBeDone",
] as const;

/** Adds what is known one step further out; what the error says already stays. */
export function addDetails(error: OmniaError, details: OmniaErrorDetails): OmniaError {
  for (const name of detailNames) {
    if (details[name] !== undefined && error[name] === undefined) Object.assign(error, { [name]: details[name] });
  }
  return error;
}

/** Whether `error` comes from this SDK (any copy of it), and has `code` when one is given. */
export function isOmniaError(error: unknown, code?: OmniaErrorCode): error is OmniaError {
  if (typeof error !== "object" || error === null || !(marker in error)) return false;
  return code === undefined || (error as { code?: unknown }).code === code;
}
