import type { AggregateFunction } from "./aggregate-function.ts";

/** What intervals have that add up to those of a longer time. */
export type TotalColumn = Exclude<AggregateFunction, "avg" | "stddev" | "median">;

/** What a value so far and that of the next interval make together. */
const joinValues: Readonly<Record<TotalColumn, (soFar: number, next: number) => number>> = {
  sum: (soFar, next) => soFar + next,
  count: (soFar, next) => soFar + next,
  min: Math.min,
  max: Math.max,
  first: (soFar) => soFar,
  last: (_, next) => next,
};

export const isTotalColumn = (name: string): name is TotalColumn => Object.hasOwn(joinValues, name);

/** Intervals of which each lies in one period; NaN where there is no number. */
type Intervals = { readonly time: BigInt64Array } & { readonly [K in TotalColumn]?: Float64Array };

export interface PeriodTotals {
  /** Adds intervals to the periods that they lie in; they come in the order of their times. */
  readonly add: (intervals: Intervals) => void;
  /** One number for each period; without points count is 0, and all others are NaN. */
  readonly column: (name: TotalColumn) => Float64Array;
}

/**
 * @param borders start of each period, and the end of the last
 * @param columns among them `count`, which tells what holds points at all
 */
export function createPeriodTotals(borders: readonly bigint[], columns: readonly TotalColumn[]): PeriodTotals {
  const length = borders.length - 1;
  const count = new Float64Array(length);
  const totals = new Map<TotalColumn, Float64Array>(
    columns.map((name) => [name, name === "count" ? count : new Float64Array(length).fill(Number.NaN)]),
  );
  let period = 0;
  return {
    add(intervals) {
      intervals.time.forEach((time, i) => {
        if (!(intervals.count![i]! > 0)) return;
        while (period < length - 1 && borders[period + 1]! <= time) period++;
        const isFirst = count[period] === 0;
        for (const [name, total] of totals) {
          const next = intervals[name]![i]!;
          total[period] = isFirst ? next : joinValues[name](total[period]!, next);
        }
      });
    },
    column: (name) => totals.get(name)!,
  };
}
