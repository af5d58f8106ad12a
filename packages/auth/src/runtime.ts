import { CredentialError } from "./credential-error.ts";

/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

interface NodeLike {
  readonly process?: { readonly env?: EnvironmentVariables; readonly versions?: { readonly node?: string } };
}

/** The variables of this process; none in a browser. */
export function processEnvironment(): EnvironmentVariables {
  return (globalThis as NodeLike).process?.env ?? {};
}

/** @throws CredentialError `credential` where there is no Node.js (or a runtime that stands in for it) */
export function validateRuntime(name: string): void {
  if ((globalThis as NodeLike).process?.versions?.node !== undefined) return;
  throw new CredentialError(
    "credential",
    `${name}() needs Node.js; this is a browser. Sign in there with @azure/msal-browser and give its tokens by accessToken() of @omnia-timeseries/core.`,
  );
}
