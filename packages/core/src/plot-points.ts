import { createPlotRows, median, usualDistancesOfGap } from "./plot-rows.ts";
import type { PlotRows } from "./plot-rows.ts";

/** What of points is to be drawn. Times and lengths are in ns. */
interface PlotFrame {
  readonly start: bigint;
  readonly end: bigint;
  /** Where the points do not fit, the window becomes so many intervals of one length. */
  readonly intervals: number;
  readonly maxPoints: number;
  readonly maxGap: bigint | undefined;
}

/** Of each interval the rows of the first, the least, the greatest and the last value, in the order of their times. */
function chooseExtremes({ time, value }: PlotRows, { start }: PlotFrame, width: bigint): readonly number[] {
  const chosen: number[] = [];
  let row = 0;
  while (row < time.length) {
    const first = row;
    const end = start + ((time[row]! - start) / width + 1n) * width;
    let least = row;
    let greatest = row;
    for (; row < time.length && time[row]! < end; row++) {
      if (value[row]! < value[least]!) least = row;
      if (value[row]! > value[greatest]!) greatest = row;
    }
    chosen.push(...new Set([first, Math.min(least, greatest), Math.max(least, greatest), row - 1]));
  }
  return chosen;
}

/**
 * Points as at most `maxPoints` rows: all of them, or of each interval the first, least, greatest and last. A gap is
 * where points without a value are, or nothing for longer than `maxGap`. Once points are left out, those
 * shorter than an interval are not shown.
 */
export function plotPoints(points: PlotRows, frame: PlotFrame): PlotRows {
  const { start, end, intervals, maxPoints, maxGap } = frame;
  const isShown = (row: number): boolean =>
    points.time[row]! >= start && points.time[row]! < end && !Number.isNaN(points.value[row]!);
  const shown = Uint32Array.from(points.time.keys()).filter(isShown);
  const time = BigInt64Array.from(shown, (row) => points.time[row]!);
  const value = Float64Array.from(shown, (row) => points.value[row]!);

  const distances = Array.from(time, (at, i) => (i === 0 ? 0 : Number(at - time[i - 1]!)));
  const usual = median(distances.slice(1)) ?? 0;
  const most = maxGap === undefined ? usualDistancesOfGap * usual : Number(maxGap);
  const isGap = (i: number): boolean => i > 0 && (distances[i]! > most || shown[i]! > shown[i - 1]! + 1);
  const gaps = distances.filter((_, i) => isGap(i)).length;

  const isWhole = time.length + gaps <= maxPoints;
  const width = isWhole ? 0n : (end - start - 1n) / BigInt(intervals) + 1n;
  const rows = createPlotRows();
  for (const i of isWhole ? time.keys() : chooseExtremes({ time, value }, frame, width)) {
    if (isGap(i) && time[i]! - time[i - 1]! >= width) rows.pushGap(time[i - 1]!, time[i]!);
    rows.push(time[i]!, value[i]!);
  }
  return rows.toColumns();
}
