/** Rows for a chart, in the order of their times. */
export interface PlotRows {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: BigInt64Array;
  /** NaN where a line is to be broken. */
  readonly value: Float64Array;
}

/** The middle one, the upper of two; undefined where there is none. */
export function median(numbers: readonly number[]): number | undefined {
  return Float64Array.from(numbers).toSorted()[numbers.length >> 1];
}

/** So many times the usual distance of points is a gap. */
export const usualDistancesOfGap = 3;

/** Rows one after the other. */
export function createPlotRows(): {
  readonly push: (time: bigint, value: number) => void;
  /** Breaks the line half way between two rows. */
  readonly pushGap: (before: bigint, after: bigint) => void;
  readonly toColumns: () => PlotRows;
} {
  const time: bigint[] = [];
  const value: number[] = [];
  const push = (at: bigint, number: number): void => {
    time.push(at);
    value.push(number);
  };
  return {
    push,
    pushGap: (before, after) => push(before + (after - before) / 2n, Number.NaN),
    toColumns: () => ({ time: BigInt64Array.from(time), value: Float64Array.from(value) }),
  };
}
