import { AuthorityError } from "./authority-error.ts";
import type { App, UserOptions } from "./directory.ts";
import type { Standing } from "./standing.ts";

/** Microsoft, "Refresh tokens in the Microsoft identity platform": those of single-page applications, 24 hours. */
const singlePageLifetimeMs = 86_400_000;

/** What a person's tokens are for. */
export interface UserGrant {
  readonly user: UserOptions;
  readonly scope: string;
  /** Only at first. */
  readonly nonce?: string | undefined;
  /** Until when, where it is of a single-page application; refreshing does not prolong it. */
  readonly singlePageUntilMs?: number | undefined;
}

export interface RefreshTokens {
  /** @param number of the access token that goes with it */
  start(app: App, grant: UserGrant, number: number): string;
  /** What a token was given for, whether it is still good or not. */
  find(refreshToken: string): UserGrant | undefined;
  /** @throws AuthorityError for one that is unknown, of another app, revoked or too old */
  redeem(refreshToken: string, app: App): UserGrant;
}

/** @param now milliseconds since 1970-01-01T00:00:00Z */
export function createRefreshTokens(standing: Standing, now: () => number): RefreshTokens {
  const started = new Map<string, UserGrant & { readonly app: App; readonly number: number }>();
  const refuse = (code: number, message: string): AuthorityError =>
    new AuthorityError(400, "invalid_grant", code, message);
  return {
    start(app, { user, scope, singlePageUntilMs }, number) {
      const refreshToken = crypto.randomUUID();
      started.set(refreshToken, { app, user, scope, singlePageUntilMs, number });
      return refreshToken;
    },
    find: (refreshToken) => started.get(refreshToken),
    redeem(refreshToken, app) {
      const known = started.get(refreshToken);
      if (known === undefined || known.app !== app) {
        throw refuse(70000, "The refresh token was not given to this app.");
      }
      if (standing.findRevocation(known.user.id, known.number) !== undefined) {
        throw refuse(50173, "The refresh token was revoked; sign in again.");
      }
      const { user, scope, singlePageUntilMs } = known;
      if (singlePageUntilMs !== undefined && now() >= singlePageUntilMs) {
        throw refuse(
          700084,
          "The refresh token of a single-page application has reached its 24 hours, which nothing prolongs; sign in again.",
        );
      }
      return { user, scope, singlePageUntilMs };
    },
  };
}

/** When the refresh tokens of a person who signs in at a moment end. */
export function singlePageEnd(nowMs: number): number {
  return nowMs + singlePageLifetimeMs;
}
