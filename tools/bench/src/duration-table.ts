import type { Table } from "./claim.ts";
import { summarize } from "./statistics.ts";

/** Three digits, or as many as the whole part has. */
export function formatNumber(number: number): string {
  const digits = Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : 2;
  return number.toFixed(digits);
}

/** How long each contestant took for `points` points, in the order of `durations` (milliseconds a round). */
export function createDurationTable(
  title: string,
  durations: Readonly<Record<string, readonly number[]>>,
  points: number,
): Table {
  return {
    title,
    head: ["", "ms, median", "p10–p90", "ns a point"],
    rows: Object.entries(durations).map(([name, samples]) => {
      const { median, p10, p90 } = summarize(samples);
      return [
        name,
        formatNumber(median),
        `${formatNumber(p10)}–${formatNumber(p90)}`,
        formatNumber((median * 1e6) / points),
      ];
    }),
  };
}
