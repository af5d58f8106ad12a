export { clientSecret } from "./client-secret.ts";
export type { ClientSecretOptions } from "./client-secret.ts";
export { clientCertificate } from "./client-certificate.ts";
export type { ClientCertificateOptions } from "./client-certificate.ts";
export { workloadIdentity } from "./workload-identity.ts";
export type { WorkloadIdentityOptions } from "./workload-identity.ts";
export { managedIdentity } from "./managed-identity.ts";
export type { ManagedIdentityOptions } from "./managed-identity.ts";
export { onBehalfOf } from "./on-behalf-of.ts";
export type { OnBehalfOfOptions } from "./on-behalf-of.ts";
export { deviceCode } from "./device-code.ts";
export type { DeviceCodeOptions, DeviceCodePrompt } from "./device-code.ts";
export { defaultCredentials } from "./default-credentials.ts";
export type { DefaultCredentialsOptions } from "./default-credentials.ts";
export { fromEnvironment } from "./from-environment.ts";
export type { EnvironmentFlow, EnvironmentSettings } from "./from-environment.ts";
export type { EnvironmentVariables } from "./runtime.ts";
export type { SignInOptions, TokenCacheOptions } from "./sign-in-options.ts";
export { interactiveBrowser } from "./interactive-browser.ts";
export type {
  InteractiveBrowserOptions,
  InteractiveCredential,
  SignedInPerson,
} from "./interactive-browser-options.ts";
export { equinorTenantId, publicClientIds } from "./known-ids.ts";
export { CredentialError } from "./credential-error.ts";
