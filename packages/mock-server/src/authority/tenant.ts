import { readAudience } from "./audience.ts";
import { AuthorityError } from "./authority-error.ts";
import { createDeviceCodes } from "./device-codes.ts";
import type { Directory } from "./directory.ts";
import { findClient } from "./find-client.ts";
import { createIssue } from "./issue.ts";
import type { Issue } from "./issue.ts";
import { requiredField } from "./required-field.ts";
import { createStanding } from "./standing.ts";
import type { Standing } from "./standing.ts";
import { createTokenEndpoint } from "./token-endpoint.ts";
import { getTokenKeys, tokenAlgorithms } from "./token-keys.ts";

/** The endpoints of one tenant, with codes, tokens and standings of its own. */
export interface Tenant {
  readonly directory: Directory;
  readonly standing: Standing;
  /** The `iss` of tokens that are asked for without an address. */
  readonly offlineIssuer: string;
  /** Every `iss` that its tokens have. */
  readonly issuers: ReadonlySet<string>;
  readonly issue: Issue;
  /**
   * @param path what follows the tenant in an address of `signInPaths`
   * @throws AuthorityError for what it refuses
   */
  answer(request: Request, path: string): Promise<Response>;
}

export interface TenantContext {
  /** The mock's clock: milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** The clock of programs outside. */
  readonly realNow: () => number;
  readonly tokenLifetimeSeconds: number;
}

/** The tenant, as it is written, and what follows it. */
export const signInPaths: RegExp =
  /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/token|oauth2\/v2\.0\/devicecode|oauth2\/deviceauth)\/?$/;

/** Entra says 5; less keeps tests short. */
const pollIntervalSeconds = 1;

/** Nothing that it makes is good in another tenant. */
export function createTenant(directory: Directory, context: TenantContext): Tenant {
  const { now, realNow, tokenLifetimeSeconds } = context;
  const { tenantId } = directory;
  const offlineIssuer = `https://authority.invalid/${tenantId}/v2.0`;
  const issuers = new Set([offlineIssuer]);
  const standing = createStanding(now);
  const deviceCodes = createDeviceCodes(now);
  const issueAny = createIssue(tenantId, standing, tokenLifetimeSeconds, now);
  const issue: Issue = (request) => {
    issuers.add(request.issuer);
    return issueAny(request);
  };
  const answerToken = createTokenEndpoint({ directory, standing, deviceCodes, issue, tokenLifetimeSeconds, now });

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

  return {
    directory,
    standing,
    offlineIssuer,
    issuers,
    issue,
    async answer(request, path) {
      const url = new URL(request.url);
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
    },
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
