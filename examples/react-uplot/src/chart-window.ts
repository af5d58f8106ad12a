import { dayWindow } from "@omnia-timeseries/core";

export type ChartRange = "day" | "year";

/** Nanoseconds since 1970-01-01T00:00:00Z; the end is not in it. */
export interface ChartWindow {
  readonly startTime: bigint;
  readonly endTime: bigint;
}

/** The day itself, or the 365 days that end with it, as clocks in the time zone show them. @param date such as `2025-03-01` */
export function chartWindow(date: string, range: ChartRange, timeZone: string): ChartWindow {
  const day = dayWindow(date, timeZone);
  if (range === "day") return day;
  const first = new Date(Date.parse(date) - 364 * 86_400_000).toISOString().slice(0, 10);
  return { startTime: dayWindow(first, timeZone).startTime, endTime: day.endTime };
}

/** The date that clocks in the time zone show at a time, such as `2025-03-01`. */
export function dateIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(at)
    .map(({ type, value }) => [type, value] as const);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}
