import { nextMonth } from "./day-window.ts";
import { OmniaError } from "./omnia-error.ts";
import type { ProcessingInterval } from "./processing-interval.ts";
import { toIntervalNs } from "./processing-interval.ts";
import type { TimeZone } from "./time-zone.ts";

/** A week begins on Monday, as in ISO 8601. */
export type CalendarPeriod = "day" | "week" | "month";

/** The first day of the period after that of a day. */
const nextOf: Readonly<Record<CalendarPeriod, (day: number) => number>> = {
  day: (day) => day + 1,
  // 1970-01-01 was a Thursday.
  week: (day) => day + 7 - ((((day + 3) % 7) + 7) % 7),
  month: nextMonth,
};

/** Neighbouring periods whose borders all lie on one grid of intervals. */
export interface PeriodRun {
  /** Of the grid: its intervals begin at whole multiples since 1970-01-01T00:00:00Z. */
  readonly interval: Extract<ProcessingInterval, string>;
  /** Start of each period, and the end of the last; ns since 1970-01-01T00:00:00Z. */
  readonly borders: readonly bigint[];
}

/** @throws OmniaError `invalid-argument` for any other word */
export function validatePeriod(period: unknown): asserts period is CalendarPeriod {
  if (typeof period === "string" && Object.hasOwn(nextOf, period)) return;
  const shown = JSON.stringify(period) ?? String(period);
  throw new OmniaError("invalid-argument", `period: ${shown} is not one of ${Object.keys(nextOf).join(", ")}.`);
}

/** The borders of all periods that `[start, end)` touches. */
export function listBorders(zone: TimeZone, period: CalendarPeriod, start: bigint, end: bigint): readonly bigint[] {
  const next = nextOf[period];
  let day = zone.dayOf(start);
  if (period !== "day") while (next(day - 1) === next(day)) day--;
  const borders = [zone.startOfDay(day)];
  if (start === end) return borders;
  for (let border = borders[0]!; border < end;) {
    day = next(day);
    const following = zone.startOfDay(day);
    // A day that the zone skipped is none.
    if (following > border) borders.push(following);
    border = following;
  }
  return borders;
}

/** The longest first: all zones of today need no less than 15 minutes, those of long ago seconds. */
const grids = (["1d", "1h", "30m", "15m", "1m", "1s"] as const).map((interval) => ({
  interval,
  length: toIntervalNs(interval),
}));

/** Each period on the coarsest grid that has both its borders. */
export function groupByInterval(borders: readonly bigint[]): readonly PeriodRun[] {
  const runs: { readonly interval: PeriodRun["interval"]; readonly borders: bigint[] }[] = [];
  for (const [i, end] of borders.slice(1).entries()) {
    const start = borders[i]!;
    const { interval } = grids.find(({ length }) => start % length === 0n && end % length === 0n)!;
    const run = runs.at(-1);
    if (run?.interval === interval) run.borders.push(end);
    else runs.push({ interval, borders: [start, end] });
  }
  return runs;
}
