import type { Aggregates } from "./aggregates.ts";
import { createPlotRows, median, usualDistancesOfGap } from "./plot-rows.ts";
import type { PlotRows } from "./plot-rows.ts";

/** What a plot needs of an interval. */
export const plotFunctions = ["first", "min", "max", "last", "count"] as const;

/** Times and lengths are in ns. */
interface PlotIntervalsFrame {
  readonly start: bigint;
  readonly end: bigint;
  /** Length of an interval. */
  readonly width: bigint;
  readonly maxGap: bigint | undefined;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/**
 * At most four rows of each interval: its first value at its start, its last at its end, and between them, evenly, the
 * least and the greatest, where they are others. Which of these came first nobody says: in an interval that rises it
 * is the least, which draws the shortest line.
 */
export function plotIntervals(
  intervals: Aggregates<(typeof plotFunctions)[number]>,
  { start, end, width, maxGap }: PlotIntervalsFrame,
): PlotRows {
  const filled = [...intervals].filter(({ min }) => !Number.isNaN(min));
  const usualCount = median(filled.map(({ count }) => count)) ?? 1;
  const gap = maxGap === undefined ? (usualDistancesOfGap * Number(width)) / usualCount : Number(maxGap);
  const rows = createPlotRows();
  filled.forEach(({ time, first, min, max, last, count }, i) => {
    const before = i === 0 ? time : filled[i - 1]!.time + width;
    if (time > before && Number(time - before) >= gap) rows.pushGap(before, time);
    const from = greatest(time, start);
    const to = least(time + width, end);
    rows.push(from, first);
    if (count === 1) return;
    const between = (first <= last ? [min, max] : [max, min]).filter((value) => value !== first && value !== last);
    between.forEach((value, k) => {
      rows.push(from + ((to - from) * BigInt(k + 1)) / BigInt(between.length + 1), value);
    });
    rows.push(to - 1n, last);
  });
  return rows.toColumns();
}
