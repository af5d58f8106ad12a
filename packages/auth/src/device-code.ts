import type { TokenCredential } from "@omnia-timeseries/core";
import { createLazyCredential } from "./lazy-credential.ts";
import { processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, requiredValues, type SignInOptions } from "./sign-in-options.ts";

/** What the person who signs in must be shown. */
export interface DeviceCodePrompt {
  readonly userCode: string;
  /** The page where the code is entered. */
  readonly verificationUri: string;
  /** Both in one sentence, by the authority. */
  readonly message: string;
}

export interface DeviceCodeOptions extends SignInOptions {
  /** Else `AZURE_TENANT_ID`. Equinor's is `equinorTenantId`. */
  readonly tenantId?: string | undefined;
  /** Of a public client; else `AZURE_CLIENT_ID`. The platform's own are `publicClientIds`. */
  readonly clientId?: string | undefined;
  /** Shows the prompt; by default its message is written to standard error. */
  readonly onPrompt?: ((prompt: DeviceCodePrompt) => void) | undefined;
}

/**
 * Sign-in of a person, who enters a code on a page, on this machine or another one.
 * Asked once: later tokens come from the cache and by a refresh token, both in memory.
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
  const { onPrompt = ({ message }) => console.error(message) } = options;
  const userPromptCallback = (prompt: DeviceCodePrompt) => {
    // @azure/identity shows a refusal as a prompt without a code.
    if (prompt.userCode === undefined) throw new Error("The authority gave no code.");
    onPrompt(prompt);
  };
  return createLazyCredential(
    "a device code",
    ({ DeviceCodeCredential }, additionalPolicies) =>
      new DeviceCodeCredential({ ...shared, additionalPolicies, tenantId, clientId, userPromptCallback }),
  );
}
