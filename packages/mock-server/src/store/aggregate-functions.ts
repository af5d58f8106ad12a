import type { components } from "@omnia-timeseries/core/operations";

export type AggregateFunction = components["schemas"]["AggregateFunction"];

/** The values of an interval, at least one, in the order of their times; in pieces, as often as one likes. */
export type IntervalValues = Iterable<Float64Array>;

interface Folded {
  readonly total: number;
  readonly length: number;
}

function fold(pieces: IntervalValues, start: number, add: (total: number, value: number) => number): Folded {
  let total = start;
  let length = 0;
  for (const values of pieces) {
    total = values.reduce(add, total);
    length += values.length;
  }
  return { total, length };
}

function addUp(pieces: IntervalValues): Folded {
  return fold(pieces, 0, (total, value) => total + value);
}

function mean(pieces: IntervalValues): number {
  const { total, length } = addUp(pieces);
  return total / length;
}

function count(pieces: IntervalValues): number {
  let length = 0;
  for (const values of pieces) length += values.length;
  return length;
}

function first(pieces: IntervalValues): number {
  for (const values of pieces) return values[0]!;
  return Number.NaN;
}

function last(pieces: IntervalValues): number {
  let value = Number.NaN;
  for (const values of pieces) value = values.at(-1)!;
  return value;
}

/** The middle one, or the mean of the two in the middle. */
function median(pieces: IntervalValues): number {
  const all = [...pieces];
  const sorted = new Float64Array(count(all));
  let length = 0;
  for (const values of all) {
    sorted.set(values, length);
    length += values.length;
  }
  sorted.sort();
  const half = length >> 1;
  return length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Of a sample, and so NaN for one value. Source: the picture of the formula in the wiki, EVIDENCE.md. */
function deviation(pieces: IntervalValues): number {
  const middle = mean(pieces);
  const { total, length } = fold(pieces, 0, (squares, value) => squares + (value - middle) ** 2);
  return Math.sqrt(total / (length - 1));
}

/** What each function makes of the values of an interval. */
export const aggregateFunctions: Readonly<Record<AggregateFunction, (pieces: IntervalValues) => number>> = {
  avg: mean,
  min: (pieces) => fold(pieces, Infinity, (least, value) => Math.min(least, value)).total,
  max: (pieces) => fold(pieces, -Infinity, (most, value) => Math.max(most, value)).total,
  sum: (pieces) => addUp(pieces).total,
  stddev: deviation,
  count,
  first,
  last,
  median,
};
