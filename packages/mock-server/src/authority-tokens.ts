import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { roleOf } from "./authority-resources.ts";
import { getTokenKeys } from "./token-keys.ts";

/** What an access token of the mock says, as far as handlers need it. */
export interface TokenClaims {
  readonly aud: string;
  readonly appid: string;
  readonly oid: string;
  /** Only where a person signed in. */
  readonly scp?: string;
  readonly tid: string;
  readonly roles: readonly string[];
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly exp: number;
  readonly iss: string;
}

export interface TokenRefusal {
  readonly statusCode: 401 | 403;
  readonly message: string;
  readonly wwwAuthenticate?: string;
}

export type TokenCheck = { claims: TokenClaims } | { refusal: TokenRefusal };

/** How far apart the clocks of those who sign and those who check may be. */
const clockToleranceSeconds = 5;

/** The person who approves device codes. */
export const user = {
  oid: "44444444-4444-4444-8444-444444444444",
  name: "Mock User",
  preferred_username: "mock.user@example.invalid",
} as const;

const appObjectId = "33333333-3333-4333-8333-333333333333";

/** Signs a JWT with the mock's key (RS256); times in seconds since 1970-01-01T00:00:00Z. */
export async function signToken(payload: JWTPayload): Promise<string> {
  const { privateKey, jwk } = await getTokenKeys();
  return new SignJWT(payload).setProtectedHeader({ alg: "RS256", typ: "JWT", kid: jwk.kid }).sign(privateKey);
}

/** The claims of an access token, named as in Microsoft Entra's tokens of version 2.0. */
export function accessTokenClaims(of: {
  readonly audience: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Whether a person signed in (by a device code), and not the app itself. */
  readonly delegated: boolean;
}): JWTPayload {
  const oid = of.delegated ? user.oid : appObjectId;
  return {
    aud: of.audience,
    iss: of.issuer,
    iat: of.issuedAt,
    nbf: of.issuedAt,
    exp: of.expiresAt,
    appid: of.clientId,
    azp: of.clientId,
    oid,
    sub: oid,
    tid: of.tenantId,
    roles: [roleOf(of.audience)],
    ...(of.delegated ? { scp: "user_impersonation", ...user } : {}),
    ver: "2.0",
  };
}

/**
 * Checks an `Authorization` header: signature, audience, issuer, tenant, times, then the role.
 * The answers are those of RFC 6750 §3; the role is missing only in tokens that others made.
 */
export async function verifyAuthorization(
  authorization: string | null,
  expected: {
    readonly audiences: readonly string[];
    readonly issuers: readonly string[];
    readonly tenantId: string;
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    readonly nowMs: number;
  },
): Promise<TokenCheck> {
  if (authorization === null) {
    return {
      refusal: { statusCode: 401, message: "Unauthorized. Access token is missing.", wwwAuthenticate: "Bearer" },
    };
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return unauthorized("The Authorization header is not 'Bearer <token>'.");
  const { publicKey } = await getTokenKeys();
  try {
    const { payload } = await jwtVerify<TokenClaims>(token, publicKey, {
      algorithms: ["RS256"],
      audience: [...expected.audiences],
      issuer: [...expected.issuers],
      requiredClaims: ["exp", "nbf"],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(expected.nowMs),
    });
    if (payload.tid !== expected.tenantId) return unauthorized("The token is of another tenant.");
    const wanted = roleOf(payload.aud);
    if (!Array.isArray(payload.roles) || !payload.roles.includes(wanted)) {
      return refuse(403, "insufficient_scope", `Forbidden. The token does not have the role ${wanted}.`);
    }
    return { claims: payload };
  } catch (error) {
    if (error instanceof errors.JOSEError) return unauthorized(reason(error, expected.audiences));
    throw error;
  }
}

/** In fixed words: what a foreign token holds must not get into a header. */
function reason(error: errors.JOSEError, audiences: readonly string[]): string {
  if (error instanceof errors.JWTExpired) return "The token has expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "aud") return `The token is for another API; this one is ${audiences.join(" or ")}.`;
    if (error.claim === "nbf") return "The token is not valid yet.";
    return `The token's claim '${error.claim}' is missing or wrong.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The token was not signed by this mock server.";
  return "The token is not a JWT as this mock server signs them.";
}

function unauthorized(why: string): TokenCheck {
  return refuse(401, "invalid_token", `Unauthorized. ${why}`);
}

function refuse(statusCode: 401 | 403, error: string, message: string): TokenCheck {
  return {
    refusal: { statusCode, message, wwwAuthenticate: `Bearer error="${error}", error_description="${message}"` },
  };
}
