import { OmniaError } from "./omnia-error.ts";

// Codes of Node's TLS (OpenSSL's names) for a certificate whose issuer nobody here knows.
const untrusted = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

// Codes of Node's resolver and sockets, and of undici, for connections that never came about.
const unreachable = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function* listCauses(error: unknown): Iterable<Error & { readonly code?: unknown }> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    yield cause;
    // Of a host with several addresses each one is told: the first says what there is to say.
    if (cause instanceof AggregateError && cause.errors[0] instanceof Error) yield cause.errors[0];
  }
}

function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  return [...listCauses(error)].some(({ code }) => typeof code === "string" && codes.has(code));
}

/** The innermost text: `fetch` itself only says "fetch failed". */
export function reasonOf(error: unknown): string {
  const innermost = [...listCauses(error)].at(-1);
  return innermost === undefined ? String(error) : innermost.message || innermost.name;
}

/** Whether no request can have left: there was no connection that both sides agreed to. */
export function wasNeverSent(error: unknown): boolean {
  return hasCode(error, unreachable) || hasCode(error, untrusted);
}

/** What may help in a network that has a proxy, or where somebody looks into TLS. Source: nodejs.org/api/cli.html */
function hintOf(error: unknown): string {
  if (hasCode(error, untrusted)) {
    return " Nobody that this program trusts has signed the certificate. Where a proxy looks into TLS, give Node the proxy's root: NODE_EXTRA_CA_CERTS=<file.pem>, or NODE_USE_SYSTEM_CA=1. See docs/networks.md.";
  }
  if (hasCode(error, unreachable)) {
    return " Where the network has a proxy, Node takes it from HTTPS_PROXY only with NODE_USE_ENV_PROXY=1. See docs/networks.md.";
  }
  return "";
}

/** The error of a request that got no answer. */
export function createNetworkError(url: string, cause: unknown): OmniaError {
  return new OmniaError("network", `No answer from ${new URL(url).host}: ${reasonOf(cause)}.${hintOf(cause)}`, {
    cause,
    // The next try meets the same certificate.
    ...(hasCode(cause, untrusted) && { isRetryable: false }),
  });
}
