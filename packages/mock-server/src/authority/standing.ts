/** That tokens of someone, which were issued up to a moment, are no longer good. */
export interface Revocation {
  /** The number of the last token that it means. */
  readonly lastNumber: number;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** Whether a program that can answer a claims challenge gets one. */
  readonly challenge: boolean;
}

/** Plain data; not to be changed. */
export interface StandingState {
  readonly disabled: readonly string[];
  readonly revocations: Readonly<Record<string, Revocation>>;
  /** The number of the last token. */
  readonly issued: number;
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
  state(): StandingState;
  /** Tokens keep the numbers that they have: numbers never go back. */
  load(state: StandingState): void;
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
    state: () => ({ disabled: [...disabled], revocations: Object.fromEntries(revocations), issued }),
    load(state) {
      disabled.clear();
      for (const objectId of state.disabled) disabled.add(objectId);
      revocations.clear();
      for (const [objectId, revocation] of Object.entries(state.revocations)) revocations.set(objectId, revocation);
      issued = Math.max(issued, state.issued);
    },
  };
}
