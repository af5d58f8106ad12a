import type { Scale } from "./scale.ts";

/** One way to do what others do too. */
export interface Contestant {
  readonly name: string;
  /** What it returns is held until the next call. */
  readonly run: () => unknown;
  /** Drops what it works on, so that the collections in the turns of others need not pass through it. */
  readonly drop?: () => void;
}

/** A contestant that works on something ready, which is made on its own first call of a turn. */
export function createWithReady<T, U>(
  name: string,
  create: () => T,
  work: (ready: T) => U,
): { readonly name: string; readonly run: () => U; readonly drop: () => void } {
  let made: { readonly ready: T } | undefined;
  return {
    name,
    run: () => work((made ??= { ready: create() }).ready),
    drop: () => {
      made = undefined;
    },
  };
}

/** Holds the last result, so that no engine can leave out what nobody reads. */
const kept: { result?: unknown } = {};

/** Calls a contestant for at least `minimumMs`, at least once. @returns milliseconds a call */
async function repeat({ run }: Contestant, minimumMs: number): Promise<number> {
  const start = performance.now();
  let calls = 0;
  let elapsedMs: number;
  do {
    kept.result = undefined;
    const result = run();
    kept.result = result instanceof Promise ? await result : result;
    calls++;
    elapsedMs = performance.now() - start;
  } while (elapsedMs < minimumMs);
  return elapsedMs / calls;
}

async function takeTurn(contestant: Contestant, { turnMs, warmUpMs }: Scale): Promise<number> {
  kept.result = undefined;
  // What others left behind must not be collected on this one's time; its own garbage is.
  globalThis.gc?.();
  // A full collection also throws away compiled code, which no program does before each call: time to compile it again.
  if (warmUpMs > 0) await repeat(contestant, warmUpMs);
  const duration = await repeat(contestant, turnMs);
  contestant.drop?.();
  return duration;
}

/**
 * Measures contestants in interleaved rounds (A B C A B C …) after one that is not counted.
 *
 * @returns milliseconds a call, one a round, by name
 */
export async function measure(
  contestants: readonly Contestant[],
  scale: Scale,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const durations: Record<string, number[]> = Object.fromEntries(contestants.map(({ name }) => [name, []]));
  for (let round = -1; round < scale.rounds; round++) {
    for (const contestant of contestants) {
      const duration = await takeTurn(contestant, scale);
      if (round >= 0) durations[contestant.name]!.push(duration);
    }
  }
  kept.result = undefined;
  return durations;
}
