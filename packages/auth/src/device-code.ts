import type { AuthenticationRecord, DeviceCodeCredential } from "@azure/identity";
import type { TokenCredential } from "@omnia-timeseries/core";
import { createLazyCredential } from "./lazy-credential.ts";
import { processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, requiredValues, type SignInOptions, type TokenCacheOptions } from "./sign-in-options.ts";

/** What the person who signs in must be shown. */
export interface DeviceCodePrompt {
  readonly userCode: string;
  /** The page where the code is entered. */
  readonly verificationUri: string;
  /** Both in one sentence, by the authority. */
  readonly message: string;
}

export interface DeviceCodeOptions extends SignInOptions, TokenCacheOptions {
  /** Else `AZURE_TENANT_ID`. Equinor's is `equinorTenantId`. */
  readonly tenantId?: string | undefined;
  /** Of a public client; else `AZURE_CLIENT_ID`. The platform's own are `publicClientIds`. */
  readonly clientId?: string | undefined;
  /** Shows the prompt; by default its message is written to standard error. */
  readonly onPrompt?: ((prompt: DeviceCodePrompt) => void) | undefined;
  /**
   * Who has signed in before, as {@link onAuthenticationRecord} got it: with tokens on disk
   * (`tokenCachePersistenceOptions`) nobody is prompted then.
   */
  readonly authenticationRecord?: AuthenticationRecord | undefined;
  /** Gets who has signed in, once, to keep as JSON: names and ids, no secret. */
  readonly onAuthenticationRecord?: ((record: AuthenticationRecord) => void) | undefined;
}

/**
 * Sign-in of a person, who enters a code on a page, on this machine or another one.
 * Asked once: later tokens come from the cache and by a refresh token, both in memory unless told otherwise.
 *
 * Needs in Entra ID: a public client ("Allow public client flows"), such as the platform's own, with the
 * delegated permission `user_impersonation` of the API; and access to the API for the person.
 *
 * @example
 * ```ts
 * const credential = deviceCode({ tenantId: equinorTenantId, clientId: publicClientIds.test });
 * await credential.getToken(environments.test.scope); // now, and not within the deadline of a request
 * ```
 * @throws CredentialError `invalid-argument` when a value is missing, `credential` in a browser
 */
export function deviceCode(options: DeviceCodeOptions = {}): TokenCredential {
  validateRuntime("deviceCode");
  const environment = processEnvironment();
  const variables = { tenantId: "AZURE_TENANT_ID", clientId: "AZURE_CLIENT_ID" };
  const { tenantId, clientId } = requiredValues("deviceCode", options, variables, environment);
  const shared = identityOptions(options, environment);
  const { onPrompt = ({ message }) => console.error(message), authenticationRecord, onAuthenticationRecord } = options;
  const userPromptCallback = (prompt: DeviceCodePrompt) => {
    // @azure/identity shows a refusal as a prompt without a code.
    if (prompt.userCode === undefined) throw new Error("The authority gave no code.");
    onPrompt(prompt);
  };
  return createLazyCredential("a device code", ({ DeviceCodeCredential }, additionalPolicies) => {
    const credential = new DeviceCodeCredential({
      ...shared,
      additionalPolicies,
      tenantId,
      clientId,
      userPromptCallback,
      ...(authenticationRecord === undefined ? {} : { authenticationRecord }),
    });
    return onAuthenticationRecord === undefined ? credential : reportAccount(credential, onAuthenticationRecord);
  });
}

/** Calls `report` after the first token. */
function reportAccount(
  credential: DeviceCodeCredential,
  report: (record: AuthenticationRecord) => void,
): TokenCredential {
  let isReported = false;
  return {
    async getToken(scopes, options) {
      const token = await credential.getToken(scopes, options);
      if (isReported) return token;
      // Sends nothing: the token is in the cache by now.
      const record = await credential.authenticate(scopes, options);
      isReported = true;
      if (record !== undefined) report(record);
      return token;
    },
  };
}
