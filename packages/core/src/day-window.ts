import { OmniaError } from "./omnia-error.ts";
import { parseTime, toNanoseconds } from "./time.ts";
import { createTimeZone } from "./time-zone.ts";

/** What reads take as their window: ns since 1970-01-01T00:00:00Z, the end excluded. */
export interface CalendarWindow {
  readonly startTime: bigint;
  readonly endTime: bigint;
}

const nsPerDay = 86_400_000_000_000n;

/**
 * A date as days since 1970-01-01.
 *
 * @returns `undefined` for what is not a date such as `2026-03-29`
 */
export function parseDay(date: unknown): number | undefined {
  if (typeof date !== "string" || !/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
  const ns = parseTime(date);
  return ns === undefined ? undefined : Number(ns / nsPerDay);
}

function refuse(name: string, value: unknown, example: string): never {
  throw new OmniaError(
    "invalid-argument",
    `${name}: ${JSON.stringify(value) ?? String(value)} is not one of the calendar between the years 1677 and 2262. Give a text such as "${example}".`,
  );
}

function toWindow(name: string, timeZone: string, from: number, to: number): CalendarWindow {
  const { startOfDay } = createTimeZone(timeZone);
  return {
    startTime: toNanoseconds(startOfDay(from), name, 0),
    endTime: toNanoseconds(startOfDay(to), name, 0),
  };
}

/**
 * A day as clocks in a time zone show it, exactly: 23 or 25 hours long where they are put forward or back. A date that
 * the zone skipped, such as 2011-12-30 in Pacific/Apia, has an empty window.
 *
 * @example
 * ```ts
 * const day = dayWindow("2026-03-29", "Europe/Oslo"); // 23 hours
 * const points = await client.readDatapoints({ id, ...day }).all({ maxPoints: 1_000_000 });
 * ```
 * @param date such as `2026-03-29`
 * @param timeZone a name of the IANA time zone database that `Intl` knows
 * @throws OmniaError `invalid-argument` for what is not a date of the calendar, and for an unknown zone
 */
export function dayWindow(date: string, timeZone: string): CalendarWindow {
  const day = parseDay(date) ?? refuse("date", date, "2026-03-29");
  return toWindow("date", timeZone, day, day + 1);
}

/**
 * A month, as `dayWindow` does.
 *
 * @param month such as `2026-03`
 * @throws OmniaError `invalid-argument` as `dayWindow` does
 */
export function monthWindow(month: string, timeZone: string): CalendarWindow {
  const first = parseDay(`${month}-01`) ?? refuse("month", month, "2026-03");
  return toWindow("month", timeZone, first, nextMonth(first));
}

/** The first day of the month after that of `day`; days since 1970-01-01. */
export function nextMonth(day: number): number {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86_400_000;
}
