import * as base64url from "jose/base64url";
import { AuthorityError } from "./authority-error.ts";
import type { App, UserOptions } from "./directory.ts";
import { requiredField } from "./required-field.ts";

/** Microsoft, "Microsoft identity platform and OAuth 2.0 authorization code flow": codes are good for about 10 minutes. */
const lifetimeMs = 600_000;

/** RFC 7636 §4.3. */
export interface CodeChallenge {
  readonly method: "S256" | "plain";
  readonly value: string;
}

/** What a person allowed to an app. */
export interface CodeGrant {
  readonly app: App;
  readonly user: UserOptions;
  /** As the request had it. */
  readonly redirectUri: string;
  readonly isSinglePage: boolean;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly challenge: CodeChallenge | undefined;
}

/** The codes that people brought back to their apps. */
export interface AuthorizationCodes {
  start(grant: CodeGrant): string;
  /** What a code was given for, whether it is still good or not. */
  find(code: string): CodeGrant | undefined;
  /**
   * Uses the code of a token request up.
   * @throws AuthorityError for one that is unknown, was used, has expired, or is not for this app, address and verifier
   */
  redeem(form: URLSearchParams, app: App): Promise<CodeGrant>;
}

function refuse(code: number, message: string): AuthorityError {
  return new AuthorityError(400, "invalid_grant", code, message);
}

/** @throws AuthorityError where the request's verifier is not the one behind the challenge (RFC 7636 §4.6) */
async function validateVerifier(form: URLSearchParams, { challenge, isSinglePage }: CodeGrant): Promise<void> {
  if (challenge === undefined && isSinglePage) {
    const message = "A code of a single-page application needs Proof Key for Code Exchange: 'code_challenge'.";
    throw new AuthorityError(400, "invalid_request", 9002325, message);
  }
  if (challenge === undefined && !form.has("code_verifier")) return;
  const verifier = requiredField(form, "code_verifier");
  const hashed = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const proof = challenge?.method === "S256" ? base64url.encode(new Uint8Array(hashed)) : verifier;
  if (proof !== challenge?.value) throw refuse(501481, "The 'code_verifier' does not fit the 'code_challenge'.");
}

/** @param now milliseconds since 1970-01-01T00:00:00Z */
export function createAuthorizationCodes(now: () => number): AuthorizationCodes {
  const started = new Map<string, CodeGrant & { readonly expiresAtMs: number }>();
  const redeemed = new Set<string>();
  return {
    start(grant) {
      const code = crypto.randomUUID();
      started.set(code, { ...grant, expiresAtMs: now() + lifetimeMs });
      return code;
    },
    find: (code) => started.get(code),
    async redeem(form, app) {
      const code = requiredField(form, "code");
      const grant = started.get(code);
      if (grant === undefined || grant.app !== app) throw refuse(70000, "The code was not given to this app.");
      if (redeemed.has(code)) throw refuse(54005, "The code was already redeemed; sign in again.");
      if (now() >= grant.expiresAtMs) throw refuse(70008, "The code has expired; sign in again.");
      if (requiredField(form, "redirect_uri") !== grant.redirectUri) {
        throw refuse(500112, "The 'redirect_uri' is not the one that the code was asked for with.");
      }
      // At once, so that of two requests side by side one gets it.
      redeemed.add(code);
      await validateVerifier(form, grant).catch((error: unknown) => {
        redeemed.delete(code);
        throw error;
      });
      return grant;
    },
  };
}
