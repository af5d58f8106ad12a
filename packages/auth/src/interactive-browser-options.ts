import type { AuthenticationRecord } from "@azure/identity";
import type { TokenCredential } from "@omnia-timeseries/core";
import { processEnvironment } from "./runtime.ts";
import {
  type IdentityOptions,
  identityOptions,
  requiredValues,
  type SignInOptions,
  type TokenCacheOptions,
} from "./sign-in-options.ts";

/**
 * A page takes `tenantId`, `clientId`, `redirectUri` and `authorityHost`; of certificates, proxies and where tokens
 * are kept the rest speaks to Node.js alone.
 */
export interface InteractiveBrowserOptions extends SignInOptions, TokenCacheOptions {
  /** Else `AZURE_TENANT_ID`. */
  readonly tenantId?: string | undefined;
  /** Of the app registration; else `AZURE_CLIENT_ID`. */
  readonly clientId?: string | undefined;
  /**
   * Where the sign-in page sends people back to, as registered at the app (platform "Single-page application"); by
   * default the origin of the page. In Node.js it is always `http://localhost` with a free port (platform "Mobile and
   * desktop applications"): `@azure/identity` takes no other.
   */
  readonly redirectUri?: string | undefined;
  /**
   * Who has signed in before, as {@link onAuthenticationRecord} got it: with tokens on disk
   * (`tokenCachePersistenceOptions`) nothing opens then.
   */
  readonly authenticationRecord?: AuthenticationRecord | undefined;
  /** Gets who has signed in, once, to keep as JSON: names and ids, no secret. */
  readonly onAuthenticationRecord?: ((record: AuthenticationRecord) => void) | undefined;
}

/** Who has signed in. */
export interface SignedInPerson {
  /** Such as `ola.nordmann@example.com`. */
  readonly username: string;
  /** Not known in Node.js. */
  readonly name?: string;
}

/** A credential of a person, whom a program asks to sign in, and to sign out. */
export interface InteractiveCredential extends TokenCredential {
  /**
   * For the load of a page, before anything else: loads the library and takes in what the sign-in page has sent
   * back. In Node.js there is nothing to take in.
   *
   * @returns who is signed in, if anybody is
   * @throws CredentialError `credential` when the sign-in page sent back a refusal, or the library could not be loaded
   */
  prepare(): Promise<SignedInPerson | undefined>;
  /**
   * For a click: leaves the page for the sign-in page, which comes back to it. In Node.js the system's browser opens,
   * unless somebody is signed in, and the promise waits until somebody is.
   *
   * @param scope to consent to, such as `environments.prod.scope` of core
   * @throws CredentialError `credential`
   */
  signIn(scope: string): Promise<void>;
  /**
   * Forgets who signed in. A page is left for the sign-out page, which ends the person's session there too; in
   * Node.js the system's browser keeps its own.
   */
  signOut(): Promise<void>;
}

/** @throws CredentialError `invalid-argument` when a value is missing or cannot work */
export function readInteractiveBrowserOptions(options: InteractiveBrowserOptions): {
  readonly tenantId: string;
  readonly clientId: string;
  readonly shared: IdentityOptions;
} {
  const environment = processEnvironment();
  const variables = { tenantId: "AZURE_TENANT_ID", clientId: "AZURE_CLIENT_ID" };
  const required = requiredValues("interactiveBrowser", options, variables, environment);
  return { ...required, shared: identityOptions(options, environment) };
}
