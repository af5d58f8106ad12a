import { accessTokenClaims, signToken } from "./access-tokens.ts";
import type { App, UserOptions } from "./directory.ts";
import type { TokenAlgorithm } from "./token-keys.ts";
import type { Standing } from "./standing.ts";

export interface IssueRequest {
  /** An id, as `readAudience` gives it. */
  readonly audience: string;
  readonly issuer: string;
  readonly app: App;
  readonly user: UserOptions | undefined;
  readonly answersChallenges: boolean;
  /** By default RS256. */
  readonly algorithm?: TokenAlgorithm;
}

/** A fresh access token; times in seconds since 1970-01-01T00:00:00Z. */
export type Issue = (
  request: IssueRequest,
) => Promise<{ token: string; number: number; issuedAt: number; expiresAt: number }>;

/** @param now milliseconds since 1970-01-01T00:00:00Z */
export function createIssue(
  tenantId: string,
  standing: Standing,
  tokenLifetimeSeconds: number,
  now: () => number,
): Issue {
  return async ({ algorithm, ...request }) => {
    const issuedAt = Math.floor(now() / 1000);
    const expiresAt = issuedAt + tokenLifetimeSeconds;
    const number = standing.nextNumber();
    const token = await signToken(accessTokenClaims({ ...request, tenantId, issuedAt, expiresAt, number }), algorithm);
    return { token, number, issuedAt, expiresAt };
  };
}
