import { OmniaError } from "@omnia-timeseries/core";
import { verifyAuthorization } from "./access-tokens.ts";
import type { TokenCheck } from "./access-tokens.ts";
import { readAudience } from "./audience.ts";
import { AuthorityError, encodeAuthorityError } from "./authority-error.ts";
import { createDeviceCodes } from "./device-codes.ts";
import { createDirectory } from "./directory.ts";
import type { DirectoryOptions, UserOptions } from "./directory.ts";
import { findClient, validateEnabled, validateEnabledUser } from "./find-client.ts";
import { createIssue } from "./issue.ts";
import { createManagedIdentity } from "./managed-identity.ts";
import { requiredField } from "./required-field.ts";
import { createStanding } from "./standing.ts";
import { getTokenKeys, tokenAlgorithms } from "./token-keys.ts";
import { createTokenEndpoint } from "./token-endpoint.ts";
import { createTokenReader } from "./token-reader.ts";

export type { TokenCheck, TokenClaims, TokenRefusal } from "./access-tokens.ts";

export interface AuthorityOptions extends DirectoryOptions {
  /** The mock's clock: milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** The clock of programs outside, which sign assertions by it; by default the mock's. */
  readonly realNow?: () => number;
  /** By default 3600, as the platform's wiki says. */
  readonly tokenLifetimeSeconds?: number;
}

/** Changes who may sign in, and whose tokens are good. Each `who` is a client id, or a person's object id or username. */
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
}

/** Signs in and issues tokens, as Microsoft Entra does for one tenant. */
export interface Authority {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The secret that a program of the machine has beside the address of its managed identity. */
  readonly identityHeader: string;
  readonly signIn: SignIn;
  /** Answers sign-in paths (any tenant segment) and managed identities; `undefined` for every other path. */
  fetch(request: Request): Promise<Response | undefined>;
  /**
   * A person, by object id or username.
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
   * expired or revoked token, 403 for one without the role. Clocks may differ by 5 s.
   */
  verify(authorization: string | null, audiences: readonly string[]): Promise<TokenCheck>;
  /** Keeps who is disabled and what is revoked. @returns brings it back, as often as it is called */
  snapshot(): () => void;
}

const paths =
  /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/token|oauth2\/v2\.0\/devicecode|oauth2\/deviceauth)\/?$/;

/** Entra says 5; less keeps tests short. */
const pollIntervalSeconds = 1;

/**
 * The sign-in side of the mock server: OpenID Connect discovery, keys, the token endpoint, device codes and
 * managed identities. Visiting the page of a device code approves it.
 *
 * A token's `iss` is the `issuer` of the discovery document at the address it was asked from; a token
 * of `issueToken`, which has no address, has `https://authority.invalid/<tenant>/v2.0`.
 */
