import * as base64url from "jose/base64url";
import { signToken, userClaims } from "./access-tokens.ts";
import { readAudience, readUserAudience } from "./audience.ts";
import type { AuthorizationCodes } from "./authorization-codes.ts";
import { AuthorityError } from "./authority-error.ts";
import { proveClient } from "./client-proof.ts";
import type { ProofContext } from "./client-proof.ts";
import type { Consents } from "./consents.ts";
import type { DeviceCodes } from "./device-codes.ts";
import type { App, Directory } from "./directory.ts";
import { findClient, validateEnabledUser } from "./find-client.ts";
import type { Issue } from "./issue.ts";
import { createRefreshTokens, singlePageEnd } from "./refresh-tokens.ts";
import type { UserGrant } from "./refresh-tokens.ts";
import { requiredField } from "./required-field.ts";
import type { Standing } from "./standing.ts";
import { readUserAssertion } from "./user-assertion.ts";

export interface TokenEndpointOptions {
  readonly directory: Directory;
  readonly standing: Standing;
  readonly deviceCodes: DeviceCodes;
  readonly authorizationCodes: AuthorizationCodes;
  readonly consents: Consents;
  readonly issue: Issue;
  readonly tokenLifetimeSeconds: number;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** A request for a token. */
interface TokenRequest extends ProofContext {
  readonly form: URLSearchParams;
  readonly issuer: string;
  /** Of the page that asks, where a browser does. */
  readonly origin: string | null;
}

type Grant = "client_credentials" | "refresh_token" | "authorization_code" | "device_code" | "on_behalf_of";

const grants: Readonly<Record<string, Grant>> = {
  client_credentials: "client_credentials",
  refresh_token: "refresh_token",
  authorization_code: "authorization_code",
  device_code: "device_code",
  "urn:ietf:params:oauth:grant-type:device_code": "device_code",
  "urn:ietf:params:oauth:grant-type:jwt-bearer": "on_behalf_of",
};

/** Whether the `claims` of a request say that who asks can answer claims challenges. */
function answersChallenges(form: URLSearchParams): boolean {
  try {
    const claims = JSON.parse(form.get("claims") ?? "{}") as { access_token?: { xms_cc?: { values?: unknown } } };
    return [claims.access_token?.xms_cc?.values]
      .flat()
      .some((one) => typeof one === "string" && one.toLowerCase() === "cp1");
  } catch {
    throw new AuthorityError(400, "invalid_request", 900144, "The request's 'claims' are not JSON.");
  }
}

function tokenResponse(expiresInSeconds: number, fields: Readonly<Record<string, string | number>>): Response {
  const lifetimes = { expires_in: expiresInSeconds, ext_expires_in: expiresInSeconds };
  return Response.json(
    { token_type: "Bearer", ...lifetimes, ...fields },
    { headers: { "cache-control": "no-store", pragma: "no-cache" } },
  );
}

/**
 * The token endpoint: client credentials, codes of the sign-in page, device codes, refresh tokens, and calls on behalf
 * of a person.
 * The function that it returns throws AuthorityError for what it refuses.
 */
export function createTokenEndpoint(options: TokenEndpointOptions): (request: TokenRequest) => Promise<Response> {
  const { directory, standing, deviceCodes, authorizationCodes, consents, issue, tokenLifetimeSeconds, now } = options;
  const refreshTokens = createRefreshTokens(standing, now);

  /** With the account (`id_token`, `client_info`) and a refresh token, without which clients ask the person each time. */
  async function answerUser({ form, issuer }: TokenRequest, app: App, grant: UserGrant): Promise<Response> {
    const { user, scope, nonce, singlePageUntilMs } = grant;
    validateEnabledUser(user, standing);
    if (consents.isMissing(app, user)) {
      const message = `Neither the person nor an administrator has consented to app '${app.clientId}'; ask on the sign-in page.`;
      throw new AuthorityError(400, "invalid_grant", 65001, message, "consent_required");
    }
    const audience = readUserAudience(scope, directory);
    // As it was asked for: MSAL finds tokens in its cache by that.
    const names = scope.split(" ");
    const { token, number, issuedAt, expiresAt } = await issue({
      audience,
      issuer,
      app,
      user,
      answersChallenges: answersChallenges(form),
    });
    const idToken = await signToken({
      aud: app.clientId,
      iss: issuer,
      iat: issuedAt,
      nbf: issuedAt,
      exp: expiresAt,
      tid: directory.tenantId,
      sub: user.id,
      ...userClaims(user),
      ...(nonce === undefined ? {} : { nonce }),
      ver: "2.0",
    });
    return tokenResponse(tokenLifetimeSeconds, {
      access_token: token,
      scope: names.filter((one) => one !== "" && one !== "offline_access").join(" "),
      refresh_token: refreshTokens.start(app, grant, number),
      ...(singlePageUntilMs === undefined
        ? {}
        : { refresh_token_expires_in: Math.round((singlePageUntilMs - now()) / 1000) }),
      id_token: idToken,
      client_info: base64url.encode(JSON.stringify({ uid: user.id, utid: directory.tenantId })),
    });
  }

  function redeemDeviceCode(deviceCode: string, app: App): UserGrant {
    const { userId, scope } = deviceCodes.redeem(deviceCode, app.clientId);
    return { user: directory.findUser(userId)!, scope };
  }

  async function redeemAuthorizationCode(form: URLSearchParams, app: App): Promise<UserGrant> {
    const { user, scope, nonce, isSinglePage } = await authorizationCodes.redeem(form, app);
    return { user, scope, nonce, singlePageUntilMs: isSinglePage ? singlePageEnd(now()) : undefined };
  }

  /**
   * Whether what is redeemed was given to a single-page application; what is unknown, whether one asks.
   * @throws AuthorityError where a page asks for what is a program's, or the other way about
   */
  function isOfSinglePage(grant: Grant, app: App, { form, origin }: TokenRequest): boolean {
    if (grant !== "authorization_code" && grant !== "refresh_token") return false;
    const isPage = origin !== null;
    const code = authorizationCodes.find(form.get("code") ?? "");
    const token = refreshTokens.find(form.get("refresh_token") ?? "");
    if ((grant === "refresh_token" ? token : code) === undefined) return isPage && app.redirectUris !== undefined;
    const isPages = grant === "refresh_token" ? token?.singlePageUntilMs !== undefined : code?.isSinglePage === true;
    if (isPages && !isPage) {
      const message =
        "What was given to a single-page application is redeemed by its page only, which has an 'Origin'.";
      throw new AuthorityError(400, "invalid_request", 9002327, message);
    }
    if (isPage && !isPages) {
      const message =
        "A page may redeem only what was given to a single-page application: add its address to the app's redirect URIs.";
      throw new AuthorityError(400, "invalid_request", 9002326, message);
    }
    return isPages;
  }

  return async (request) => {
    const { form, issuer } = request;
    const grant = grants[requiredField(form, "grant_type")];
    const app = findClient(form, directory, standing);
    if (grant === undefined) {
      throw new AuthorityError(400, "unsupported_grant_type", 70003, "This grant type is not supported here.");
    }
    const isProven = await proveClient(form, app, request);
    if (grant === "client_credentials") {
      if (!isProven) {
        const message = "This grant needs 'client_secret' or 'client_assertion'.";
        throw new AuthorityError(401, "invalid_client", 7000216, message);
      }
      const audience = readAudience(requiredField(form, "scope"), directory);
      const asks = answersChallenges(form);
      const { token } = await issue({ audience, issuer, app, user: undefined, answersChallenges: asks });
      return tokenResponse(tokenLifetimeSeconds, { access_token: token });
    }
    const isPublic = isOfSinglePage(grant, app, request) || app.publicClient === true;
    if (!isProven && (grant === "on_behalf_of" || !isPublic)) {
      const message = "The app is not a public client: give 'client_secret' or 'client_assertion'.";
      throw new AuthorityError(401, "invalid_client", 7000218, message);
    }
    if (grant === "on_behalf_of") {
      const user = await readUserAssertion(form, app, { directory, standing, issuer, nowMs: now() });
      return answerUser(request, app, { user, scope: requiredField(form, "scope") });
    }
    const scope = form.get("scope") ?? "";
    // Before a code is used up. The scope may be left to what the code, or the first token, was asked for.
    if (scope !== "") readUserAudience(scope, directory);
    const redeemed = await {
      authorization_code: () => redeemAuthorizationCode(form, app),
      refresh_token: () => refreshTokens.redeem(requiredField(form, "refresh_token"), app),
      device_code: () => redeemDeviceCode(requiredField(form, "device_code"), app),
    }[grant]();
    return answerUser(request, app, scope === "" ? redeemed : { ...redeemed, scope });
  };
}
