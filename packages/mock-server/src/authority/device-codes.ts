import { AuthorityError } from "./authority-error.ts";

const lifetimeMs = 900_000;
/** Letters and digits that are not mistaken for each other; no vowels, so that no words appear (RFC 8628 §6.1). */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789";

/** The device codes that have been given out and not been redeemed. */
export interface DeviceCodes {
  /** A new pair of codes for an app, which asks for a scope. */
  start(clientId: string, scope: string): { deviceCode: string; userCode: string; expiresInSeconds: number };
  /** @returns the app that asks, where the code is known and still valid */
  approve(userCode: string, userId: string): string | undefined;
  /**
   * Uses an approved code up.
   * @returns the id of the person who approved it, and the scope that was asked for
   * @throws AuthorityError `authorization_pending`, `expired_token` or `bad_verification_code`
   */
  redeem(deviceCode: string, clientId: string): { userId: string; scope: string };
}

interface Started {
  readonly clientId: string;
  readonly scope: string;
  readonly userCode: string;
  readonly expiresAtMs: number;
  userId: string | undefined;
}

/** @param now milliseconds since 1970-01-01T00:00:00Z */
export function createDeviceCodes(now: () => number): DeviceCodes {
  const started = new Map<string, Started>();
  return {
    start(clientId, scope) {
      const deviceCode = crypto.randomUUID();
      const userCode = createUserCode();
      started.set(deviceCode, { clientId, scope, userCode, expiresAtMs: now() + lifetimeMs, userId: undefined });
      return { deviceCode, userCode, expiresInSeconds: lifetimeMs / 1000 };
    },
    approve(userCode, userId) {
      const wanted = userCode.trim().toUpperCase();
      const entry = [...started.values()].find((candidate) => candidate.userCode === wanted);
      if (entry === undefined || now() >= entry.expiresAtMs) return undefined;
      entry.userId = userId;
      return entry.clientId;
    },
    redeem(deviceCode, clientId) {
      const entry = started.get(deviceCode);
      if (entry === undefined || entry.clientId !== clientId) {
        throw new AuthorityError(400, "bad_verification_code", 70000, "This device code was not given to this app.");
      }
      if (now() >= entry.expiresAtMs) {
        throw new AuthorityError(400, "expired_token", 70020, "The device code has expired.");
      }
      if (entry.userId === undefined) {
        throw new AuthorityError(400, "authorization_pending", 70016, "Nobody has approved the user code yet.");
      }
      started.delete(deviceCode);
      return { userId: entry.userId, scope: entry.scope };
    },
  };
}

function createUserCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}
