import { CredentialError } from "./credential-error.ts";
import { createSignInFailure, type WireFailure } from "./sign-in-failure.ts";

/** What `AuthError` of `@azure/msal-browser` and its subclasses have. */
interface MsalError extends Error {
  readonly errorCode: string;
  /** Of the authority's answer, where there was one. */
  readonly status?: number;
}

/** Its codes for an authority that gave no answer. Source: `BrowserAuthErrorCodes` and `ClientAuthErrorCodes` there. */
const networkCodes = new Set([
  "endpoints_resolution_error",
  "get_request_failed",
  "network_error",
  "no_network_connectivity",
  "openid_config_error",
  "post_request_failed",
]);

/** An error of `@azure/msal-browser` as one that says why sign-in failed, and what to do. */
export function createPageFailure(cause: unknown): CredentialError {
  if (!isMsalError(cause)) return createSignInFailure("a browser", cause);
  const failure = createSignInFailure("a browser", cause, wireFailure(cause));
  // `invalid_grant` is a refresh token that is not good any more. Source: RFC 6749 §5.2.
  const needsPerson = cause.name === "InteractionRequiredAuthError" || cause.errorCode === "invalid_grant";
  if (!needsPerson) return failure;
  return new CredentialError("credential", `${failure.message} Call signIn() from a click.`, { cause: failure.cause });
}

function isMsalError(error: unknown): error is MsalError {
  return error instanceof Error && "errorCode" in error && typeof error.errorCode === "string";
}

function wireFailure({ errorCode, message, status }: MsalError): WireFailure | undefined {
  if (networkCodes.has(errorCode)) return { networkCode: errorCode, message };
  return status === undefined ? undefined : { statusCode: status, body: message };
}
