import type { TokenCachePersistenceOptions, TokenCredentialOptions } from "@azure/identity";
import { CredentialError } from "./credential-error.ts";
import type { EnvironmentVariables } from "./runtime.ts";

/** What every flow takes that signs in over the network. */
export interface SignInOptions {
  /** Where to sign in; https only. Else `AZURE_AUTHORITY_HOST`, else `https://login.microsoftonline.com`. */
  readonly authorityHost?: string | undefined;
  /**
   * PEM text of the certificate authorities (one or more) to trust at sign-in, in place of the runtime's
   * own: for a local authority, or a proxy that inspects TLS. `NODE_EXTRA_CA_CERTS` adds to the runtime's.
   */
  readonly ca?: string | undefined;
  /**
   * URL of the proxy to sign in through, such as `http://name:password@proxy.example.com:8080`, with what is
   * special in name and password percent-encoded. Else `HTTPS_PROXY`, `ALL_PROXY` or `HTTP_PROXY`, which
   * `@azure/identity` reads itself; not used for the hosts in `NO_PROXY`.
   */
  readonly proxy?: string | undefined;
}

/** What flows take that can keep their tokens beyond the process. */
export interface TokenCacheOptions {
  /**
   * Keeps tokens on disk by the plugin `@azure/identity-cache-persistence`, which must have been given to
   * `useIdentityPlugin` before; by default tokens are in memory only.
   */
  readonly tokenCachePersistenceOptions?: TokenCachePersistenceOptions | undefined;
}

/**
 * Microsoft's own hosts, of the public and the national clouds.
 * Sources: `AzureAuthorityHosts` of `@azure/identity`; Microsoft, "National clouds".
 */
const microsoftHosts = [
  "login.microsoftonline.com",
  "login.microsoftonline.us",
  "login.microsoftonline.de",
  "login.chinacloudapi.cn",
  "login.partner.microsoftonline.cn",
];

/** Options of `@azure/identity` that all its credentials share. */
export type IdentityOptions = TokenCredentialOptions & {
  readonly disableInstanceDiscovery?: boolean;
  readonly tokenCachePersistenceOptions?: TokenCachePersistenceOptions;
};

/** @throws CredentialError `invalid-argument` when the authority is not an https URL, or the proxy no URL */
export function identityOptions(
  options: SignInOptions & TokenCacheOptions,
  environment: EnvironmentVariables,
): IdentityOptions {
  const authorityHost = options.authorityHost ?? (environment["AZURE_AUTHORITY_HOST"] || undefined);
  const { proxy, tokenCachePersistenceOptions } = options;
  return {
    ...(proxy === undefined ? {} : { proxyOptions: proxySettings(proxy) }),
    ...(tokenCachePersistenceOptions === undefined ? {} : { tokenCachePersistenceOptions }),
    ...(authorityHost === undefined ? {} : authorityOptions(authorityHost)),
    // Read by the HTTP client of @azure/identity for every request of this credential.
    ...(options.ca === undefined ? {} : { tlsOptions: { ca: options.ca } }),
  };
}

function authorityOptions(authorityHost: string): IdentityOptions {
  const url = URL.canParse(authorityHost) ? new URL(authorityHost) : undefined;
  if (url?.protocol !== "https:") {
    throw new CredentialError(
      "invalid-argument",
      `authorityHost (or AZURE_AUTHORITY_HOST) must be an https URL such as "https://login.microsoftonline.com", not "${authorityHost}".`,
    );
  }
  // Any other authority is unknown to Microsoft, whom @azure/identity would ask about it.
  return { authorityHost, disableInstanceDiscovery: !microsoftHosts.includes(url.host) };
}

function proxySettings(proxy: string): NonNullable<TokenCredentialOptions["proxyOptions"]> {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    // Not repeated: it may hold a password.
    throw new CredentialError(
      "invalid-argument",
      'proxy must be an http or https URL such as "http://proxy.example.com:8080"; what was given is none.',
    );
  }
  const { protocol, hostname, port, username, password } = url;
  const defaultPort = protocol === "https:" ? 443 : 80;
  // Name and password stay percent-encoded: they go into a URL again.
  return { host: `${protocol}//${hostname}`, port: port === "" ? defaultPort : Number(port), username, password };
}

/**
 * The values that a flow cannot do without, by option name: from the options, else from the environment.
 *
 * @param variables the environment variable of each option
 * @throws CredentialError `invalid-argument` with the names of all that are missing
 */
export function requiredValues<Name extends string>(
  flow: string,
  options: { readonly [name in NoInfer<Name>]?: string | undefined },
  variables: Readonly<Record<Name, string>>,
  environment: EnvironmentVariables,
): Record<Name, string> {
  const names = Object.keys(variables) as Name[];
  const values = names.map((name) => [name, options[name] ?? environment[variables[name]]] as const);
  const missing = values.filter(([, value]) => value === undefined || value === "");
  if (missing.length > 0) {
    const listed = missing.map(([name]) => `${name} (or the environment variable ${variables[name]})`).join(", ");
    throw new CredentialError("invalid-argument", `${flow}() is not given ${listed}.`);
  }
  return Object.fromEntries(values) as Record<Name, string>;
}
