import { OmniaError } from "./omnia-error.ts";

/** What `getToken` may be asked with; a part of `GetTokenOptions` of `@azure/core-auth`. */
export interface TokenRequestOptions {
  readonly abortSignal?: AbortSignal;
  /** The claims of a challenge that refused the token before. */
  readonly claims?: string;
  readonly enableCae?: boolean;
}

/** A token with its end of life; the shape of `AccessToken` of `@azure/core-auth`. */
export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly expiresOnTimestamp: number;
  /** When to ask for the next one, ahead of its end; milliseconds since 1970-01-01T00:00:00Z. */
  readonly refreshAfterTimestamp?: number;
}

/** Anything that gives tokens: every credential of `@azure/identity` and of `@omnia-timeseries/auth` fits. */
export interface TokenCredential {
  getToken(scopes: string | string[], options?: TokenRequestOptions): Promise<AccessToken | null>;
}

/** What the function of {@link accessToken} is asked for. */
export interface AccessTokenRequest {
  /** `<resource id>/.default` of the environment. */
  readonly scope: string;
  readonly claims?: string;
  readonly signal?: AbortSignal;
}

/**
 * A credential from a function that gives access tokens: for those who sign in by other means.
 * It is asked for every request, so it should cache.
 *
 * @throws OmniaError `credential` when the function gives no token
 */
export function accessToken(
  getAccessToken: (request: AccessTokenRequest) => string | Promise<string>,
): TokenCredential {
  return {
    async getToken(scopes, options = {}) {
      const token = await getAccessToken({
        scope: typeof scopes === "string" ? scopes : scopes.join(" "),
        ...(options.claims === undefined ? {} : { claims: options.claims }),
        ...(options.abortSignal === undefined ? {} : { signal: options.abortSignal }),
      });
      if (typeof token !== "string" || token === "") {
        throw new OmniaError("credential", "The function given to accessToken() returned no token.");
      }
      // No end of life is known: 0 keeps the client from caching it.
      return { token, expiresOnTimestamp: 0 };
    },
  };
}
