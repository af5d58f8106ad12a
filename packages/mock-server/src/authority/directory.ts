import { OmniaError } from "@omnia-timeseries/core";
import type { JWK } from "jose";
import { readCertificate } from "./read-certificate.ts";

/** A trust in the tokens that another issuer gives to a workload, such as a cluster or a pipeline. */
export interface FederatedCredentialOptions {
  readonly issuer: string;
  readonly subject: string;
  /** By default `api://AzureADTokenExchange`. */
  readonly audience?: string;
  /** The issuer's public RSA keys. */
  readonly keys: readonly JWK[];
}

/** An application of the tenant. It proves who it is by any of its secret, certificate and federated credential. */
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
  /** Whether people may sign in by it without a proof of who it is, as with device codes. By default false. */
  readonly publicClient?: boolean;
  /** Whether it is a managed identity of the machine; the first one needs no `client_id`. By default false. */
  readonly managedIdentity?: boolean;
}

/** A person of the tenant. */
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

export interface DirectoryOptions {
  /** The one tenant there is, by default `11111111-1111-4111-8111-111111111111`. */
  readonly tenantId?: string;
  /** The server's own app, by default `22222222-2222-4222-8222-222222222222`. */
  readonly clientId?: string;
  /** Of the server's own app, by default `mock-secret`. */
  readonly clientSecret?: string;
  readonly apps?: readonly AppOptions[];
  /** By default one person, `mock.user@example.invalid`. The first one approves device codes where none is named. */
  readonly users?: readonly UserOptions[];
}

export interface App extends AppOptions {
  readonly objectId: string;
}

/** The apps and the people of one tenant. Ids and names are found in any case. */
export interface Directory {
  readonly tenantId: string;
  /** The server's own. */
  readonly app: App & { readonly clientSecret: string };
  readonly users: readonly UserOptions[];
  findApp(clientId: string): App | undefined;
  /** By object id or username. */
  findUser(idOrUsername: string): UserOptions | undefined;
  /** Without a client id the first one. */
  findManagedIdentity(clientId: string | undefined): App | undefined;
}

/** The platform's own clients for people who sign in. Source: the official Python SDK's README. */
const publicClientIds = ["67da184b-6bde-43fd-a155-30ed4ff162d2", "675bd975-260f-498e-82cd-65f67b34fe7d"];

const mockUser: UserOptions = {
  id: "44444444-4444-4444-8444-444444444444",
  name: "Mock User",
  username: "mock.user@example.invalid",
};

function validateUnique(name: string, ids: readonly string[]): void {
  const known = new Set<string>();
  for (const id of ids) {
    if (known.has(id.toLowerCase())) throw new OmniaError("invalid-argument", `${name}: two have the id '${id}'.`);
    known.add(id.toLowerCase());
  }
}

/** @throws OmniaError `invalid-argument` for two apps or two people with one id or username, and a certificate that is none */
export function createDirectory(options: DirectoryOptions): Directory {
  const {
    tenantId = "11111111-1111-4111-8111-111111111111",
    clientId = "22222222-2222-4222-8222-222222222222",
    clientSecret = "mock-secret",
    users = [mockUser],
  } = options;
  const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const given = options.apps ?? [];
  const app = {
    objectId: "33333333-3333-4333-8333-333333333333",
    publicClient: true,
    managedIdentity: true,
    ...given.find((one) => isSame(one.clientId, clientId)),
    clientId,
    clientSecret,
  };
  const platform = publicClientIds.map((id): AppOptions => ({
    publicClient: true,
    ...given.find((one) => isSame(one.clientId, id)),
    clientId: id,
  }));
  const others = given.filter((one) => ![clientId, ...publicClientIds].some((id) => isSame(one.clientId, id)));
  const apps: readonly App[] = [
    app,
    ...[...others, ...platform].map((one) => ({ ...one, objectId: one.objectId ?? one.clientId })),
  ];
  for (const { clientId: id, certificate } of given) {
    if (certificate !== undefined) readCertificate(certificate, `apps: certificate of '${id}'`);
  }
  validateUnique(
    "apps",
    [...given].map((one) => one.clientId),
  );
  validateUnique(
    "users",
    users.flatMap(({ id, username }) => [id, username]),
  );
  validateUnique("apps and users", [...apps.map(({ objectId }) => objectId), ...users.map(({ id }) => id)]);

  return {
    tenantId,
    app,
    users,
    findApp: (wanted) => apps.find((one) => isSame(one.clientId, wanted)),
    findUser: (wanted) => users.find(({ id, username }) => isSame(id, wanted) || isSame(username, wanted)),
    findManagedIdentity: (wanted) =>
      apps.find((one) => one.managedIdentity === true && (wanted === undefined || isSame(one.clientId, wanted))),
  };
}
