import * as errors from "jose/errors";
import { decodeJwt } from "jose/jwt/decode";
import type { Caller } from "./access.ts";
import type { Authority, TokenClaims } from "./authority/authority.ts";
import { Refusal } from "./refusal.ts";

/** Who asks with a token that says nothing of it. */
const nobody = "00000000-0000-0000-0000-000000000000";

/** The object id of a person, or the app's own id, with the groups. */
function callerOf({ scp, oid, appid, groups }: Partial<TokenClaims>): Caller {
  return { id: (scp === undefined ? appid : oid) ?? nobody, groups: Array.isArray(groups) ? groups : [] };
}

/** What a token says, without a look at its signature. */
function readClaims(token: string): Partial<TokenClaims> {
  try {
    return decodeJwt<TokenClaims>(token);
  } catch (error) {
    if (error instanceof errors.JOSEError) return {};
    throw error;
  }
}

/**
 * The check of an `Authorization` header: `tokens` wants a valid one of the authority, for one of the resource ids
 * that it is given, `none` any bearer token. It returns who asks, and throws a Refusal, 401 or 403.
 */
export function createAuthorize(
  auth: "tokens" | "none",
  authority: Authority,
): (authorization: string | null, audiences: readonly string[]) => Promise<Caller> {
  if (auth === "none") {
    return async (authorization) => {
      const token = /^bearer +(\S+)/i.exec(authorization ?? "")?.[1];
      if (token !== undefined) return callerOf(readClaims(token));
      throw new Refusal(401, "Access token is missing.", { "www-authenticate": "Bearer" });
    };
  }
  return async (authorization, audiences) => {
    const check = await authority.verify(authorization, audiences);
    if ("claims" in check) return callerOf(check.claims);
    const { statusCode, message, wwwAuthenticate } = check.refusal;
    throw new Refusal(
      statusCode,
      message,
      wwwAuthenticate === undefined ? {} : { "www-authenticate": wwwAuthenticate },
    );
  };
}
