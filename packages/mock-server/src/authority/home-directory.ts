import { createDirectory, isSameId, validateUnique } from "./directory.ts";
import type { App, AppOptions, Directory, UserOptions } from "./directory.ts";
import { authorityResources } from "./resources.ts";

/** The server's own tenant. */
export interface HomeDirectoryOptions {
  /** By default `11111111-1111-4111-8111-111111111111`. */
  readonly tenantId?: string;
  /** The server's own app, by default `22222222-2222-4222-8222-222222222222`. */
  readonly clientId?: string;
  /** Of the server's own app, by default `mock-secret`. */
  readonly clientSecret?: string;
  readonly apps?: readonly AppOptions[];
  /** By default one person, `mock.user@example.invalid`. The first one approves device codes where none is named. */
  readonly users?: readonly UserOptions[];
}

/** Of the server's own app, where nothing else is said. */
export const defaultClientId = "22222222-2222-4222-8222-222222222222";

/** What the tenant knows in which the platform's APIs are. */
export interface HomeDirectory extends Directory {
  /** The server's own. */
  readonly app: App & { readonly clientSecret: string };
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

/** @throws OmniaError `invalid-argument` as `createDirectory` does */
export function createHomeDirectory(options: HomeDirectoryOptions): HomeDirectory {
  const {
    tenantId = "11111111-1111-4111-8111-111111111111",
    clientId = defaultClientId,
    clientSecret = "mock-secret",
    apps: given = [],
    users = [mockUser],
  } = options;
  // Of the entries that add to an app which is there already, no second one may get lost below.
  validateUnique(
    "apps",
    given.map((one) => one.clientId),
  );
  const app = {
    objectId: "33333333-3333-4333-8333-333333333333",
    publicClient: true,
    managedIdentity: true,
    ...given.find((one) => isSameId(one.clientId, clientId)),
    clientId,
    clientSecret,
  };
  const platform = publicClientIds.map((id): AppOptions => ({
    publicClient: true,
    ...given.find((one) => isSameId(one.clientId, id)),
    clientId: id,
  }));
  const others = given.filter((one) => ![clientId, ...publicClientIds].some((id) => isSameId(one.clientId, id)));
  const directory = createDirectory({ tenantId, apps: [app, ...others, ...platform], users }, authorityResources);
  return {
    ...directory,
    app,
    findManagedIdentity: (wanted) =>
      directory.apps.find(
        (one) => one.managedIdentity === true && (wanted === undefined || isSameId(one.clientId, wanted)),
      ),
  };
}
