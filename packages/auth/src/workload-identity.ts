import type { TokenCredential } from "@omnia-timeseries/core";
import { createLazyCredential } from "./lazy-credential.ts";
import { processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, requiredValues, type SignInOptions } from "./sign-in-options.ts";

export interface WorkloadIdentityOptions extends SignInOptions {
  /** Else `AZURE_TENANT_ID`. */
  readonly tenantId?: string | undefined;
  /** Of the app registration or user-assigned managed identity that trusts the workload; else `AZURE_CLIENT_ID`. */
  readonly clientId?: string | undefined;
  /** The file in which the platform keeps the workload's own token fresh; else `AZURE_FEDERATED_TOKEN_FILE`. */
  readonly tokenFilePath?: string | undefined;
}

/**
 * Sign-in of a service by the token that its platform gives it, such as a service account's in Kubernetes:
 * no secret is kept anywhere. In Azure Kubernetes Service the three variables are there by themselves.
 *
 * Needs in Entra ID: an app registration or a user-assigned managed identity with a federated credential that
 * names the issuer and the subject of that token, and for it the app role `Timeseries.Read` of the API.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential: workloadIdentity() });
 * ```
 * @throws CredentialError `invalid-argument` when a value is missing, `credential` in a browser
 */
export function workloadIdentity(options: WorkloadIdentityOptions = {}): TokenCredential {
  validateRuntime("workloadIdentity");
  const environment = processEnvironment();
  const variables = {
    tenantId: "AZURE_TENANT_ID",
    clientId: "AZURE_CLIENT_ID",
    tokenFilePath: "AZURE_FEDERATED_TOKEN_FILE",
  };
  const values = requiredValues("workloadIdentity", options, variables, environment);
  const shared = identityOptions(options, environment);
  return createLazyCredential(
    "a workload identity",
    ({ WorkloadIdentityCredential }, additionalPolicies) =>
      new WorkloadIdentityCredential({ ...shared, additionalPolicies, ...values }),
  );
}
