import { CredentialError } from "./credential-error.ts";
import { advice } from "./sign-in-failure-advice.ts";
import { explainChain } from "./sign-in-failure-chain.ts";

/** The last failure on the wire during a call; `@azure/identity` replaces most of them by a general text. */
export type WireFailure =
  | { readonly statusCode: number; readonly body: string }
  | { readonly networkCode: string; readonly message: string };

/** The code and the first sentence; then come ids and a time. */
const aadsts = /AADSTS(\d+): *(.+?)(?:\.(?=\s)|\.?$|\.?\s+Trace ID|[\r\n])/m;
/** Why a signature is refused: behind the first sentence, in brackets. */
const refusedKey = /\[Reason - ([^.,\]]+)/;

const answeredByOther =
  "Something else may be in the way, such as a proxy or a network's own sign-in page; or authorityHost is no authority.";
const noManagedIdentity =
  "there is no managed identity here: nothing answers at its address. It is there in Azure alone, once it is assigned to the machine; elsewhere use another flow.";

const codeExpired = "the device code has expired: nobody entered it in time. Ask for a token again.";

/** What a person did, or did not do. Sources: RFC 8628, section 3.5; MSAL, which watches the clock too. */
const byPerson: readonly (readonly [RegExp, string])[] = [
  [/\b(device_code_expired|expired_token)\b/, codeExpired],
  [/\b(authorization_declined|access_denied)\b/, "the person declined the sign-in. Ask for a token again, and accept."],
];

/** What `@azure/identity` and MSAL say in words of their own, in ours. Source: their sources, version 4.14 and 5. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /\bendpoints_resolution_error\b/,
    `the authority's description of itself (openid-configuration) could not be read. ${answeredByOther}`,
  ],
  [/^ManagedIdentityCredential: Network unreachable|IMDS endpoint, but it is not available/, noManagedIdentity],
  [
    /^Failed to retrieve a valid token/,
    "no source could be asked. Check AZURE_TOKEN_CREDENTIALS, which narrows them, and the variables of the one that it names.",
  ],
];

/** A file that cannot be read, as Node.js tells it. */
const unreadableFile = /^(E[A-Z]+: .*, (?:open|read|stat) .*)/;
/** What the address of a managed identity said. */
const refusedIdentity = /^ManagedIdentityCredential: Authentication failed.*Description: (.+?)\.? - Correlation ID/s;

/** The codes that Node.js gives to certificates it does not trust. */
const certificateCode = /CERT|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY|ALTNAME/;

/**
 * An error of `@azure/identity` as one that says which flow failed, why, and what to do.
 *
 * @param flow as in "Sign-in with <flow> failed"
 * @param lastFailure what the wire said last, when it said anything wrong
 */
export function createSignInFailure(flow: string, cause: unknown, lastFailure?: WireFailure): CredentialError {
  const failure = lastFailure ?? readAnswer(cause);
  const message = `Sign-in with ${flow} failed: ${explain(cause, failure)}`;
  return new CredentialError("credential", message, {
    cause: plainCause(cause),
    isRetryable: isPassing(cause, failure),
  });
}

/** Of an answer that was no JSON, MSAL tells the status in its text. */
function readAnswer(cause: unknown): WireFailure | undefined {
  const [, statusCode] = /^Http status code: (\d+)$/m.exec(textOf(cause)) ?? [];
  return statusCode === undefined ? undefined : { statusCode: Number(statusCode), body: "" };
}

/**
 * By name and message alone: what else is on such an object may be a request with a secret in its body. Of an answer
 * that was no JSON the message has all of it, which may be a token; that begins on its second line.
 */
function plainCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return typeof cause === "string" ? cause : undefined;
  const hasAnswer = cause.message.includes("Http status message:");
  const copy = new Error(hasAnswer ? firstLine(cause.message) : cause.message);
  Object.defineProperty(copy, "name", { value: cause.name, configurable: true, writable: true });
  return copy;
}

function explain(cause: unknown, failure: WireFailure | undefined): string {
  const message = textOf(cause);
  if (isAggregate(cause)) return explainChain(cause.errors.map(textOf), explainText);
  // The wire said last that nobody has entered the code yet.
  if (message.startsWith("device_code_expired")) return codeExpired;
  const refusal = explainRefusal(message);
  if (refusal !== undefined) return refusal;
  if (failure === undefined) return explainText(message);
  if ("networkCode" in failure) return explainNetwork(failure);
  return explainRefusal(failure.body) ?? find(byPerson, message) ?? explainStatus(message, failure);
}

