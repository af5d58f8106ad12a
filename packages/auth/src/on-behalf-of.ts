import type { OnBehalfOfCredentialOptions, OnBehalfOfCredentialSecretOptions } from "@azure/identity";
import type { TokenCredential } from "@omnia-timeseries/core";
import { CredentialError } from "./credential-error.ts";
import { createLazyCredential } from "./lazy-credential.ts";
import { type EnvironmentVariables, processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, requiredValues, type SignInOptions } from "./sign-in-options.ts";

/** The app proves who it is by one of `secret`, `certificatePath` and `assertion`. */
export interface OnBehalfOfOptions extends SignInOptions {
  /** The access token that the person's request came with, without `Bearer`: one for this very app. */
  readonly userAssertion: string;
  /** Else `AZURE_TENANT_ID`. */
  readonly tenantId?: string | undefined;
  /** Of the app registration; else `AZURE_CLIENT_ID`. */
  readonly clientId?: string | undefined;
  /** Its value, not its id; else `AZURE_CLIENT_SECRET`. */
  readonly secret?: string | undefined;
  /** A PEM file with a certificate and its private key; else `AZURE_CLIENT_CERTIFICATE_PATH`. */
  readonly certificatePath?: string | undefined;
  /** Gives a token of another issuer that the app trusts (a federated credential). Make it once, not with each call. */
  readonly assertion?: (() => Promise<string>) | undefined;
}

/** At most; each is about 10 kB, and holds the tokens of one sign-in of a person. */
const maxKept = 1000;
/** By the person's token, the one used last at the end. */
const kept = new Map<string, { readonly options: OnBehalfOfOptions; readonly credential: TokenCredential }>();

/**
 * Sign-in of a service on behalf of the person whose request it answers: the API sees that person, and gives
 * what they may see. To be called with each request, and given to the calls made for it. The same
 * `userAssertion` with the same options gives the same credential, so that requests of one sign-in share
 * its tokens; a different one never does.
 *
 * Needs in Entra ID: an app registration that exposes an API of its own (which the person's token is for), with
 * a secret, certificate or federated credential; the delegated permission `user_impersonation` of the Timeseries
 * API with consent; and access to the API for the person.
 *
 * @example
 * ```ts
 * const credential = onBehalfOf({ tenantId, clientId, secret, userAssertion });
 * await client.getLatestDatapoint({ id }, { credential });
 * ```
 * @throws CredentialError `invalid-argument` when a value is missing or there are two proofs, `credential` in a browser
 */
export function onBehalfOf(options: OnBehalfOfOptions): TokenCredential {
  validateRuntime("onBehalfOf");
  const { userAssertion } = options;
  const known = kept.get(userAssertion);
  const credential =
    known !== undefined && isSame(known.options, options) ? known.credential : createCredential(options);
  kept.delete(userAssertion);
  kept.set(userAssertion, { options: { ...options }, credential });
  if (kept.size > maxKept) kept.delete(kept.keys().next().value!);
  return credential;
}

function isSame(one: OnBehalfOfOptions, other: OnBehalfOfOptions): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof OnBehalfOfOptions>;
  return [...names].every((name) => one[name] === other[name]);
}

function createCredential(options: OnBehalfOfOptions): TokenCredential {
  const environment = processEnvironment();
  const userAssertionToken = readUserAssertion(options.userAssertion);
  const proof = readProof(options, environment);
  const variables = { tenantId: "AZURE_TENANT_ID", clientId: "AZURE_CLIENT_ID" };
  const values = requiredValues("onBehalfOf", options, variables, environment);
  const shared = identityOptions(options, environment);
  return createLazyCredential("a token on behalf of a person", ({ OnBehalfOfCredential }, additionalPolicies) => {
    const given: OnBehalfOfCredentialOptions = {
      ...shared,
      additionalPolicies,
      ...values,
      ...proof,
      userAssertionToken,
    };
    // Its overloads take each kind of proof, but not what may be any.
    return new OnBehalfOfCredential(given as OnBehalfOfCredentialSecretOptions);
  });
}

function readUserAssertion(userAssertion: string): string {
  // One word of visible ASCII, as RFC 6750 §2.1 has it. The message must not repeat it.
  if (typeof userAssertion === "string" && /^[\x21-\x7e]+$/.test(userAssertion)) return userAssertion;
  throw new CredentialError(
    "invalid-argument",
    "onBehalfOf(): userAssertion must be the access token of the person's request alone, without 'Bearer ' before it.",
  );
}

type Proof = { readonly clientSecret: string } | { readonly certificatePath: string } | Assertion;
interface Assertion {
  readonly getAssertion: () => Promise<string>;
}

function readProof(options: OnBehalfOfOptions, environment: EnvironmentVariables): Proof {
  const { secret, certificatePath, assertion } = options;
  const given = Object.entries({ secret, certificatePath, assertion }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(" and ");
    throw new CredentialError("invalid-argument", `onBehalfOf() is given ${names}; give one.`);
  }
  if (assertion !== undefined) return { getAssertion: assertion };
  const useCertificate =
    certificatePath !== undefined ||
    (secret === undefined &&
      (environment["AZURE_CLIENT_SECRET"] ?? "") === "" &&
      (environment["AZURE_CLIENT_CERTIFICATE_PATH"] ?? "") !== "");
  if (useCertificate) {
    const variables = { certificatePath: "AZURE_CLIENT_CERTIFICATE_PATH" };
    return requiredValues("onBehalfOf", options, variables, environment);
  }
  const variables = { secret: "AZURE_CLIENT_SECRET" };
  return { clientSecret: requiredValues("onBehalfOf", options, variables, environment).secret };
}
