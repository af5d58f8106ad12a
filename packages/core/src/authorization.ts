import type { AccessToken, TokenCredential } from "./access-token.ts";
import type { Layer } from "./exchange.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";

// @azure/identity itself takes tokens with less left than this as expired.
const refreshAheadMs = 300_000;

/** Tokens of one credential for one scope: cached, and asked for by one request at a time. */
interface TokenCache {
  get(claims?: string): Promise<string>;
  /** Forgets `token`, if it is still the cached one. */
  drop(token: string): void;
}

function createTokenCache(credential: TokenCredential, scope: string, now: () => number): TokenCache {
  let cached: AccessToken | undefined;
  // By claims: a token that is on its way without them does not answer a challenge.
  const pending = new Map<string, Promise<AccessToken | null>>();
  const refreshAt = ({ refreshAfterTimestamp, expiresOnTimestamp }: AccessToken): number =>
    refreshAfterTimestamp ?? expiresOnTimestamp - refreshAheadMs;

  function ask(claims = ""): Promise<AccessToken | null> {
    const known = pending.get(claims);
    if (known !== undefined) return known;
    // No caller's signal: the token is shared, and one who leaves must not take it from the others.
    const options = { enableCae: true, ...(claims === "" ? {} : { claims }) };
    const asked = Promise.resolve()
      .then(() => credential.getToken(scope, options))
      .finally(() => pending.delete(claims));
    pending.set(claims, asked);
    return asked;
  }

  return {
    async get(claims) {
      if (claims === undefined && cached !== undefined && now() < refreshAt(cached)) return cached.token;
      let token: AccessToken | null;
      try {
        token = await ask(claims);
      } catch (cause) {
        // An error of its own for each caller: what a call adds to it is about that call.
        if (isOmniaError(cause))
          throw new OmniaError(cause.code, cause.message, { cause, isRetryable: cause.isRetryable });
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new OmniaError("credential", `No token for ${scope}: ${reason}`, { cause });
      }
      if (typeof token?.token !== "string" || token.token === "") {
        throw new OmniaError("credential", `The credential gave no token for ${scope}.`);
      }
      // The platform would refuse it with a message that repeats it.
      if (!/^[\x21-\x7e]+$/.test(token.token)) {
        throw new OmniaError("credential", `The credential gave a token for ${scope} that no HTTP header can carry.`);
      }
      cached = token;
      return token.token;
    },
    drop(token) {
      if (cached?.token === token) cached = undefined;
    },
  };
}

/** The claims of a challenge (`WWW-Authenticate: Bearer …, claims="<base64>"`), as Continuous Access Evaluation sends it. */
function claimsOf(error: OmniaError): string | undefined {
  const encoded = /\bclaims="([A-Za-z0-9+/_=-]+)"/.exec(error.headers?.["www-authenticate"] ?? "")?.[1];
  if (encoded === undefined) return undefined;
  try {
    return atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
}

/** Gives each credential one layer, so that calls with a credential of their own share its tokens too. */
export function createAuthorization(scope: string, now: () => number): (credential: TokenCredential) => Layer {
  const caches = new WeakMap<TokenCredential, TokenCache>();
  return (credential) => {
    const cache = caches.get(credential) ?? createTokenCache(credential, scope, now);
    caches.set(credential, cache);
    return (next) => async (attempt) => {
      const token = await cache.get();
      try {
        return await next({ ...attempt, authorization: `Bearer ${token}` });
      } catch (error) {
        if (!isOmniaError(error, "unauthorized")) throw error;
        cache.drop(token);
        const renewed = await cache.get(claimsOf(error));
        // The same token would be refused again: no loop.
        if (renewed === token) throw error;
        return next({ ...attempt, authorization: `Bearer ${renewed}` });
      }
    };
  };
}
