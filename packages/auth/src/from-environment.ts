import type { EnvironmentName, TokenCredential } from "@omnia-timeseries/core";
import { clientSecret } from "./client-secret.ts";
import { CredentialError } from "./credential-error.ts";
import { defaultCredentials } from "./default-credentials.ts";
import { type EnvironmentVariables, processEnvironment } from "./runtime.ts";

const environmentNames: readonly EnvironmentName[] = ["dev", "test", "prod"];

/** What `createTimeseriesClient` needs. */
export interface EnvironmentSettings {
  readonly environment: EnvironmentName;
  readonly credential: TokenCredential;
  readonly baseUrl?: string;
}

/**
 * Reads the settings of a client from environment variables: `OMNIA_ENVIRONMENT`, `OMNIA_BASE_URL`,
 * `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_SECRET`, `AZURE_AUTHORITY_HOST`. With a secret the
 * flow is {@link clientSecret}, else {@link defaultCredentials}.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ ...fromEnvironment(), format: protobuf });
 * ```
 * @throws CredentialError `invalid-argument` when a variable is missing or wrong, `credential` in a browser
 */
export function fromEnvironment(environment: EnvironmentVariables = processEnvironment()): EnvironmentSettings {
  const name = environmentNames.find((one) => one === environment["OMNIA_ENVIRONMENT"]);
  if (name === undefined) {
    const given = environment["OMNIA_ENVIRONMENT"];
    throw new CredentialError(
      "invalid-argument",
      `OMNIA_ENVIRONMENT must be ${environmentNames.join(", ")}; it is ${given === undefined ? "not set" : JSON.stringify(given)}.`,
    );
  }
  const baseUrl = environment["OMNIA_BASE_URL"];
  return {
    environment: name,
    credential: credentialFrom(environment),
    ...(baseUrl === undefined || baseUrl === "" ? {} : { baseUrl }),
  };
}

function credentialFrom(environment: EnvironmentVariables): TokenCredential {
  const value = (name: string) => environment[name] || undefined;
  const shared = {
    tenantId: value("AZURE_TENANT_ID"),
    clientId: value("AZURE_CLIENT_ID"),
    authorityHost: value("AZURE_AUTHORITY_HOST"),
  };
  const secret = value("AZURE_CLIENT_SECRET");
  if (secret === undefined) return defaultCredentials(shared);
  const missing = [
    ...(shared.tenantId === undefined ? ["AZURE_TENANT_ID"] : []),
    ...(shared.clientId === undefined ? ["AZURE_CLIENT_ID"] : []),
  ];
  if (missing.length > 0) {
    throw new CredentialError("invalid-argument", `AZURE_CLIENT_SECRET is set, but not ${missing.join(" and ")}.`);
  }
  return clientSecret({ ...shared, secret });
}
