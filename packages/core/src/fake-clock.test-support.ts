/** A clock that stands still until all that is asked of it has been done, then goes on to the next that waits. */
export interface FakeClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Goes on until nobody waits any more. */
  readonly run: () => Promise<void>;
  /** Lets everything happen that needs no time. */
  readonly settle: () => Promise<void>;
  /** Sets it to another time, as an operator does; who waits, waits as long as before. */
  readonly set: (nowMs: number) => void;
  /** How many wait. */
  readonly waiting: () => number;
}

export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = startMs;
  let sleepers: { atMs: number; wake: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  };
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        };
        const sleeper = { atMs: nowMs + ms, wake };
        const onAbort = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal?.reason as Error);
        };
        sleepers.push(sleeper);
        signal?.addEventListener("abort", onAbort, { once: true });
      }),
    settle,
    async run() {
      for (;;) {
        await settle();
        const first = sleepers.reduce<(typeof sleepers)[number] | undefined>(
          (least, sleeper) => (least === undefined || sleeper.atMs < least.atMs ? sleeper : least),
          undefined,
        );
        if (first === undefined) return;
        sleepers = sleepers.filter((sleeper) => sleeper !== first);
        nowMs = Math.max(nowMs, first.atMs);
        first.wake();
      }
    },
    set(toMs) {
      sleepers = sleepers.map(({ atMs, wake }) => ({ atMs: atMs - nowMs + toMs, wake }));
      nowMs = toMs;
    },
    waiting: () => sleepers.length,
  };
}
