import type { components } from "@omnia-timeseries/core/operations";

export type AggregateFunction = components["schemas"]["AggregateFunction"];

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: Float64Array): number {
  return sum(values) / values.length;
}

/** The middle one, or the mean of the two in the middle. */
function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Of a sample, and so NaN for one value. Source: the picture of the formula in the wiki, EVIDENCE.md. */
function deviation(values: Float64Array): number {
  const middle = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
}

/** What each function makes of the values of an interval, at least one, in the order of their times. */
export const aggregateFunctions: Readonly<Record<AggregateFunction, (values: Float64Array) => number>> = {
  avg: mean,
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  sum,
  stddev: deviation,
  count: (values) => values.length,
  first: (values) => values[0]!,
  last: (values) => values.at(-1)!,
  median,
};
