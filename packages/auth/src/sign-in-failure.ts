import { CredentialError } from "./credential-error.ts";

/** The last failure on the wire during a call; `@azure/identity` replaces most of them by a general text. */
export type WireFailure =
  | { readonly statusCode: number; readonly body: string }
  | { readonly networkCode: string; readonly message: string };

/** What to do, by the number behind `AADSTS`. Source: Microsoft, "Microsoft Entra authentication and authorization error codes". */
const advice: Readonly<Record<string, string>> = {
  "50105": "Ask the owner of the API to give you access.",
  "501051": "Ask the owner of the API to give the app access.",
  "65001": "Someone must consent to the app first; ask an administrator of the tenant.",
  "70016": "Nobody entered the code in time; ask for a token again.",
  "70020": "Nobody entered the code in time; ask for a token again.",
  "90002": "Check tenantId (AZURE_TENANT_ID).",
  "500011": "Check that tenantId is the tenant of the API, and that the environment is right.",
  "700016": "Check clientId and tenantId (AZURE_CLIENT_ID, AZURE_TENANT_ID).",
  "7000215": "Check the secret (AZURE_CLIENT_SECRET): its value, not its id, and of this very app.",
  "7000218": "This app is not a public client; use one that is, such as publicClientIds.",
  "7000222": "The secret has expired; make a new one.",
};

/** The code and the first sentence; then come ids and a time. */
const aadsts = /AADSTS(\d+): *(.+?)(?:\.(?=\s)|\.?$|\.?\s+Trace ID|[\r\n])/m;
/** The codes that Node.js gives to certificates it does not trust. */
const certificateCode = /CERT|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY|ALTNAME/;

/**
 * An error of `@azure/identity` as one that says which flow failed, why, and what to do.
 *
 * @param flow as in "Sign-in with <flow> failed"
 * @param lastFailure what the wire said last, when it said anything wrong
 */
export function createSignInFailure(flow: string, cause: unknown, lastFailure?: WireFailure): CredentialError {
  const { what, isRetryable } = explain(cause, lastFailure);
  return new CredentialError("credential", `Sign-in with ${flow} failed: ${what}`, { cause, isRetryable });
}

function explain(cause: unknown, lastFailure?: WireFailure): { what: string; isRetryable: boolean } {
  const message = cause instanceof Error ? cause.message : String(cause);
  const refusal = explainRefusal(message);
  if (refusal !== undefined) return { what: refusal, isRetryable: false };
  if (isAggregate(cause)) return { what: explainChain(cause.errors), isRetryable: false };
  if (lastFailure === undefined) return { what: firstLine(message), isRetryable: false };
  if ("networkCode" in lastFailure) return explainNetwork(lastFailure);
  const { statusCode, body } = lastFailure;
  const answered =
    explainRefusal(body) ?? `the authority answered with status ${statusCode}, and nothing that can be read.`;
  return { what: answered, isRetryable: statusCode === 408 || statusCode === 429 || statusCode >= 500 };
}

function explainRefusal(text: string): string | undefined {
  const [, code = "", sentence = ""] = aadsts.exec(text) ?? [];
  if (code === "") return undefined;
  const todo = advice[code];
  return `AADSTS${code}: ${sentence}.${todo === undefined ? "" : ` ${todo}`}`;
}

function explainNetwork(failure: { readonly networkCode: string; readonly message: string }) {
  const { networkCode, message } = failure;
  const said = `${networkCode} (${firstLine(message)})`;
  return certificateCode.test(networkCode)
    ? {
        what: `the authority's certificate is not trusted: ${said} Give its issuer as ca, or by NODE_EXTRA_CA_CERTS.`,
        isRetryable: false,
      }
    : {
        what: `the authority could not be reached: ${said} Check the network, a proxy, and authorityHost.`,
        isRetryable: true,
      };
}

function isAggregate(cause: unknown): cause is { readonly errors: readonly unknown[] } {
  return typeof cause === "object" && cause !== null && "errors" in cause && Array.isArray(cause.errors);
}

/** What each source of default credentials said, one line each. */
function explainChain(failures: readonly unknown[]): string {
  const lines = failures.map((one) => `\n- ${firstLine(one instanceof Error ? one.message : String(one))}`);
  return `no source had a token.${lines.join("")}`;
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? "";
}
