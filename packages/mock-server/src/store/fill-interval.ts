import type { Intervals } from "./intervals.ts";

/**
 * The value of an interval without points: that of the interval before which has some (`previous`), the one on the
 * line between its neighbours that have some (`linear`), or a number. NaN where there is no neighbour.
 *
 * @param evaluate the value of an interval with points, by its start
 */
export function fillInterval(
  fill: "previous" | "linear" | number,
  start: bigint,
  intervals: Intervals,
  evaluate: (start: bigint) => number,
): number {
  if (typeof fill === "number") return fill;
  const { before, after } = intervals.around(start);
  if (before === undefined) return Number.NaN;
  if (fill === "previous") return evaluate(before);
  if (after === undefined) return Number.NaN;
  const part = Number(start - before) / Number(after - before);
  const from = evaluate(before);
  return from + (evaluate(after) - from) * part;
}
