import type { TokenCredentialOptions } from "@azure/identity";
import type { TokenCredential } from "@omnia-timeseries/core";
import { CredentialError } from "./credential-error.ts";
import { createLazyCredential } from "./lazy-credential.ts";
import { loadNodeModule, processEnvironment, validateRuntime } from "./runtime.ts";

/** Which user-assigned identity; at most one of these. None: the one that the system assigned. */
export interface ManagedIdentityOptions {
  readonly clientId?: string | undefined;
  readonly objectId?: string | undefined;
  /** Of Azure Resource Manager: `/subscriptions/…/userAssignedIdentities/<name>`. */
  readonly resourceId?: string | undefined;
}

/**
 * Sign-in of a service in Azure (virtual machines, App Service, Functions, Container Apps and so on) by the
 * identity that Azure gave its machine. It asks an address of that machine, so it takes neither authority nor
 * certificates nor proxy.
 *
 * Needs in Azure: an identity of the resource, system-assigned or user-assigned; and for it the app role
 * `Timeseries.Read` of the API, which only an administrator can give, by Microsoft Graph or PowerShell.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential: managedIdentity() });
 * ```
 * @throws CredentialError `invalid-argument` for more than one id or an empty one, `credential` in a browser
 */
export function managedIdentity(options: ManagedIdentityOptions = {}): TokenCredential {
  validateRuntime("managedIdentity");
  const { clientId, objectId, resourceId } = options;
  const given = Object.entries({ clientId, objectId, resourceId }).filter(([, id]) => id !== undefined);
  if (given.length > 1 || given[0]?.[1] === "") {
    const names = given.map(([name]) => name).join(" and ");
    throw new CredentialError(
      "invalid-argument",
      given.length > 1
        ? `managedIdentity() is given ${names}; give one, or none for the identity that the system assigned.`
        : `managedIdentity() is given an empty ${names}; leave it out for the identity that the system assigned.`,
    );
  }
  return createLazyCredential(
    "a managed identity",
    ({ ManagedIdentityCredential }) =>
      new ManagedIdentityCredential({ ...directConnection(), ...Object.fromEntries(given) }),
  );
}

/**
 * Past the proxy that the machine's variables name: it cannot reach an address of this machine.
 * Source: Microsoft, "Azure Instance Metadata Service for virtual machines", Proxies.
 */
function directConnection(): Pick<TokenCredentialOptions, "agent"> {
  // In Service Fabric alone it is https, which needs an agent of that kind.
  if (processEnvironment()["IDENTITY_ENDPOINT"]?.startsWith("https:") === true) return {};
  const { Agent } = loadNodeModule("http") as { Agent: new () => NonNullable<TokenCredentialOptions["agent"]> };
  return { agent: new Agent() };
}
