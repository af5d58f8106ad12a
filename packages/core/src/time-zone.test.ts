// Against a calendar on the wall, asked every quarter of an hour which date it is: no offsets, no arithmetic.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTimeZone } from "./time-zone.ts";

const zones = [
  "Europe/Oslo",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "UTC",
];
const nsPerMs = 1_000_000n;
const quarterMs = 15 * 60_000;

/**
 * The first moment of each date of a year and of the days around it, as leaves are torn off: one that is off stays
 * off when the clock goes back. These zones changed their clocks at quarters of an hour, or at a minute past midnight,
 * when the day had begun.
 */
function walk(year: number, timeZone: string): ReadonlyMap<string, bigint> {
  // Swedes write 2026-03-29.
  const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const starts = new Map<string, bigint>();
  let shown = "";
  for (let ms = Date.UTC(year, 0, -2); ms < Date.UTC(year + 1, 0, 4); ms += quarterMs) {
    const date = calendar.format(ms);
    if (date <= shown) continue;
    if (shown !== "") starts.set(date, BigInt(ms) * nsPerMs);
    shown = date;
  }
  return starts;
}

const toDay = (date: string): number => Date.parse(date) / 86_400_000;

describe("createTimeZone", () => {
  test("begins and ends days as a calendar on the wall, all year", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 1980, max: 2036 }), (zone, year) => {
        const { startOfDay, dayOf } = createTimeZone(zone);
        const starts = [...walk(year, zone)];
        expect(starts.map(([date]) => [date, startOfDay(toDay(date))])).toEqual(starts);
        expect(starts.map(([, start]) => dayOf(start))).toEqual(starts.map(([date]) => toDay(date)));
        const endOfEach = starts.slice(1).map(([, start]) => start - 1n);
        expect(endOfEach.map(dayOf)).toEqual(starts.slice(0, -1).map(([date]) => toDay(date)));
      }),
      { numRuns: 12 },
    );
  });

  test.each([
    // 44 minutes and 30 seconds behind Greenwich until 1972.
    ["Africa/Monrovia", "1971-06-01", "1971-06-01T00:44:30Z"],
    ["Asia/Kathmandu", "1960-06-01", "1960-05-31T18:30:00Z"],
  ])("knows offsets of seconds and times before 1970: %s on %s", (zone, date, text) => {
    const { startOfDay, dayOf } = createTimeZone(zone);
    const start = BigInt(Date.parse(text)) * nsPerMs;
    expect([startOfDay(toDay(date)), dayOf(start), dayOf(start - 1n)]).toEqual([start, toDay(date), toDay(date) - 1]);
  });

  test("keeps the day that has begun when the clock goes back over midnight", () => {
    // At 00:01 it was 23:01 of the day before again, and shows that date until 03:30Z.
    const moments = ["02:29", "02:30", "02:31", "03:00", "03:30"];
    const { dayOf } = createTimeZone("America/St_Johns");
    const days = moments.map((time) => dayOf(BigInt(Date.parse(`2010-11-07T${time}:00Z`)) * nsPerMs));
    const begun = toDay("2010-11-07");
    expect(days).toEqual([begun - 1, begun, begun, begun, begun]);
  });

  test("passes over a day that was skipped", () => {
    const { startOfDay, dayOf } = createTimeZone("Pacific/Apia");
    const skipped = toDay("2011-12-30");
    expect(startOfDay(skipped)).toBe(startOfDay(skipped + 1));
    expect([dayOf(startOfDay(skipped)), dayOf(startOfDay(skipped) - 1n)]).toEqual([skipped + 1, skipped - 1]);
  });
});
