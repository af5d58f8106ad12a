import type { ClientCertificateCredentialPEMConfiguration, ClientCertificatePEMCertificate } from "@azure/identity";
import type { TokenCredential } from "@omnia-timeseries/core";
import { CredentialError } from "./credential-error.ts";
import { createLazyCredential } from "./lazy-credential.ts";
import { type EnvironmentVariables, processEnvironment, validateRuntime } from "./runtime.ts";
import { identityOptions, requiredValues, type SignInOptions, type TokenCacheOptions } from "./sign-in-options.ts";

export interface ClientCertificateOptions extends SignInOptions, TokenCacheOptions {
  /** Else `AZURE_TENANT_ID`. */
  readonly tenantId?: string | undefined;
  /** Of the app registration; else `AZURE_CLIENT_ID`. */
  readonly clientId?: string | undefined;
  /** PEM text of the certificate and its private key. */
  readonly certificate?: string | undefined;
  /** A file with that text, in place of it; read when a token is needed. Else `AZURE_CLIENT_CERTIFICATE_PATH`. */
  readonly certificatePath?: string | undefined;
  /** Of the private key, where that is encrypted; else `AZURE_CLIENT_CERTIFICATE_PASSWORD`. */
  readonly certificatePassword?: string | undefined;
  /**
   * Sends the certificate along, for an app that trusts a subject name and issuer in place of one certificate.
   * Else `AZURE_CLIENT_SEND_CERTIFICATE_CHAIN` (`true` or `1`).
   */
  readonly sendCertificateChain?: boolean | undefined;
}

/**
 * Sign-in of a service with a certificate of its app registration, which no secret leaves the machine for.
 *
 * Needs in Entra ID: an app registration with the certificate (its public half) uploaded, and for it the app
 * role `Timeseries.Read` of the API, which an administrator consents to.
 *
 * @example
 * ```ts
 * const credential = clientCertificate({ tenantId, clientId, certificatePath: "app.pem" });
 * const client = createTimeseriesClient({ environment: "prod", credential });
 * ```
 * @throws CredentialError `invalid-argument` when a value is missing or the PEM text is none, `credential` in a browser
 */
export function clientCertificate(options: ClientCertificateOptions = {}): TokenCredential {
  validateRuntime("clientCertificate");
  const environment = processEnvironment();
  const configuration = readCertificate(options, environment);
  const variables = { tenantId: "AZURE_TENANT_ID", clientId: "AZURE_CLIENT_ID" };
  const { tenantId, clientId } = requiredValues("clientCertificate", options, variables, environment);
  const shared = identityOptions(options, environment);
  const sendCertificateChain =
    options.sendCertificateChain ??
    ["true", "1"].includes(environment["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"]?.toLowerCase() ?? "");
  return createLazyCredential(
    "a certificate",
    ({ ClientCertificateCredential }, additionalPolicies) =>
      // Its overloads take a text or a path, but not what may be either.
      new ClientCertificateCredential(tenantId, clientId, configuration as ClientCertificatePEMCertificate, {
        ...shared,
        additionalPolicies,
        sendCertificateChain,
      }),
  );
}

function readCertificate(
  options: ClientCertificateOptions,
  environment: EnvironmentVariables,
): ClientCertificateCredentialPEMConfiguration {
  const { certificate } = options;
  const password = options.certificatePassword ?? environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"];
  const secret = password === undefined || password === "" ? {} : { certificatePassword: password };
  if (certificate === undefined) {
    const variables = { certificatePath: "AZURE_CLIENT_CERTIFICATE_PATH" };
    return { ...requiredValues("clientCertificate", options, variables, environment), ...secret };
  }
  if (options.certificatePath !== undefined) {
    throw new CredentialError(
      "invalid-argument",
      "clientCertificate() is given certificate and certificatePath; give one.",
    );
  }
  const missing = ["CERTIFICATE", "PRIVATE KEY"].filter((name) => !certificate.includes(`${name}-----`));
  if (missing.length > 0) {
    throw new CredentialError(
      "invalid-argument",
      `clientCertificate(): certificate must be PEM text with a certificate and its private key; it has no "-----BEGIN ${missing[0]}-----". For a file give certificatePath.`,
    );
  }
  return { certificate, ...secret };
}
