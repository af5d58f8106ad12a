import type { OmniaError } from "@omnia-timeseries/core";

// The marker by which `isOmniaError` of core knows an error; core itself is not loaded here.
const marker = Symbol.for("omnia-timeseries.OmniaError");

/**
 * An `OmniaError` of sign-in: `isOmniaError` of `@omnia-timeseries/core` takes it for one, and the client
 * adds what it knows of the request. Holds no secrets and no tokens.
 */
export class CredentialError extends Error implements OmniaError {
  /** `invalid-argument`: what was given cannot work. `credential`: no token was had. `aborted`: by the caller. */
  readonly code: "invalid-argument" | "credential" | "aborted";
  declare readonly statusCode?: number;
  declare readonly operationId?: string;
  declare readonly url?: string;
  declare readonly headers?: Readonly<Record<string, string>>;
  declare readonly traceId?: string;
  declare readonly attempts?: number;
  declare readonly retryAfterMs?: number;
  readonly isRetryable: boolean;

  constructor(
    code: CredentialError["code"],
    message: string,
    details: { readonly cause?: unknown; readonly isRetryable?: boolean } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.isRetryable = details.isRetryable ?? false;
    Object.defineProperty(this, "name", { value: code === "aborted" ? "AbortError" : "OmniaError" });
    Object.defineProperty(this, marker, { value: true });
  }

  /** A few plain lines for a support ticket. */
  toSupportText(): string {
    const lines = [`Error: ${this.code}: ${this.message}`];
    if (this.operationId !== undefined) lines.push(`Operation: ${this.operationId}`);
    if (this.url !== undefined) lines.push(`URL: ${this.url}`);
    if (this.attempts !== undefined) lines.push(`Attempts: ${this.attempts}`);
    return lines.join("\n");
  }
}
