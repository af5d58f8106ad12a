import * as errors from "jose/errors";
import { decodeJwt } from "jose/jwt/decode";
import { jwtVerify } from "jose/jwt/verify";
import { clockToleranceSeconds } from "./access-tokens.ts";
import type { TokenClaims } from "./access-tokens.ts";
import { AuthorityError } from "./authority-error.ts";
import type { App, Directory, UserOptions } from "./directory.ts";
import { requiredField } from "./required-field.ts";
import type { Standing } from "./standing.ts";
import { findTokenKey, tokenAlgorithms } from "./token-keys.ts";

export interface UserAssertionContext {
  readonly directory: Directory;
  readonly standing: Standing;
  readonly issuer: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: number;
}

/**
 * The person that a token for the app is about, in a request on behalf of them.
 * @throws AuthorityError for a token that is none, or is for somebody else
 */
export async function readUserAssertion(
  form: URLSearchParams,
  app: App,
  { directory, standing, issuer, nowMs }: UserAssertionContext,
): Promise<UserOptions> {
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
      currentDate: new Date(nowMs),
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
