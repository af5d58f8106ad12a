/** One caller's subscription to one thing. */
export interface Subscription {
  /** Ascends with creation. */
  readonly sequence: number;
  readonly customerId: string;
  readonly key: string;
  /** Milliseconds since 1970-01-01T00:00:00Z; infinite for one that stays. */
  readonly expiresMs: number;
}

/** Plain data; not to be changed. */
export interface SubscriptionsState {
  readonly all: readonly Subscription[];
  /** How many were ever made. */
  readonly created: number;
}

/** Who is subscribed to what; those whose time has come are gone. */
export interface Subscriptions {
  /** One again is the same one, with its new end. */
  add(subscription: Omit<Subscription, "sequence">): Subscription;
  /** Those of a caller, in the order in which they were made. */
  of(customerId: string): readonly Subscription[];
  /** @returns whether there was one */
  remove(customerId: string, key: string): boolean;
  /** Ends everyone's subscriptions to something that is no more. */
  forget(key: string): void;
  state(): SubscriptionsState;
  load(state: SubscriptionsState): void;
}

/** @param now milliseconds since 1970-01-01T00:00:00Z */
export function createSubscriptions(now: () => number): Subscriptions {
  let all: readonly Subscription[] = [];
  let created = 0;

  const keep = (wanted: (one: Subscription) => boolean): void => {
    const nowMs = now();
    all = all.filter((one) => one.expiresMs > nowMs && wanted(one));
  };

  return {
    add(given) {
      keep(() => true);
      const { customerId, key } = given;
      const at = all.findIndex((one) => one.customerId === customerId && one.key === key);
      const subscription = { ...given, sequence: all[at]?.sequence ?? created++ };
      all = at < 0 ? [...all, subscription] : all.with(at, subscription);
      return subscription;
    },
    of(customerId) {
      keep(() => true);
      return all.filter((one) => one.customerId === customerId);
    },
    remove(customerId, key) {
      keep(() => true);
      const before = all.length;
      keep((one) => one.customerId !== customerId || one.key !== key);
      return all.length < before;
    },
    forget(key) {
      keep((one) => one.key !== key);
    },
    state() {
      keep(() => true);
      return { all, created };
    },
    load(state) {
      ({ all, created } = state);
    },
  };
}
