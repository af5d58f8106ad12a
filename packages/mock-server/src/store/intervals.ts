import { lowerBound } from "./columns.ts";

/** How a window is cut into intervals. Times in ns since 1970-01-01T00:00:00Z. */
export interface IntervalRequest {
  /** The window: points from `start` (included) to `end` (excluded) count. */
  readonly start: bigint;
  readonly end: bigint;
  /** Length of an interval in ns; the whole window where it is undefined. */
  readonly interval: bigint | undefined;
  /** Where an interval begins, and so all others do. */
  readonly origin: bigint;
}

/** An interval and its rows: `from` (included) to `to` (excluded). */
export interface Interval {
  readonly start: bigint;
  readonly from: number;
  readonly to: number;
}

export interface Intervals {
  /** Those that have points, ascending. */
  readonly withPoints: readonly Interval[];
  /** The nearest ones with points on both sides of an interval without. */
  around(start: bigint): { readonly before: Interval | undefined; readonly after: Interval | undefined };
  /** How many the window has, with points or not. */
  readonly count: number;
  /** The first of the window. */
  readonly first: bigint;
  /** The one that begins at `start`. */
  at(start: bigint): Interval;
  /** The start of the one after. */
  next(start: bigint): bigint;
}

/** @param time ascending */
export function createIntervals(time: BigInt64Array, { start, end, interval, origin }: IntervalRequest): Intervals {
  const windowFrom = lowerBound(time, start);
  const windowTo = Math.max(windowFrom, lowerBound(time, end));
  const length = interval ?? end - start;
  const beginOf = (at: bigint): bigint => {
    if (interval === undefined) return start;
    const offset = (at - origin) % interval;
    // Towards the past also before the origin: the remainder of a negative number is negative.
    return at - (offset < 0n ? offset + interval : offset);
  };
  const inWindow = (row: number): number => Math.min(Math.max(row, windowFrom), windowTo);
  const at = (begin: bigint): Interval => ({
    start: begin,
    from: inWindow(lowerBound(time, begin)),
    to: inWindow(lowerBound(time, begin + length)),
  });

  const withPoints: Interval[] = [];
  for (let row = windowFrom; row < windowTo; row = withPoints.at(-1)!.to) withPoints.push(at(beginOf(time[row]!)));
  const starts = BigInt64Array.from(withPoints, (one) => one.start);
  const around: Intervals["around"] = (begin) => {
    const index = lowerBound(starts, begin);
    return { before: withPoints[index - 1], after: withPoints[index] };
  };
  const first = beginOf(start);
  const count = end <= start ? 0 : Number((end - first + length - 1n) / length);
  return { withPoints, around, count, first, at, next: (begin) => begin + length };
}
