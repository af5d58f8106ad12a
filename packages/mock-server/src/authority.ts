import { base64url } from "jose";
import { createDeviceCodes } from "./authority-device-codes.ts";
import { AuthorityError, encodeAuthorityError } from "./authority-error.ts";
import { authorityResources } from "./authority-resources.ts";
import { accessTokenClaims, signToken, type TokenCheck, user, verifyAuthorization } from "./authority-tokens.ts";
import { getTokenKeys } from "./token-keys.ts";

export type { TokenCheck, TokenClaims, TokenRefusal } from "./authority-tokens.ts";

export interface AuthorityOptions {
  /** The mock's clock: milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** The one tenant there is, by default `11111111-1111-4111-8111-111111111111`. */
  readonly tenantId?: string;
  /** The one app with a secret, by default `22222222-2222-4222-8222-222222222222`. */
  readonly clientId?: string;
  /** By default `mock-secret`. */
  readonly clientSecret?: string;
  /** By default 3600, as the platform's wiki says. */
  readonly tokenLifetimeSeconds?: number;
}

/** Signs in and issues tokens, as Microsoft Entra does for one tenant. */
export interface Authority {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Answers sign-in paths (any tenant segment); `undefined` for every other path. */
  fetch(request: Request): Promise<Response | undefined>;
  /** An app's token for an API (`audience` = its resource id), without the wire. */
  issueToken(audience: string): Promise<{ token: string; expiresOnTimestamp: number }>;
  /**
   * Checks an `Authorization` header for one of the audiences (resource ids): 401 for a missing, foreign
   * or expired token, 403 for one without the role. Clocks may differ by 5 s.
   */
  verify(authorization: string | null, audiences: readonly string[]): Promise<TokenCheck>;
}

/** The platform's own clients for people who sign in. Source: the official Python SDK's README. */
const publicClientIds = ["67da184b-6bde-43fd-a155-30ed4ff162d2", "675bd975-260f-498e-82cd-65f67b34fe7d"];

const paths =
  /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/token|oauth2\/v2\.0\/devicecode|oauth2\/deviceauth)\/?$/;
const apiScope = /^(?:api:\/\/)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/\.default$/i;
const openIdScopes = ["openid", "profile", "email", "offline_access"];
const deviceCodeGrants = ["device_code", "urn:ietf:params:oauth:grant-type:device_code"];

/** Entra says 5; less keeps tests short. */
const pollIntervalSeconds = 1;

/**
 * The sign-in side of the mock server: OpenID Connect discovery, keys, client credentials with a secret,
 * device codes, and refresh tokens for those. Visiting the page of a device code approves it.
 *
 * A token's `iss` is the `issuer` of the discovery document at the address it was asked from; a token
 * of `issueToken`, which has no address, has `https://authority.invalid/<tenant>/v2.0`.
 */
