import * as errors from "jose/errors";
import { SignJWT } from "jose/jwt/sign";
import type { JWTPayload } from "jose";
import type { App, UserOptions } from "./directory.ts";
import { authorityResources, roleOf } from "./resources.ts";
import type { Revocation } from "./standing.ts";
import { getTokenKeys } from "./token-keys.ts";
import type { TokenAlgorithm } from "./token-keys.ts";

/** What an access token of the mock says, as far as handlers need it. */
export interface TokenClaims {
  readonly aud: string;
  readonly appid: string;
  readonly oid: string;
  /** Only where a person signed in. */
  readonly scp?: string;
  readonly tid: string;
  readonly roles?: readonly string[];
  /** Ids of groups. */
  readonly groups?: readonly string[];
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly exp: number;
  readonly nbf: number;
  readonly iss: string;
  /** The number of the token. */
  readonly uti?: string;
  /** What the program that asked for the token can do: `CP1` is to answer claims challenges. */
  readonly xms_cc?: readonly string[];
}

export interface TokenRefusal {
  readonly statusCode: 401 | 403;
  readonly message: string;
  readonly wwwAuthenticate?: string;
}

export type TokenCheck = { claims: TokenClaims } | { refusal: TokenRefusal };

/** How far apart the clocks of those who sign and those who check may be. */
export const clockToleranceSeconds = 5;

/** Signs a JWT with a key of the mock; times in seconds since 1970-01-01T00:00:00Z. */
export async function signToken(payload: JWTPayload, alg: TokenAlgorithm = "RS256"): Promise<string> {
  const { privateKey, jwk } = await getTokenKeys(alg);
  return new SignJWT(payload).setProtectedHeader({ alg, typ: "JWT", kid: jwk.kid }).sign(privateKey);
}

/** What is told of a person, in every token. */
export function userClaims({ id, name, username }: UserOptions): JWTPayload {
  return { oid: id, name, preferred_username: username };
}

/** The claims of an access token, named as in Microsoft Entra's tokens of version 2.0. */
export function accessTokenClaims(of: {
  readonly audience: string;
  readonly app: App;
  /** Who signed in, where it is not the app itself. */
  readonly user: UserOptions | undefined;
  readonly tenantId: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly number: number;
  /** Whether who asks can answer claims challenges. */
  readonly answersChallenges: boolean;
}): JWTPayload {
  const { app, user, audience } = of;
  const oid = user?.id ?? app.objectId;
  const { roles = authorityResources.map(({ role }) => role), groups = [] } = user ?? app;
  const role = roleOf(audience);
  return {
    aud: audience,
    iss: of.issuer,
    iat: of.issuedAt,
    nbf: of.issuedAt,
    exp: of.expiresAt,
    appid: app.clientId,
    azp: app.clientId,
    oid,
    sub: oid,
    tid: of.tenantId,
    uti: String(of.number),
    // As in Entra, a claim without a value is left out.
    ...(role !== undefined && roles.includes(role) ? { roles: [role] } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(of.answersChallenges ? { xms_cc: ["CP1"] } : {}),
    ...(user === undefined ? {} : { scp: "user_impersonation", ...userClaims(user) }),
    ver: "2.0",
  };
}

export interface TokenExpectations {
  readonly audiences: readonly string[];
  readonly issuers: ReadonlySet<string>;
  readonly tenantId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: number;
  /** Throws a JOSEError for a token that the mock did not sign. */
  readonly readToken: (token: string) => Promise<TokenClaims>;
  readonly findRevocation: (claims: TokenClaims) => Revocation | undefined;
}

/**
 * Checks an `Authorization` header: signature, audience, tenant, issuer, times, revocation, then the role.
 * The answers are those of RFC 6750 §3.
 */
export async function verifyAuthorization(
  authorization: string | null,
  expected: TokenExpectations,
): Promise<TokenCheck> {
  if (authorization === null) {
    return {
      refusal: { statusCode: 401, message: "Unauthorized. Access token is missing.", wwwAuthenticate: "Bearer" },
    };
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return unauthorized("The Authorization header is not 'Bearer <token>'.");
  let claims: TokenClaims;
  try {
    claims = await expected.readToken(token);
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      return unauthorized("The token was not signed by this mock server.");
    }
    if (error instanceof errors.JOSEError) {
      return unauthorized("The token is not a JWT as this mock server signs them.");
    }
    throw error;
  }
  const problem = findProblem(claims, expected);
  if (problem !== undefined) return unauthorized(problem);
  const revocation = expected.findRevocation(claims);
  if (revocation !== undefined) return refuseRevoked(claims, revocation);
  const wanted = roleOf(claims.aud) ?? "";
  if (!Array.isArray(claims.roles) || !claims.roles.includes(wanted)) {
    return refuse(403, "insufficient_scope", `Forbidden. The token does not have the role ${wanted}.`);
  }
  return { claims };
}

/** In fixed words: what a foreign token holds must not get into a header. */
function findProblem(claims: Partial<TokenClaims>, expected: TokenExpectations): string | undefined {
  const { aud, iss, tid, exp, nbf } = claims;
  const { audiences } = expected;
  const nowSeconds = expected.nowMs / 1000;
  if (!audiences.includes(aud ?? "")) return `The token is for another API; this one is ${audiences.join(" or ")}.`;
  if (tid !== expected.tenantId) return "The token is of another tenant.";
  if (!expected.issuers.has(iss ?? "")) return "The token's claim 'iss' is missing or wrong.";
  if (typeof exp !== "number") return "The token's claim 'exp' is missing or wrong.";
  if (typeof nbf !== "number") return "The token's claim 'nbf' is missing or wrong.";
  if (exp <= nowSeconds - clockToleranceSeconds) return "The token has expired.";
  if (nbf > nowSeconds + clockToleranceSeconds) return "The token is not valid yet.";
  return undefined;
}

/**
 * A claims challenge, where the program that asked for the token can answer one.
 * Source: Microsoft, "Claims challenges, claims requests and client capabilities".
 */
function refuseRevoked({ iss, tid, xms_cc: capabilities = [] }: TokenClaims, revocation: Revocation): TokenCheck {
  const answersChallenges = capabilities.some((one) => one.toLowerCase() === "cp1");
  if (!revocation.challenge || !answersChallenges) return unauthorized("The token was revoked.");
  const claims = { access_token: { nbf: { essential: true, value: String(revocation.time) } } };
  const page = `${new URL(iss).origin}/${tid}/oauth2/v2.0/authorize`;
  return {
    refusal: {
      statusCode: 401,
      message: "Unauthorized. The token was revoked; ask for another one with the claims of WWW-Authenticate.",
      wwwAuthenticate: `Bearer realm="", authorization_uri="${page}", error="insufficient_claims", claims="${btoa(JSON.stringify(claims))}"`,
    },
  };
}

function unauthorized(why: string): TokenCheck {
  return refuse(401, "invalid_token", `Unauthorized. ${why}`);
}

function refuse(statusCode: 401 | 403, error: string, message: string): TokenCheck {
  return {
    refusal: { statusCode, message, wwwAuthenticate: `Bearer error="${error}", error_description="${message}"` },
  };
}
