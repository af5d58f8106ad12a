import { OmniaError } from "@omnia-timeseries/core";

/** The time that everything in a mock server reads: a source of real time plus an offset. Milliseconds since 1970-01-01T00:00:00Z. */
export interface Clock {
  readonly now: () => number;
  /** How far it is ahead of its source. */
  readonly offset: number;
  readonly isFrozen: boolean;
  /**
   * Moves it forward, and wakes the sleepers whose time has come.
   * @param by milliseconds, or a text such as `500ms`, `30s`, `15m`, `1h`, `2d`
   * @throws OmniaError `invalid-argument` for anything else, for going back, and for going to where times end, in 2262
   */
  advance(by: number | string): void;
  /** Stops it; only `advance` moves it then. */
  freeze(): void;
  /** Stops it, and lets nobody wait: as soon as somebody does, it moves on to where the first wait ends. */
  skipWaits(): void;
  /** Lets it run on from where it was stopped. */
  resume(): void;
  /** Resolves when this clock has moved on by `ms`; rejects with the signal's reason. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** A clock that runs ahead of its source, or one that stands still; milliseconds, as above. */
export type ClockState = { readonly offsetMs: number } | { readonly frozenMs: number };

const duration = /^(\d{1,12})(ms|s|m|h|d)$/;
const msPerUnit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The longest wait that `setTimeout` can hold. */
const maxTimerMs = 2 ** 31 - 1;

/** Times of points end in April of this year: int64 nanoseconds. */
const lastMs = Date.UTC(2262, 0, 1);

/**
 * A duration in milliseconds.
 *
 * @param name what it is called in the error
 * @throws OmniaError `invalid-argument`
 */
export function toMilliseconds(by: number | string, name: string): number {
  if (typeof by === "number") {
    if (Number.isFinite(by) && by >= 0) return by;
  } else {
    const [, amount, unit] = duration.exec(by) ?? [];
    if (amount !== undefined && unit !== undefined) return Number(amount) * msPerUnit[unit]!;
  }
  throw new OmniaError(
    "invalid-argument",
    `${name}: ${JSON.stringify(by)} is not a duration. Give milliseconds (0 or more), or a text such as "500ms", "30s", "15m", "1h", "2d".`,
  );
}

/** @param kept where it goes on from; by default it is its source */
export function createClock(source: () => number = Date.now, kept: ClockState = { offsetMs: 0 }): Clock {
  let offset = "offsetMs" in kept ? kept.offsetMs : 0;
  let frozenAt = "frozenMs" in kept ? kept.frozenMs : undefined;
  let skips = false;
  /** When each of them is due. */
  const sleepers = new Map<() => void, number>();
  const now = (): number => frozenAt ?? source() + offset;
  const wake = (): void => {
    for (const check of sleepers.keys()) check();
  };
  const skipFirst = (): void => {
    if (!skips || sleepers.size === 0) return;
    frozenAt = Math.max(now(), Math.min(...sleepers.values()));
    wake();
  };
  const stop = (isSkipping: boolean): void => {
    frozenAt = now();
    skips = isSkipping;
  };

  return {
    now,
    get offset() {
      return frozenAt === undefined ? offset : frozenAt - source();
    },
    get isFrozen() {
      return frozenAt !== undefined;
    },
    advance(by) {
      const ms = toMilliseconds(by, "advance");
      if (now() + ms >= lastMs) {
        throw new OmniaError("invalid-argument", `advance: ${JSON.stringify(by)} leads beyond 2261, where times end.`);
      }
      offset += ms;
      if (frozenAt !== undefined) frozenAt += ms;
      wake();
    },
    freeze: () => stop(false),
    skipWaits() {
      stop(true);
      skipFirst();
    },
    resume() {
      if (frozenAt === undefined) return;
      offset = frozenAt - source();
      frozenAt = undefined;
      skips = false;
      wake();
    },
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        const due = now() + ms;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(check);
          signal?.removeEventListener("abort", abort);
        };
        const abort = (): void => {
          end();
          reject(signal?.reason);
        };
        const check = (): void => {
          clearTimeout(timer);
          const left = due - now();
          if (left <= 0) {
            end();
            resolve();
          } else if (skips) {
            // Not at once: others that are about to wait too may be due before.
            timer = setTimeout(skipFirst);
          } else if (frozenAt === undefined) {
            timer = setTimeout(check, Math.min(Math.ceil(left), maxTimerMs));
          }
        };
        if (signal?.aborted === true) return reject(signal.reason);
        sleepers.set(check, due);
        signal?.addEventListener("abort", abort);
        check();
      });
    },
  };
}