export function createAuthority(options: AuthorityOptions): Authority {
  const {
    now,
    tenantId = "11111111-1111-4111-8111-111111111111",
    clientId = "22222222-2222-4222-8222-222222222222",
    clientSecret = "mock-secret",
    tokenLifetimeSeconds = 3600,
  } = options;
  const offlineIssuer = `https://authority.invalid/${tenantId}/v2.0`;
  const issuers = new Set([offlineIssuer]);
  const deviceCodes = createDeviceCodes(now);
  const refreshTokens = new Map<string, string>();

  async function issue(audience: string, issuer: string, app: string, delegated: boolean) {
    const issuedAt = Math.floor(now() / 1000);
    const expiresAt = issuedAt + tokenLifetimeSeconds;
    const claims = accessTokenClaims({ audience, clientId: app, tenantId, issuer, issuedAt, expiresAt, delegated });
    return { token: await signToken(claims), issuedAt, expiresAt };
  }

  async function answerToken(form: URLSearchParams, issuer: string): Promise<Response> {
    const grant = required(form, "grant_type");
    const app = required(form, "client_id");
    if (grant === "client_credentials") {
      checkSecret(form, app);
      const { token } = await issue(audienceOf(form), issuer, app, false);
      return tokenResponse({ access_token: token });
    }
    if (!deviceCodeGrants.includes(grant) && grant !== "refresh_token") {
      throw new AuthorityError(400, "unsupported_grant_type", 70003, "This grant type is not supported here.");
    }
    checkPublicClient(app);
    const audience = audienceOf(form);
    if (grant === "refresh_token") checkRefreshToken(required(form, "refresh_token"), app);
    else deviceCodes.redeem(required(form, "device_code"), app);
    return answerUser(audience, issuer, app);
  }

  /** With the account (`id_token`, `client_info`) and a refresh token, without which clients ask the person each time. */
  async function answerUser(audience: string, issuer: string, app: string): Promise<Response> {
    const { token, issuedAt, expiresAt } = await issue(audience, issuer, app, true);
    const refreshToken = crypto.randomUUID();
    refreshTokens.set(refreshToken, app);
    const times = { iat: issuedAt, nbf: issuedAt, exp: expiresAt };
    const idToken = await signToken({
      aud: app,
      iss: issuer,
      ...times,
      tid: tenantId,
      sub: user.oid,
      ...user,
      ver: "2.0",
    });
    const clientInfo = base64url.encode(JSON.stringify({ uid: user.oid, utid: tenantId }));
    return tokenResponse({
      access_token: token,
      scope: `${audience}/.default`,
      refresh_token: refreshToken,
      id_token: idToken,
      client_info: clientInfo,
    });
  }

  function tokenResponse(fields: Readonly<Record<string, string>>): Response {
    const lifetimes = { expires_in: tokenLifetimeSeconds, ext_expires_in: tokenLifetimeSeconds };
    return Response.json(
      { token_type: "Bearer", ...lifetimes, ...fields },
      { headers: { "cache-control": "no-store", pragma: "no-cache" } },
    );
  }

  function checkSecret(form: URLSearchParams, app: string): void {
    if (app !== clientId) throw unknownApp(app);
    const secret = form.get("client_secret");
    if (secret === null) {
      throw new AuthorityError(
        401,
        "invalid_client",
        7000216,
        "This grant needs 'client_secret'; no other proof is known.",
      );
    }
    if (secret !== clientSecret) {
      throw new AuthorityError(401, "invalid_client", 7000215, `The client secret is not one of app '${app}'.`);
    }
  }

  function checkPublicClient(app: string): void {
    if (app !== clientId && !publicClientIds.includes(app)) throw unknownApp(app);
  }

  function unknownApp(app: string): AuthorityError {
    const message = `There is no app '${app}' in tenant '${tenantId}'.`;
    return new AuthorityError(400, "unauthorized_client", 700016, message);
  }

  function checkRefreshToken(refreshToken: string, app: string): void {
    if (refreshTokens.get(refreshToken) !== app) {
      throw new AuthorityError(400, "invalid_grant", 70000, "The refresh token was not given to this app.");
    }
  }

  function audienceOf(form: URLSearchParams): string {
    const scope = required(form, "scope");
    const scopes = scope.split(" ").filter((one) => one !== "" && !openIdScopes.includes(one));
    const audience = apiScope.exec(scopes[0] ?? "")?.[1]?.toLowerCase();
    if (scopes.length !== 1 || audience === undefined) {
      const message = `The scope '${scope}' is not '<resource id>/.default' of one API.`;
      throw new AuthorityError(400, "invalid_scope", 70011, message);
    }
    if (!authorityResources.some(({ id }) => id === audience)) {
      const message = `There is no API '${audience}' in tenant '${tenantId}'.`;
      throw new AuthorityError(400, "invalid_resource", 500011, message);
    }
    return audience;
  }

  function answerDeviceCode(form: URLSearchParams, origin: string): Response {
    const app = required(form, "client_id");
    checkPublicClient(app);
    audienceOf(form);
    const { deviceCode, userCode, expiresInSeconds } = deviceCodes.start(app);
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
    return deviceCodes.approve(userCode)
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
    if (path === "discovery/v2.0/keys") return Response.json({ keys: [(await getTokenKeys()).jwk] });
    if (request.method !== "POST") {
      throw new AuthorityError(400, "invalid_request", 900561, "This endpoint takes only POST.");
    }
    const form = new URLSearchParams(await request.text());
    if (path === "oauth2/v2.0/devicecode") return answerDeviceCode(form, url.origin);
    issuers.add(issuer);
    return answerToken(form, issuer);
  }

  return {
    tenantId,
    clientId,
    clientSecret,
    async fetch(request) {
      const [, tenant, path] = paths.exec(new URL(request.url).pathname) ?? [];
      if (tenant === undefined || path === undefined) return undefined;
      try {
        return await answer(request, tenant, path);
      } catch (error) {
        if (error instanceof AuthorityError) return encodeAuthorityError(error, now());
        throw error;
      }
    },
    async issueToken(audience) {
      const { token, expiresAt } = await issue(audience, offlineIssuer, clientId, false);
      return { token, expiresOnTimestamp: expiresAt * 1000 };
    },
    verify: (authorization, audiences) =>
      verifyAuthorization(authorization, { audiences, issuers: [...issuers], tenantId, nowMs: now() }),
  };
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== "") return value;
  throw new AuthorityError(400, "invalid_request", 900144, `The request body has no '${name}'.`);
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
    token_endpoint_auth_methods_supported: ["client_secret_post"],
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