export function createAuthority(options: AuthorityOptions): Authority {
  const { now, realNow = now, tokenLifetimeSeconds = 3600 } = options;
  const directory = createDirectory(options);
  const { tenantId, app: ownApp } = directory;
  const offlineIssuer = `https://authority.invalid/${tenantId}/v2.0`;
  const issuers = new Set([offlineIssuer]);
  const identityHeader = crypto.randomUUID();
  const standing = createStanding(now);
  const deviceCodes = createDeviceCodes(now);
  const readToken = createTokenReader();
  const issueAny = createIssue(tenantId, standing, tokenLifetimeSeconds, now);
  const issue: typeof issueAny = (request) => {
    issuers.add(request.issuer);
    return issueAny(request);
  };
  const answerManagedIdentity = createManagedIdentity({ directory, standing, issue, identityHeader });
  const answerToken = createTokenEndpoint({ directory, standing, deviceCodes, issue, tokenLifetimeSeconds, now });

  function findObjectId(who: string): string {
    const found = directory.findApp(who)?.objectId ?? directory.findUser(who)?.id;
    if (found !== undefined) return found;
    const message = `${JSON.stringify(who)} is neither the client id of an app nor the id or username of a person of the mock server; see its options apps and users.`;
    throw new OmniaError("invalid-argument", message);
  }

  function answerDeviceCode(form: URLSearchParams, origin: string): Response {
    const app = findClient(form, directory, standing);
    const scope = requiredField(form, "scope");
    readAudience(scope, directory);
    const { deviceCode, userCode, expiresInSeconds } = deviceCodes.start(app.clientId, scope);
    const page = `${origin}/${tenantId}/oauth2/deviceauth`;
    return Response.json(
      {
        user_code: userCode,
        device_code: deviceCode,
        verification_uri: page,
        expires_in: expiresInSeconds,
        interval: pollIntervalSeconds,
        message: `To sign in, open ${page} in a browser and enter the code ${userCode}.`,
      },
      { headers: { "cache-control": "no-store" } },
    );
  }

  async function answerPage(request: Request, url: URL): Promise<Response> {
    const form = request.method === "POST" ? new URLSearchParams(await request.text()) : url.searchParams;
    const userCode = form.get("user_code") ?? url.searchParams.get("user_code");
    if (userCode === null) return htmlPage(200, '<form><label>Code <input name="user_code" autofocus></label></form>');
    const username = form.get("username") ?? url.searchParams.get("username");
    const user = username === null ? directory.users[0] : directory.findUser(username);
    if (user === undefined) return htmlPage(400, "<p>There is no such person.</p>");
    return deviceCodes.approve(userCode, user.id)
      ? htmlPage(200, "<p>Approved. You can close this page.</p>")
      : htmlPage(400, "<p>This code is unknown or has expired.</p>");
  }

  async function answer(request: Request, tenant: string, path: string): Promise<Response> {
    const url = new URL(request.url);
    if (tenant.toLowerCase() !== tenantId.toLowerCase()) {
      throw new AuthorityError(400, "invalid_request", 90002, `Tenant '${tenant}' was not found.`);
    }
    const issuer = `${url.origin}/${tenantId}/v2.0`;
    if (path === "oauth2/deviceauth") return answerPage(request, url);
    if (path === "v2.0/.well-known/openid-configuration") return Response.json(discovery(url.origin, tenantId));
    if (path === "discovery/v2.0/keys") {
      const keys = await Promise.all(tokenAlgorithms.map(getTokenKeys));
      return Response.json({ keys: keys.map(({ jwk }) => jwk) });
    }
    if (request.method !== "POST") {
      throw new AuthorityError(400, "invalid_request", 900561, "This endpoint takes only POST.");
    }
    const form = new URLSearchParams(await request.text());
    if (path === "oauth2/v2.0/devicecode") return answerDeviceCode(form, url.origin);
    const audiences = [`${url.origin}/${tenantId}/oauth2/v2.0/token`, issuer];
    return answerToken({ form, issuer, audiences, realNowMs: realNow() });
  }

  return {
    tenantId,
    clientId: ownApp.clientId,
    clientSecret: ownApp.clientSecret,
    identityHeader,
    signIn: {
      revoke: (who, { challenge = false } = {}) => standing.revoke(findObjectId(who), challenge),
      disable: (who) => standing.disable(findObjectId(who)),
      enable: (who) => standing.enable(findObjectId(who)),
    },
    async fetch(request) {
      const [, tenant, path] = paths.exec(new URL(request.url).pathname) ?? [];
      if (tenant === undefined || path === undefined) return answerManagedIdentity(request);
      try {
        return await answer(request, tenant, path);
      } catch (error) {
        if (error instanceof AuthorityError) return encodeAuthorityError(error, now());
        throw error;
      }
    },
    findUser(user) {
      const found = directory.findUser(user);
      if (found !== undefined) return found;
      const known = directory.users.map(({ username }) => username).join(", ");
      throw new OmniaError(
        "invalid-argument",
        `There is no person ${JSON.stringify(user)}; the mock server knows ${known}.`,
      );
    },
    async issueToken(scope, { user, answersChallenges = false } = {}) {
      validateEnabled(ownApp, standing);
      if (user !== undefined) validateEnabledUser(user, standing);
      const audience = readAudience(scope, directory);
      const { token, expiresAt } = await issue({
        audience,
        issuer: offlineIssuer,
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
        issuers,
        readToken,
        tenantId,
        nowMs: now(),
        findRevocation: ({ oid, uti }) => standing.findRevocation(oid, Number(uti)),
      }),
    snapshot: () => standing.snapshot(),
  };
}

/** OpenID Connect Discovery 1.0 §3. Nothing answers `authorization_endpoint`, but clients insist on it. */
function discovery(origin: string, tenantId: string): Readonly<Record<string, unknown>> {
  const base = `${origin}/${tenantId}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    response_types_supported: ["code"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
  };
}

function htmlPage(status: number, body: string): Response {
  const html = `<!doctype html><html lang="en"><title>Sign-in of the mock server</title>${body}</html>`;
  return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}
