import { OmniaError } from "@omnia-timeseries/core";
import { verifyAuthorization } from "./access-tokens.ts";
import type { TokenCheck } from "./access-tokens.ts";
import { readAudience } from "./audience.ts";
import { AuthorityError, encodeAuthorityError, encodeErrorPage } from "./authority-error.ts";
import { isSameId } from "./directory.ts";
import type { TenantOptions, UserOptions } from "./directory.ts";
import { validateEnabled, validateEnabledUser } from "./find-client.ts";
import { createHomeDirectory } from "./home-directory.ts";
import type { HomeDirectoryOptions } from "./home-directory.ts";
import { createManagedIdentity } from "./managed-identity.ts";
import { createOtherDirectories } from "./other-directories.ts";
import { createTenant, isPage, signInPaths } from "./tenant.ts";
import type { TenantState } from "./tenant.ts";
import { createTokenReader } from "./token-reader.ts";

export type { TokenCheck, TokenClaims } from "./access-tokens.ts";

export interface AuthorityOptions extends HomeDirectoryOptions {
  /** Other tenants that the same sign-in knows. */
  readonly tenants?: readonly TenantOptions[];
  /** The mock's clock: milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** The clock of programs outside, which sign assertions by it; by default the mock's. */
  readonly realNow?: () => number;
  /** By default 3600, as the platform's wiki says. */
  readonly tokenLifetimeSeconds?: number;
}

/**
 * Changes who may sign in, and whose tokens are good. Each `who` is a client id, or a person's object id or username,
 * in every tenant that knows it.
 */
export interface SignIn {
  /**
   * The tokens that someone has are refused from now on (401), and so are a person's refresh tokens; new ones are good.
   *
   * @param options with `challenge`, a program that can answer claims challenges gets one with the 401
   * @throws OmniaError `invalid-argument` for someone unknown, as all of these do
   */
  revoke(who: string, options?: { readonly challenge?: boolean }): void;
  /** No more tokens for someone; those that are out stay good. */
  disable(who: string): void;
  enable(who: string): void;
  /**
   * Whoever comes to the sign-in page is this person from now on, and says yes: the page is not shown, in the tenants
   * that know the person. Without `who` it is shown again.
   *
   * @throws OmniaError `invalid-argument` for an app, too
   */
  as(who?: string): void;
}

/** Signs in and issues tokens, as Microsoft Entra does. The server's own tenant is the one that the platform's APIs are in. */
export interface Authority {
  /** The server's own, as are the app and its secret. */
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The secret that a program of the machine has beside the address of its managed identity. */
  readonly identityHeader: string;
  readonly signIn: SignIn;
  /** Answers sign-in paths (any tenant segment) and managed identities; `undefined` for every other path. */
  fetch(request: Request): Promise<Response | undefined>;
  /**
   * A person of the server's own tenant, by object id or username.
   * @throws OmniaError `invalid-argument` for someone unknown
   */
  findUser(user: string): UserOptions;
  /**
   * A token without the wire: for the server's own app, or of a person through it.
   * @throws AuthorityError for a scope that is none, or someone who is disabled
   */
  issueToken(
    scope: string,
    options?: { readonly user?: UserOptions | undefined; readonly answersChallenges?: boolean | undefined },
  ): Promise<{ token: string; expiresOnTimestamp: number }>;
  /**
   * Checks an `Authorization` header for one of the audiences (resource ids): 401 for a missing, foreign,
   * expired or revoked token and one of another tenant, 403 for one without the role. Clocks may differ by 5 s.
   */
  verify(authorization: string | null, audiences: readonly string[]): Promise<TokenCheck>;
  state(): readonly TenantState[];
  /**
   * A tenant that `states` does not name is as it was made; one that is not here any more is passed over. Everyone is
   * signed out in browsers.
   */
  load(states: readonly TenantState[]): void;
}

/**
 * The sign-in side of the mock server: OpenID Connect discovery, keys, the token endpoint, the sign-in page, device
 * codes and managed identities. Visiting the page of a device code approves it.
 *
 * A token's `iss` is the `issuer` of the discovery document at the address it was asked from; a token
 * of `issueToken`, which has no address, has `https://authority.invalid/<tenant>/v2.0`.
 *
 * @throws OmniaError `invalid-argument` for tenants, apps and people that cannot be
 */
