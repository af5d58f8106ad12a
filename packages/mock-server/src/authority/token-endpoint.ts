import * as base64url from "jose/base64url";
import * as errors from "jose/errors";
import { decodeJwt } from "jose/jwt/decode";
import { jwtVerify } from "jose/jwt/verify";
import { clockToleranceSeconds, signToken, userClaims } from "./access-tokens.ts";
import type { TokenClaims } from "./access-tokens.ts";
import { readAudience } from "./audience.ts";
import { AuthorityError } from "./authority-error.ts";
import { proveClient } from "./client-proof.ts";
import type { ProofContext } from "./client-proof.ts";
import type { DeviceCodes } from "./device-codes.ts";
import type { App, Directory, UserOptions } from "./directory.ts";
import { findClient, validateEnabledUser } from "./find-client.ts";
import type { Issue } from "./issue.ts";
import { requiredField } from "./required-field.ts";
import type { Standing } from "./standing.ts";
import { findTokenKey, tokenAlgorithms } from "./token-keys.ts";

export interface TokenEndpointOptions {
  readonly directory: Directory;
  readonly standing: Standing;
  readonly deviceCodes: DeviceCodes;
  readonly issue: Issue;
  readonly tokenLifetimeSeconds: number;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** A request for a token. */
interface TokenRequest extends ProofContext {
  readonly form: URLSearchParams;
  readonly issuer: string;
}

type Grant = "client_credentials" | "refresh_token" | "device_code" | "on_behalf_of";

const grants: Readonly<Record<string, Grant>> = {
  client_credentials: "client_credentials",
  refresh_token: "refresh_token",
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

function tokenResponse(expiresInSeconds: number, fields: Readonly<Record<string, string>>): Response {
  const lifetimes = { expires_in: expiresInSeconds, ext_expires_in: expiresInSeconds };
  return Response.json(
    { token_type: "Bearer", ...lifetimes, ...fields },
    { headers: { "cache-control": "no-store", pragma: "no-cache" } },
  );
}

/**
 * The token endpoint: client credentials, device codes, refresh tokens, and calls on behalf of a person.
 * The function that it returns throws AuthorityError for what it refuses.
 */
export function createTokenEndpoint(options: TokenEndpointOptions): (request: TokenRequest) => Promise<Response> {
  const { directory, standing, deviceCodes, issue, tokenLifetimeSeconds, now } = options;
  const refreshTokens = new Map<string, { app: App; user: UserOptions; scope: string; number: number }>();

  /** With the account (`id_token`, `client_info`) and a refresh token, without which clients ask the person each time. */
  async function answerUser(
    { form, issuer }: TokenRequest,
    app: App,
    { user, scope }: { readonly user: UserOptions; readonly scope: string },
  ): Promise<Response> {
    validateEnabledUser(user, standing);
    const audience = readAudience(scope, directory);
    const { token, number, issuedAt, expiresAt } = await issue({
      audience,
      issuer,
      app,
      user,
      answersChallenges: answersChallenges(form),
    });
    const refreshToken = crypto.randomUUID();
    refreshTokens.set(refreshToken, { app, user, scope, number });
    const idToken = await signToken({
      aud: app.clientId,
      iss: issuer,
      iat: issuedAt,
      nbf: issuedAt,
      exp: expiresAt,
      tid: directory.tenantId,
      sub: user.id,
      ...userClaims(user),
      ver: "2.0",
    });
    return tokenResponse(tokenLifetimeSeconds, {
      access_token: token,
      scope: `${audience}/.default`,
      refresh_token: refreshToken,
      id_token: idToken,
      client_info: base64url.encode(JSON.stringify({ uid: user.id, utid: directory.tenantId })),
    });
  }

  function redeemRefreshToken(refreshToken: string, app: App): { user: UserOptions; scope: string } {
    const known = refreshTokens.get(refreshToken);
    if (known === undefined || known.app !== app) {
      throw new AuthorityError(400, "invalid_grant", 70000, "The refresh token was not given to this app.");
    }
    if (standing.findRevocation(known.user.id, known.number) !== undefined) {
      throw new AuthorityError(400, "invalid_grant", 50173, "The refresh token was revoked; sign in again.");
    }
    return known;
  }

  function redeemDeviceCode(deviceCode: string, app: App): { user: UserOptions; scope: string } {
    const { userId, scope } = deviceCodes.redeem(deviceCode, app.clientId);
    return { user: directory.findUser(userId)!, scope };
  }

  /** The person that a token for the app is about. */
  async function readUserAssertion({ form, issuer }: TokenRequest, app: App): Promise<UserOptions> {
    const refuse = (code: number, message: string): AuthorityError =>
      new AuthorityError(400, "invalid_grant", code, message);
    const assertion = requiredField(form, "assertion");
    if (requiredField(form, "requested_token_use") !== "on_behalf_of") {
      throw new AuthorityError(
        400,
        "invalid_request",
        900144,
        "The request's 'requested_token_use' is not 'on_behalf_of'.",
      );
    }
    try {
      const { aud } = decodeJwt<TokenClaims>(assertion);
      if (aud !== app.clientId.toLowerCase()) {
        throw refuse(500131, "The assertion's audience is not the app that presents it.");
      }
      const { payload } = await jwtVerify<TokenClaims>(assertion, findTokenKey, {
        algorithms: [...tokenAlgorithms],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
      });
      if (payload.tid !== directory.tenantId) throw refuse(50013, `The assertion is not of the issuer ${issuer}.`);
      const user = payload.scp === undefined ? undefined : directory.findUser(payload.oid);
      if (user === undefined) {
        throw refuse(7000114, `App '${app.clientId}' may not call on behalf of an app, only of a person.`);
      }
      if (standing.findRevocation(user.id, Number(payload.uti)) !== undefined) {
        throw refuse(50173, "The assertion was revoked; the person must sign in again.");
      }
      return user;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
        throw refuse(500133, "The assertion is not within its valid time range.");
      }
      if (error instanceof errors.JWSSignatureVerificationFailed) {
        throw refuse(50013, "The assertion was not signed by this authority.");
      }
      throw refuse(50027, "The assertion is not a JWT as this authority signs them.");
    }
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
    if (!isProven && (grant === "on_behalf_of" || app.publicClient !== true)) {
      const message = "The app is not a public client: give 'client_secret' or 'client_assertion'.";
      throw new AuthorityError(401, "invalid_client", 7000218, message);
    }
    if (grant === "on_behalf_of") {
      const user = await readUserAssertion(request, app);
      return answerUser(request, app, { user, scope: requiredField(form, "scope") });
    }
    const scope = form.get("scope") ?? "";
    // Before a code is used up. The scope may be left to what the code, or the first token, was asked for.
    if (scope !== "") readAudience(scope, directory);
    const redeemed =
      grant === "refresh_token"
        ? redeemRefreshToken(requiredField(form, "refresh_token"), app)
        : redeemDeviceCode(requiredField(form, "device_code"), app);
    return answerUser(request, app, scope === "" ? redeemed : { ...redeemed, scope });
  };
}
