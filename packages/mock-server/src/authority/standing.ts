/** That tokens of someone, which were issued up to a moment, are no longer good. */
export interface Revocation {
  /** The number of the last token that it means. */
  readonly lastNumber: number;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** Whether a program that can answer a claims challenge gets one. */
  readonly challenge: boolean;
}

/** Who may not sign in, and whose tokens were revoked; all by object id. */
export interface Standing {
  /** Numbers tokens as they are issued, so that what comes before a revocation differs from what comes after it in one second. */
  nextNumber(): number;
  disable(objectId: string): void;
  enable(objectId: string): void;
  isDisabled(objectId: string): boolean;
  revoke(objectId: string, challenge: boolean): void;
  /** The revocation that a token with this number falls under. */
  findRevocation(objectId: string, number: number): Revocation | undefined;
  /** Keeps how everybody stands. @returns brings it back, as often as it is called */
  snapshot(): () => void;
}

/** @param now milliseconds since 1970-01-01T00:00:00Z */
export function createStanding(now: () => number): Standing {
  const disabled = new Set<string>();
  const revocations = new Map<string, Revocation>();
  let issued = 0;
  return {
    nextNumber: () => ++issued,
    disable: (objectId) => void disabled.add(objectId),
    enable: (objectId) => void disabled.delete(objectId),
    isDisabled: (objectId) => disabled.has(objectId),
    revoke(objectId, challenge) {
      revocations.set(objectId, { lastNumber: issued, time: Math.floor(now() / 1000), challenge });
    },
    findRevocation(objectId, number) {
      const revocation = revocations.get(objectId);
      return revocation !== undefined && number <= revocation.lastNumber ? revocation : undefined;
    },
    snapshot() {
      const kept = { disabled: [...disabled], revocations: [...revocations] };
      return () => {
        disabled.clear();
        for (const objectId of kept.disabled) disabled.add(objectId);
        revocations.clear();
        for (const [objectId, revocation] of kept.revocations) revocations.set(objectId, revocation);
      };
    },
  };
}