export function createAuthority(options: AuthorityOptions): Authority {
  const { now, realNow = now, tokenLifetimeSeconds = 3600, tenants: otherTenants = [] } = options;
  const context = { now, realNow, tokenLifetimeSeconds };
  const directory = createHomeDirectory(options);
  const { tenantId, app: ownApp } = directory;
  const home = createTenant(directory, context);
  const others = createOtherDirectories(otherTenants, tenantId).map((other) => createTenant(other, context));
  const tenants = [home, ...others];
  const { standing, issue } = home;
  const identityHeader = crypto.randomUUID();
  const readToken = createTokenReader();
  const answerManagedIdentity = createManagedIdentity({ directory, standing, issue, identityHeader });

  /** Everyone whom `who` names, with the standing of their tenant. */
  function findEveryone(who: string) {
    const found = tenants.flatMap((one) => {
      const objectId = one.directory.findApp(who)?.objectId ?? one.directory.findUser(who)?.id;
      return objectId === undefined ? [] : [{ objectId, standing: one.standing }];
    });
    if (found.length > 0) return found;
    const message = `${JSON.stringify(who)} is neither the client id of an app nor the id or username of a person of the mock server; see its options apps, users and tenants.`;
    throw new OmniaError("invalid-argument", message);
  }

  return {
    tenantId,
    clientId: ownApp.clientId,
    clientSecret: ownApp.clientSecret,
    identityHeader,
    signIn: {
      revoke(who, { challenge = false } = {}) {
        for (const { objectId, standing: of } of findEveryone(who)) of.revoke(objectId, challenge);
      },
      disable(who) {
        for (const { objectId, standing: of } of findEveryone(who)) of.disable(objectId);
      },
      enable(who) {
        for (const { objectId, standing: of } of findEveryone(who)) of.enable(objectId);
      },
      as(who) {
        const found = tenants.map((one) => (who === undefined ? undefined : one.directory.findUser(who)));
        if (who !== undefined && found.every((user) => user === undefined)) {
          const message = `${JSON.stringify(who)} is neither the id nor the username of a person of the mock server; see its options users and tenants.`;
          throw new OmniaError("invalid-argument", message);
        }
        for (const [i, tenant] of tenants.entries()) tenant.setPresent(found[i]);
      },
    },
    async fetch(request) {
      const [, named, path] = signInPaths.exec(new URL(request.url).pathname) ?? [];
      if (named === undefined || path === undefined) return answerManagedIdentity(request);
      try {
        const tenant = tenants.find((one) => isSameId(one.directory.tenantId, named));
        if (tenant !== undefined) return await tenant.answer(request, path);
        throw new AuthorityError(400, "invalid_request", 90002, `Tenant '${named}' was not found.`);
      } catch (error) {
        if (!(error instanceof AuthorityError)) throw error;
        return isPage(path) ? encodeErrorPage(error, now()) : encodeAuthorityError(error, now());
      }
    },
    findUser(user) {
      const found = directory.findUser(user);
      if (found !== undefined) return found;
      const known = directory.users.map(({ username }) => username).join(", ");
      const message = `There is no person ${JSON.stringify(user)} in the mock server's own tenant; it knows ${known}.`;
      throw new OmniaError("invalid-argument", message);
    },
    async issueToken(scope, { user, answersChallenges = false } = {}) {
      validateEnabled(ownApp, standing);
      if (user !== undefined) validateEnabledUser(user, standing);
      const audience = readAudience(scope, directory);
      const { token, expiresAt } = await issue({
        audience,
        issuer: home.offlineIssuer,
        app: ownApp,
        user,
        answersChallenges,
        algorithm: "ES256",
      });
      return { token, expiresOnTimestamp: expiresAt * 1000 };
    },
    verify: (authorization, audiences) =>
      verifyAuthorization(authorization, {
        audiences,
        issuers: home.issuers,
        readToken,
        tenantId,
        nowMs: now(),
        findRevocation: ({ oid, uti }) => standing.findRevocation(oid, Number(uti)),
      }),
    state: () => tenants.map((one) => one.state()),
    load(states) {
      for (const tenant of tenants) {
        tenant.load(states.find((one) => isSameId(one.tenantId, tenant.directory.tenantId)));
      }
    },
  };
}
