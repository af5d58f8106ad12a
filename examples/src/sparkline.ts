import { formatTime } from "@omnia-timeseries/core";
import type { Datapoints } from "@omnia-timeseries/core";

const bars = "▁▂▃▄▅▆▇█";
const statusNames: Readonly<Record<number, string>> = { 192: "good", 64: "questionable", 0: "bad" };

/** The points as one line of `width` bars, each the mean of an equal share of time; a blank where there are none. */
export function drawSparkline(pages: readonly Datapoints[], width: number): string {
  const first = pages[0]?.at(0);
  const last = pages.at(-1)?.at(-1);
  if (first === undefined || last === undefined) return "";
  // In milliseconds a Number is exact enough to pick a bar, and far faster than bigint.
  const msSinceFirst = (ns: bigint): number => Number((ns - first.time) / 1_000_000n);
  const spanMs = Math.max(1, msSinceFirst(last.time));
  const sums = new Float64Array(width);
  const counts = new Uint32Array(width);
  for (const { time, value, length } of pages) {
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(value[i]!)) continue;
      const bar = Math.min(width - 1, Math.floor((msSinceFirst(time[i]!) / spanMs) * width));
      sums[bar]! += value[i]!;
      counts[bar]!++;
    }
  }
  const means = Array.from(sums, (sum, bar) => (counts[bar] === 0 ? Number.NaN : sum / counts[bar]!));
  const known = means.filter((mean) => !Number.isNaN(mean));
  const lowest = Math.min(...known);
  const range = Math.max(...known) - lowest || 1;
  const pick = (mean: number): string =>
    bars[Math.min(bars.length - 1, Math.floor(((mean - lowest) / range) * bars.length))]!;
  return means.map((mean) => (Number.isNaN(mean) ? " " : pick(mean))).join("");
}

/** Lowest, highest and last value, and how much of it is of which quality. */
export function describePoints(pages: readonly Datapoints[], unit: string): string[] {
  const last = pages.at(-1)?.at(-1);
  if (last === undefined) return ["no points"];
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let points = 0;
  const byStatus = new Map<number, number>();
  for (const { value, status, length } of pages) {
    points += length;
    for (let i = 0; i < length; i++) {
      // NaN, where there is no value, is neither less nor greater.
      if (value[i]! < min) min = value[i]!;
      if (value[i]! > max) max = value[i]!;
      byStatus.set(status[i]!, (byStatus.get(status[i]!) ?? 0) + 1);
    }
  }
  const quality = [...byStatus]
    .toSorted((a, b) => b[1] - a[1])
    .map(([status, n]) => `${((100 * n) / points).toFixed(1)} % ${statusNames[status] ?? `status ${status}`}`);
  return [
    `min ${min.toFixed(2)}   max ${max.toFixed(2)}   last ${last.value.toFixed(2)} ${unit} at ${formatTime(last.time)}`,
    `quality: ${quality.join(", ")}`,
  ];
}
