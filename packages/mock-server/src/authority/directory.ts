import { OmniaError } from "@omnia-timeseries/core";
import type { JWK } from "jose";
import { readCertificate } from "./read-certificate.ts";
import { validateRedirectUri } from "./redirect-uris.ts";
import type { AuthorityResource } from "./resources.ts";

/** A trust in the tokens that another issuer gives to a workload, such as a cluster or a pipeline. */
export interface FederatedCredentialOptions {
  readonly issuer: string;
  readonly subject: string;
  /** By default `api://AzureADTokenExchange`. */
  readonly audience?: string;
  /** The issuer's public RSA keys. */
  readonly keys: readonly JWK[];
}

/** An application of a tenant. It proves who it is by any of its secret, certificate and federated credential. */
export interface AppOptions {
  /** A GUID. That of an app which is there already, as the server's own, adds to what is known of it. */
  readonly clientId: string;
  /** The `oid` of its tokens, by default the client id. */
  readonly objectId?: string;
  readonly clientSecret?: string;
  /** PEM text of a certificate with an RSA key; its private half is not wanted here. */
  readonly certificate?: string;
  readonly federatedCredential?: FederatedCredentialOptions;
  /** App roles that it was given, such as `Timeseries.Read`; by default those of every API. */
  readonly roles?: readonly string[];
  /** Ids of the groups that it is in, for `access`. */
  readonly groups?: readonly string[];
  /**
   * Whether people may sign in by it without a proof of who it is: with device codes, or in the system's browser, back
   * to `http://localhost` with any port. By default false.
   */
  readonly publicClient?: boolean;
  /**
   * Where people come back to from the sign-in page: addresses of single-page applications, such as
   * `https://app.example/signed-in` or `http://localhost:5173/`. The port of localhost and 127.0.0.1 does not count.
   */
  readonly redirectUris?: readonly string[];
  /** Whether each person must consent on the sign-in page first. By default false: an administrator did for all. */
  readonly needsConsent?: boolean;
  /**
   * Whether it is a managed identity of the machine; the first one needs no `client_id`. By default false. The machine
   * is in the server's own tenant.
   */
  readonly managedIdentity?: boolean;
}

/** A person of a tenant. */
export interface UserOptions {
  /** The `oid` of tokens. */
  readonly id: string;
  readonly name: string;
  /** Such as `ola.nordmann@example.invalid`. */
  readonly username: string;
  /** App roles that the person was given; by default those of every API. */
  readonly roles?: readonly string[];
  /** Ids of the groups that the person is in, for `access`. */
  readonly groups?: readonly string[];
}

/** A tenant with its own apps and people. */
export interface TenantOptions {
  /** A GUID, or a name such as `supplier.example`. */
  readonly tenantId: string;
  readonly apps?: readonly AppOptions[];
  /** The first one approves device codes where none is named. */
  readonly users?: readonly UserOptions[];
}

export interface App extends AppOptions {
  readonly objectId: string;
}

/** What one tenant knows. Ids and names are found in any case. */
export interface Directory {
  readonly tenantId: string;
  readonly apps: readonly App[];
  readonly users: readonly UserOptions[];
  /** Those of the platform's APIs that are in the tenant. */
  readonly resources: readonly AuthorityResource[];
  findApp(clientId: string): App | undefined;
  /** By object id or username. */
  findUser(idOrUsername: string): UserOptions | undefined;
}

/** Whether two ids, or names, are one. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** @throws OmniaError `invalid-argument` for an id that is there twice, in any case */
export function validateUnique(name: string, ids: readonly string[]): void {
  const known = new Set<string>();
  for (const id of ids) {
    if (known.has(id.toLowerCase())) throw new OmniaError("invalid-argument", `${name}: two have the id '${id}'.`);
    known.add(id.toLowerCase());
  }
}

/**
 * @param where what stands before the names of the options in messages, such as `tenants[0].`
 * @throws OmniaError `invalid-argument` for two apps or two people with one id or username, a certificate that is
 * none, a redirect URI that Entra would not take, and a tenant id that cannot stand in an address
 */
export function createDirectory(
  { tenantId, apps: given = [], users = [] }: TenantOptions,
  resources: readonly AuthorityResource[],
  where = "",
): Directory {
  if (!/^[a-z\d][a-z\d.-]*$/i.test(tenantId)) {
    const rule = "is neither a GUID nor a name of letters, digits, '.' and '-'.";
    throw new OmniaError("invalid-argument", `${where}tenantId: ${JSON.stringify(tenantId)} ${rule}`);
  }
  for (const { clientId, certificate, redirectUris = [] } of given) {
    for (const uri of redirectUris) validateRedirectUri(uri, `${where}apps: redirectUris of '${clientId}'`);
    if (certificate !== undefined) readCertificate(certificate, `${where}apps: certificate of '${clientId}'`);
  }
  const apps = given.map((app): App => ({ ...app, objectId: app.objectId ?? app.clientId }));
  validateUnique(
    `${where}apps`,
    apps.map(({ clientId }) => clientId),
  );
  validateUnique(
    `${where}users`,
    users.flatMap(({ id, username }) => [id, username]),
  );
  validateUnique(`${where}apps and users`, [...apps.map(({ objectId }) => objectId), ...users.map(({ id }) => id)]);

  return {
    tenantId,
    apps,
    users,
    resources,
    findApp: (wanted) => apps.find(({ clientId }) => isSameId(clientId, wanted)),
    findUser: (wanted) => users.find(({ id, username }) => isSameId(id, wanted) || isSameId(username, wanted)),
  };
}
