import { OmniaError } from "./omnia-error.ts";
import { plainCause, textOf } from "./plain-cause.ts";

// Codes of Node's TLS (OpenSSL's names) for a certificate whose issuer nobody here knows.
const untrusted = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

// Of certificates that are wrong in themselves.
const wrongCertificate = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID"]);

// Codes of Node's resolver and sockets, and of undici, for connections that never came about.
const unconnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

// The same, where the message says that it was while connecting: a connection that stood can end so too.
const maybeUnconnected = new Set(["ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH"]);

// Of undici, which waits for the headers and between two parts of a body, 300 s each unless it is told otherwise.
const undiciTimeouts = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/** How undici tells that a proxy has opened no tunnel; the request waits for one. */
const proxyRefusal = /^Proxy response \((\d+)\)/;

const loopback = /^(localhost|127\..*|\[::1\])$/;

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

function isUnconnected(error: unknown): boolean {
  const connecting = [...listCauses(error)].filter(({ message }) => message.startsWith("connect "));
  return hasCode(error, unconnected) || connecting.some((cause) => hasCode(cause, maybeUnconnected));
}

function proxyStatusOf(error: unknown): string | undefined {
  return [...listCauses(error)].flatMap(({ message }) => proxyRefusal.exec(message)?.[1] ?? []).at(0);
}

/** What the next try meets again: the same certificate, the same proxy. */
function isLasting(error: unknown): boolean {
  return (
    hasCode(error, untrusted) || hasCode(error, wrongCertificate) || proxyStatusOf(error)?.startsWith("4") === true
  );
}

/** The innermost text: `fetch` itself only says "fetch failed". */
export function reasonOf(error: unknown): string {
  return textOf([...listCauses(error)].at(-1) ?? error).replace(/[.\s]+$/, "");
}

/** Whether no request can have left: there was no connection that both sides agreed to. */
export function wasNeverSent(error: unknown): boolean {
  return isLasting(error) || isUnconnected(error) || proxyStatusOf(error) !== undefined;
}

/** What may help in a network that has a proxy, or where somebody looks into TLS. Source: docs/networks.md */
function hintOf(error: unknown, hostname: string): string {
  if (hasCode(error, untrusted)) {
    return " Nobody that this program trusts has signed the certificate. Where a proxy looks into TLS, give Node the proxy's root: NODE_EXTRA_CA_CERTS=<file.pem>, or NODE_USE_SYSTEM_CA=1. See docs/networks.md.";
  }
  const proxyStatus = proxyStatusOf(error);
  if (proxyStatus === "407") {
    return " The proxy wants a name and a password: HTTPS_PROXY=http://<name>:<password>@<host>:<port>. See docs/networks.md.";
  }
  if (proxyStatus !== undefined) return " The proxy opens no way to this host. See docs/networks.md.";
  if (isUnconnected(error) && !loopback.test(hostname)) {
    return " Where the network has a proxy, Node takes it from HTTPS_PROXY only with NODE_USE_ENV_PROXY=1. See docs/networks.md.";
  }
  if (hasCode(error, undiciTimeouts)) return " Node's own fetch waits no longer than 300 s. See docs/networks.md.";
  return "";
}

/** The error of a request that got no answer. */
export function createNetworkError(url: string, thrown: unknown): OmniaError {
  const cause = plainCause(thrown);
  const { host, hostname } = new URL(url);
  return new OmniaError("network", `No answer from ${host}: ${reasonOf(cause ?? thrown)}.${hintOf(cause, hostname)}`, {
    cause,
    ...(isLasting(cause) && { isRetryable: false }),
  });
}
