import * as errors from "jose/errors";
import { compactVerify } from "jose/jws/compact/verify";
import type { TokenClaims } from "./access-tokens.ts";
import { findTokenKey, tokenAlgorithms } from "./token-keys.ts";

/** More than the tokens of a load test; those that came first go first. */
const maxKnown = 1000;

/**
 * Reads what a token says, once it is known that the mock signed it. A token that was read before is not checked
 * again: that costs as much as all the rest of a small request.
 *
 * The function that it returns throws a JOSEError for anything else.
 */
export function createTokenReader(): (token: string) => Promise<TokenClaims> {
  const known = new Map<string, TokenClaims>();
  return async (token) => {
    const found = known.get(token);
    if (found !== undefined) return found;
    const { payload } = await compactVerify(token, findTokenKey, { algorithms: [...tokenAlgorithms] });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof claims !== "object" || claims === null) throw new errors.JWTInvalid("Not an object.");
    known.set(token, claims as TokenClaims);
    if (known.size > maxKnown) known.delete(known.keys().next().value!);
    return claims as TokenClaims;
  };
}
