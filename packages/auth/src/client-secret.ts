import type { TokenCredential } from "@omnia-timeseries/core";
import { createLazyCredential } from "./lazy-credential.ts";
import { processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, requiredValues, type SignInOptions, type TokenCacheOptions } from "./sign-in-options.ts";

export interface ClientSecretOptions extends SignInOptions, TokenCacheOptions {
  /** Else `AZURE_TENANT_ID`. */
  readonly tenantId?: string | undefined;
  /** Of the app registration; else `AZURE_CLIENT_ID`. */
  readonly clientId?: string | undefined;
  /** Its value, not its id; else `AZURE_CLIENT_SECRET`. */
  readonly secret?: string | undefined;
}

/**
 * Sign-in of a service with the secret of its app registration.
 *
 * Needs in Entra ID: an app registration with a client secret, and for it the app role `Timeseries.Read`
 * of the API, which an administrator consents to.
 *
 * @example
 * ```ts
 * const credential = clientSecret({ tenantId, clientId, secret });
 * const client = createTimeseriesClient({ environment: "prod", credential });
 * ```
 * @throws CredentialError `invalid-argument` when a value is missing, `credential` in a browser
 */
export function clientSecret(options: ClientSecretOptions = {}): TokenCredential {
  validateRuntime("clientSecret");
  const environment = processEnvironment();
  const variables = { tenantId: "AZURE_TENANT_ID", clientId: "AZURE_CLIENT_ID", secret: "AZURE_CLIENT_SECRET" };
  const { tenantId, clientId, secret } = requiredValues("clientSecret", options, variables, environment);
  const shared = identityOptions(options, environment);
  return createLazyCredential(
    "a client secret",
    ({ ClientSecretCredential }, additionalPolicies) =>
      new ClientSecretCredential(tenantId, clientId, secret, { ...shared, additionalPolicies }),
  );
}