function find(table: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

/** A text that is all there is. */
function explainText(text: string): string {
  return explainRefusal(text) ?? find(byPerson, text) ?? explainKnown(text) ?? firstSentences(text);
}

function explainRefusal(text: string): string | undefined {
  const [, code = "", sentence = ""] = aadsts.exec(text) ?? [];
  if (code === "") return undefined;
  const [, reason] = refusedKey.exec(text) ?? [];
  const todo = advice.get(code);
  const parts = [
    `${sentence}.`,
    ...(reason === undefined ? [] : [`${reason}.`]),
    ...(todo === undefined ? [] : [todo]),
  ];
  return `AADSTS${code}: ${parts.join(" ")}`;
}

function explainKnown(text: string): string | undefined {
  const [, file] = unreadableFile.exec(text) ?? [];
  if (file !== undefined) {
    return `a file cannot be read: ${file}. Check its path (AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_CERTIFICATE_PATH).`;
  }
  const [, refusal] = refusedIdentity.exec(text) ?? [];
  if (refusal !== undefined) {
    return `the machine gave no token: ${refusal}. Check that this managed identity is assigned to it (clientId, objectId, resourceId).`;
  }
  return find(known, text);
}

function explainStatus(message: string, { statusCode, body }: { readonly statusCode: number; readonly body: string }) {
  if (message.startsWith("ManagedIdentityCredential")) {
    return `the machine's address for identities answered with status ${statusCode}, and nothing that can be read. Something else may answer there, such as a proxy: NO_PROXY names hosts to reach without one.`;
  }
  const answered = `the authority answered with status ${statusCode}`;
  if (statusCode === 407) {
    return `${answered}: a proxy wants to know who asks. Give user and password in HTTPS_PROXY (http://user:password@host:port).`;
  }
  if (statusCode === 429 || statusCode >= 500) return `${answered}. Try again later.`;
  const isPage = /^\s*</.test(body);
  return `${answered}, and ${isPage ? "a page in place of JSON" : "nothing that can be read"}. ${answeredByOther}`;
}

function explainNetwork({ networkCode, message }: { readonly networkCode: string; readonly message: string }): string {
  const said = `${networkCode} (${firstLine(message)}).`;
  if (networkCode === "CERT_HAS_EXPIRED" || networkCode === "CERT_NOT_YET_VALID") {
    return `the authority's certificate is not trusted: ${said} Check this machine's clock, and who made the certificate.`;
  }
  if (networkCode === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `the authority's certificate is not trusted: ${said} Check authorityHost, and whether a proxy answers in its place.`;
  }
  return certificateCode.test(networkCode)
    ? `the authority's certificate is not trusted: ${said} A proxy that inspects TLS may be in the way: give the certificate of who issued it as ca, or by NODE_EXTRA_CA_CERTS.`
    : `the authority could not be reached: ${said} Check the network, whether a proxy is needed (HTTPS_PROXY), and authorityHost.`;
}

/** Whether the same call may succeed later. */
function isPassing(cause: unknown, failure: WireFailure | undefined): boolean {
  // Of several sources the last failure may be that of a search for something that is not there.
  if (isAggregate(cause)) return false;
  if (failure === undefined) {
    // With nothing on the wire it is an answer from before: MSAL keeps those of an authority in trouble for a minute.
    return cause instanceof Error && cause.cause instanceof Error && cause.cause.name === "ServerError";
  }
  if ("networkCode" in failure) return !certificateCode.test(failure.networkCode);
  return failure.statusCode === 408 || failure.statusCode === 429 || failure.statusCode >= 500;
}

function isAggregate(cause: unknown): cause is { readonly errors: readonly unknown[] } {
  return typeof cause === "object" && cause !== null && "errors" in cause && Array.isArray(cause.errors);
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? "";
}

/** The first line, as far as there is no address of a page to read. */
function firstSentences(text: string): string {
  return firstLine(text)
    .replace(/(?<=\.\s)[^.]*https:\/\/aka\.ms.*$|:? See https:\/\/aka\.ms.*$/, "")
    .trimEnd();
}
