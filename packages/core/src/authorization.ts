import type { AccessToken, TokenCredential } from "./access-token.ts";
import { describeToken } from "./describe-token.ts";
import type { Environment } from "./environments.ts";
import type { Layer } from "./exchange.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import { plainCause, textOf } from "./plain-cause.ts";
import { addToMessage } from "./response-error.ts";
import { withDeadline } from "./with-deadline.ts";

// @azure/identity itself takes tokens with less left than this as expired.
const refreshAheadMs = 300_000;
// An authority out of order takes seconds to say so; no request should wait for that while its token still holds.
const pauseAfterFailureMs = 30_000;

function validateToken(token: AccessToken | null, scope: string): asserts token is AccessToken {
  if (typeof token?.token !== "string" || token.token === "") {
    throw new OmniaError("credential", `The credential gave no token for ${scope}.`);
  }
  // The platform would refuse it with a message that repeats it.
  if (!/^[\x21-\x7e]+$/.test(token.token)) {
    throw new OmniaError("credential", `The credential gave a token for ${scope} that no HTTP header can carry.`);
  }
}

/** Tokens of one credential for one scope: cached, and asked for by one request at a time. */
interface TokenCache {
  readonly get: () => Promise<string>;
  /** One in the place of `refused`, with the claims that its refusal asked for. */
  readonly renew: (refused: string, claims: string | undefined) => Promise<string>;
}

function createTokenCache(credential: TokenCredential, scope: string, now: () => number): TokenCache {
  let cached: AccessToken | undefined;
  let cachedClaims: string | undefined;
  let nextRefreshAt = 0;
  // By claims: a token that is on its way without them does not answer a challenge.
  const pending = new Map<string | undefined, Promise<string>>();

  const isFresh = ({ refreshAfterTimestamp, expiresOnTimestamp }: AccessToken): boolean =>
    now() < (refreshAfterTimestamp ?? expiresOnTimestamp - refreshAheadMs) ||
    now() < Math.min(nextRefreshAt, expiresOnTimestamp);

  async function request(claims: string | undefined): Promise<string> {
    let token: AccessToken | null;
    try {
      // No caller's signal: the token is shared, and one who leaves must not take it from the others.
      token = await credential.getToken(scope, { enableCae: true, ...(claims !== undefined && { claims }) });
    } catch (cause) {
      // A sign-in that fails for a while does not matter as long as there is a token that still holds.
      if (claims !== undefined || cached === undefined || now() >= cached.expiresOnTimestamp) throw cause;
      nextRefreshAt = now() + pauseAfterFailureMs;
      return cached.token;
    }
    validateToken(token, scope);
    cached = token;
    cachedClaims = claims;
    return token.token;
  }

  async function ask(claims?: string): Promise<string> {
    const asked = pending.get(claims) ?? request(claims).finally(() => pending.delete(claims));
    pending.set(claims, asked);
    try {
      return await asked;
    } catch (cause) {
      // An error of its own for each caller: what a call adds to it is about that call.
      const isKnown = isOmniaError(cause);
      throw new OmniaError("credential", isKnown ? cause.message : `No token for ${scope}: ${textOf(cause)}`, {
        cause: plainCause(cause),
        isRetryable: isKnown && cause.isRetryable,
      });
    }
  }

  return {
    // One that is on its way with claims will do; asked without them, a credential may give what was refused before.
    get: async () => (cached !== undefined && isFresh(cached) ? cached.token : ask([...pending.keys()].at(-1))),
    renew: async (refused, claims) => {
      if (cached?.token === refused) cached = undefined;
      // Of many calls that the same token failed, the first one has asked for all of them.
      const isAnswer = cached !== undefined && isFresh(cached) && (claims === undefined || claims === cachedClaims);
      return isAnswer ? cached!.token : ask(claims);
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

/** A token is for one service: a layer of the user may have changed where a request goes. */
function validateTarget(url: string, baseUrl: string): void {
  const { origin } = new URL(baseUrl);
  if (url.startsWith(`${origin}/`)) return;
  throw new OmniaError(
    "invalid-argument",
    `A layer has sent a request elsewhere than to ${origin}; the token is for that host alone. Use baseUrl to reach the service at another address.`,
  );
}

/**
 * Gives each credential one layer, so that calls with a credential of their own share its tokens too.
 *
 * @throws OmniaError `credential` when there is no token, `invalid-argument` for a request that goes to another host
 */
export function createAuthorization(
  { scope, baseUrl }: Environment,
  now: () => number,
): (credential: TokenCredential) => Layer {
  const caches = new WeakMap<TokenCredential, TokenCache>();
  return (credential) => {
    const cache = caches.get(credential) ?? createTokenCache(credential, scope, now);
    caches.set(credential, cache);
    return (next) => async (attempt) => {
      validateTarget(attempt.request.url, baseUrl);
      // The token is shared, and goes on; who does not wait for it any more gives its place to others.
      const waitFor = (ask: () => Promise<string>): Promise<string> => withDeadline(attempt.signal, undefined, ask);
      const send = async (bearer: string) => {
        try {
          return await next({ ...attempt, authorization: `Bearer ${bearer}` });
        } catch (error) {
          if (!isOmniaError(error, "unauthorized") && !isOmniaError(error, "forbidden")) throw error;
          throw addToMessage(error, describeToken(bearer, error.statusCode, scope, now()));
        }
      };
      const token = await waitFor(cache.get);
      try {
        return await send(token);
      } catch (error) {
        if (!isOmniaError(error, "unauthorized")) throw error;
        const renewed = await waitFor(() => cache.renew(token, claimsOf(error)));
        // The same token would be refused again: no loop.
        if (renewed === token) throw error;
        return send(renewed);
      }
    };
  };
}
