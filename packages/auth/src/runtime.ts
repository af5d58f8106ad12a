import { CredentialError } from "./credential-error.ts";

/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

interface NodeLike {
  readonly process?: {
    readonly env?: EnvironmentVariables;
    readonly versions?: { readonly node?: string };
    readonly getBuiltinModule: (name: string) => unknown;
  };
}

/** The variables of this process; none in a browser. */
export function processEnvironment(): EnvironmentVariables {
  return (globalThis as NodeLike).process?.env ?? {};
}

/** A module of Node.js itself, after {@link validateRuntime}; bundles for browsers do not see it. */
export function loadNodeModule(name: string): unknown {
  return (globalThis as NodeLike).process?.getBuiltinModule(name);
}

/** @throws CredentialError `credential` where there is no Node.js (or a runtime that stands in for it) */
export function validateRuntime(name: string): void {
  if ((globalThis as NodeLike).process?.versions?.node !== undefined) return;
  throw new CredentialError(
    "credential",
    `${name}() needs Node.js; this is a browser. There, sign in with interactiveBrowser() (bundled with the export condition "browser"), or give tokens that you have by accessToken() of @omnia-timeseries/core.`,
  );
}
