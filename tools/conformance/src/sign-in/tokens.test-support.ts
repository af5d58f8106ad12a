// What is seen of tokens on their way: by the client's own requests, and by what it asked its credential.
import type { AccessToken, TokenCredential, TokenRequestOptions } from "@omnia-timeseries/core";

/** The claims of a token that was signed here, of which no more is checked than the API does itself. */
export interface Claims {
  readonly aud: string;
  readonly tid: string;
  readonly oid: string;
  readonly scp?: string;
}

/** RFC 7519, section 3. */
export function readClaims(token: string): Claims {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;
}

export function bearerOf(request: Request): string {
  return (request.headers.get("authorization") ?? "").replace(/^Bearer /, "");
}

export interface WatchedCredential {
  readonly credential: TokenCredential;
  /** With what it was asked, in order. */
  readonly asked: (TokenRequestOptions & { readonly scope: string })[];
  /** What it gave. */
  readonly given: AccessToken[];
}

/** The same credential, watched. */
export function watch(inner: TokenCredential): WatchedCredential {
  const asked: WatchedCredential["asked"] = [];
  const given: AccessToken[] = [];
  const credential: TokenCredential = {
    async getToken(scopes, options) {
      asked.push({ scope: String(scopes), ...options });
      const token = await inner.getToken(scopes, options);
      if (token !== null) given.push(token);
      return token;
    },
  };
  return { credential, asked, given };
}
