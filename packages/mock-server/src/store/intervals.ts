import type { PointSource } from "./point-source.ts";

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

/** The intervals of a window, each named by its start. */
export interface Intervals {
  /** Those that have points, ascending; each is looked for when it is asked for. */
  withPoints(): Iterable<bigint>;
  /** The nearest ones with points on both sides of an interval without. */
  around(start: bigint): { readonly before: bigint | undefined; readonly after: bigint | undefined };
  /** How many the window has, with points or not. */
  readonly count: number;
  /** The first of the window. */
  readonly first: bigint;
  /** The start of the one after. */
  next(start: bigint): bigint;
}

/** @param points of the window alone */
export function createIntervals(points: PointSource, { start, end, interval, origin }: IntervalRequest): Intervals {
  const length = interval ?? end - start;
  const beginOf = (at: bigint): bigint => {
    if (interval === undefined) return start;
    const offset = (at - origin) % interval;
    // Towards the past also before the origin: the remainder of a negative number is negative.
    return at - (offset < 0n ? offset + interval : offset);
  };
  const holding = (at: bigint | undefined): bigint | undefined => (at === undefined ? undefined : beginOf(at));

  function* withPoints(): Iterable<bigint> {
    let found = holding(points.timeFrom(start));
    while (found !== undefined) {
      yield found;
      found = holding(points.timeFrom(found + length));
    }
  }
  const first = beginOf(start);
  const count = end <= start ? 0 : Number((end - first + length - 1n) / length);
  return {
    withPoints,
    around: (begin) => ({
      before: holding(points.timeBefore(begin)),
      after: holding(points.timeFrom(begin)),
    }),
    count,
    first,
    next: (begin) => begin + length,
  };
}
