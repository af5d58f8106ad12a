import type { TokenCredential } from "@omnia-timeseries/core";
import { createLazyCredential } from "./lazy-credential.ts";
import { processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, type SignInOptions } from "./sign-in-options.ts";

export interface DefaultCredentialsOptions extends SignInOptions {
  /** For the sources that can choose; else `AZURE_TENANT_ID`. */
  readonly tenantId?: string | undefined;
  /** Of a user-assigned managed identity; else `AZURE_CLIENT_ID`. */
  readonly clientId?: string | undefined;
}

/**
 * Sign-in with what the machine has: `AZURE_*` variables, a workload or managed identity in Azure, or a
 * developer's own sign-in (Azure CLI and others). The first source that has a token is used; which are
 * tried can be narrowed by `AZURE_TOKEN_CREDENTIALS`. Source: `DefaultAzureCredential` of `@azure/identity`.
 *
 * Needs in Entra ID what the source needs that is found: see {@link clientSecret}, {@link workloadIdentity} and
 * {@link managedIdentity}; a developer's own sign-in needs access to the API for that person.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential: defaultCredentials() });
 * ```
 * @throws CredentialError `credential` in a browser
 */
export function defaultCredentials(options: DefaultCredentialsOptions = {}): TokenCredential {
  validateRuntime("defaultCredentials");
  const shared = identityOptions(options, processEnvironment());
  const { tenantId, clientId } = options;
  return createLazyCredential(
    "default credentials",
    ({ DefaultAzureCredential }, additionalPolicies) =>
      new DefaultAzureCredential({
        ...shared,
        additionalPolicies,
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
      }),
  );
}
