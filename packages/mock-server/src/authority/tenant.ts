import { readAudience } from "./audience.ts";
import { createAuthorizationCodes } from "./authorization-codes.ts";
import { AuthorityError } from "./authority-error.ts";
import { createAuthorizeEndpoint } from "./authorize-endpoint.ts";
import { createConsents } from "./consents.ts";
import type { Consent } from "./consents.ts";
import { createDeviceCodes } from "./device-codes.ts";
import type { Directory, UserOptions } from "./directory.ts";
import { findClient } from "./find-client.ts";
import { htmlPage } from "./html-page.ts";
import { createIssue } from "./issue.ts";
import type { Issue } from "./issue.ts";
import { createLogoutEndpoint } from "./logout-endpoint.ts";
import { requiredField } from "./required-field.ts";
import { createSessions } from "./sessions.ts";
import { createStanding } from "./standing.ts";
import type { Standing, StandingState } from "./standing.ts";
import { createTokenEndpoint } from "./token-endpoint.ts";
import { getTokenKeys, tokenAlgorithms } from "./token-keys.ts";

/**
 * Who may sign in to a tenant, what is revoked and what people have allowed there. Sessions, codes and refresh tokens
 * are not in it: they are in the hands of browsers and programs, which end with a test. Plain data; not to be changed.
 */
export interface TenantState extends StandingState {
  readonly tenantId: string;
  readonly consents: readonly Consent[];
  /** The object id of the person who answers the sign-in page at once; null where there is a page. */
  readonly present: string | null;
}

/** The endpoints of one tenant, with codes, tokens and standings of its own. */
export interface Tenant {
  readonly directory: Directory;
  readonly standing: Standing;
  /** The `iss` of tokens that are asked for without an address. */
  readonly offlineIssuer: string;
  /** Every `iss` that its tokens have. */
  readonly issuers: ReadonlySet<string>;
  readonly issue: Issue;
  /** Who answers the sign-in page at once; nobody where there shall be a page. */
  setPresent(user: UserOptions | undefined): void;
  state(): TenantState;
  /** Without a state it is as it was made. Everyone is signed out in every browser. */
  load(state: TenantState | undefined): void;
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
  /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/authorize|oauth2\/v2\.0\/logout|oauth2\/v2\.0\/token|oauth2\/v2\.0\/devicecode|oauth2\/deviceauth)\/?$/;

/** Whether people see what a path of `signInPaths` answers, and not programs. */
export function isPage(path: string): boolean {
  return ["oauth2/v2.0/authorize", "oauth2/v2.0/logout", "oauth2/deviceauth"].includes(path);
}

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
  const sessions = createSessions(tenantId, standing, now);
  const consents = createConsents();
  const authorizationCodes = createAuthorizationCodes(now);
  const people = { directory, standing, consents, authorizationCodes, now };
  let present: UserOptions | undefined;
  const answerAuthorize = createAuthorizeEndpoint({ ...people, sessions, findPresent: () => present });
  const answerLogout = createLogoutEndpoint(directory, sessions);
  const answerToken = createTokenEndpoint({ ...people, deviceCodes, issue, tokenLifetimeSeconds });

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

  async function answerDevicePage(request: Request, url: URL): Promise<Response> {
    const form = request.method === "POST" ? new URLSearchParams(await request.text()) : url.searchParams;
    const userCode = form.get("user_code") ?? url.searchParams.get("user_code");
    const say = (statusCode: number, body: string): Response => htmlPage({ statusCode, title: "Device code", body });
    if (userCode === null) {
      return say(200, '<form><label>Code <input name="user_code" autofocus></label> <button>Next</button></form>');
    }
    const username = form.get("username") ?? url.searchParams.get("username");
    const user = username === null ? directory.users[0] : directory.findUser(username);
    if (user === undefined) return say(400, "<p>There is no such person.</p>");
    const clientId = deviceCodes.approve(userCode, user.id);
    if (clientId === undefined) return say(400, "<p>This code is unknown or has expired.</p>");
    consents.give(directory.findApp(clientId)!, user);
    return say(200, "<p>Approved. You can close this page.</p>");
  }

  return {
    directory,
    standing,
    offlineIssuer,
    issuers,
    issue,
    setPresent: (user) => void (present = user),
    state: () => ({ tenantId, ...standing.state(), consents: consents.state(), present: present?.id ?? null }),
    load(state) {
      sessions.clear();
      standing.load(state ?? { disabled: [], revocations: {}, issued: 0 });
      consents.load(state?.consents ?? []);
      // A person whom the tenant does not know any more is passed over.
      present = directory.findUser(state?.present ?? "");
    },
    async answer(request, path) {
      const url = new URL(request.url);
      if (path === "oauth2/v2.0/authorize") return answerAuthorize(request);
      if (path === "oauth2/v2.0/logout") return answerLogout(request);
      const issuer = `${url.origin}/${tenantId}/v2.0`;
      if (path === "oauth2/deviceauth") return answerDevicePage(request, url);
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
      const origin = request.headers.get("origin");
      return answerToken({ form, issuer, audiences, origin, realNowMs: realNow() });
    },
  };
}

/** OpenID Connect Discovery 1.0 §3, RP-Initiated Logout 1.0 §2.1. */
function discovery(origin: string, tenantId: string): Readonly<Record<string, unknown>> {
  const base = `${origin}/${tenantId}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    response_types_supported: ["code"],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
  };
}
