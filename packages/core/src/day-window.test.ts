import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayWindow, monthWindow } from "./day-window.ts";
import { formatTime } from "./time.ts";

const zones = [
  "Europe/Oslo",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "UTC",
];
const dayMs = 86_400_000;
const toDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const days = fc.integer({ min: Date.UTC(1987, 0, 1) / dayMs, max: Date.UTC(2037, 0, 1) / dayMs });

describe("dayWindow", () => {
  test.each([
    ["2026-03-29", "Europe/Oslo", "2026-03-28T23:00:00Z", 23],
    ["2026-10-25", "Europe/Oslo", "2026-10-24T22:00:00Z", 25],
    ["2026-06-01", "Europe/Oslo", "2026-05-31T22:00:00Z", 24],
    // The clock is put back at 00:01, so that its first minute and an hour of yesterday's are of this day.
    ["2010-11-07", "America/St_Johns", "2010-11-07T02:30:00Z", 25],
    // There is no midnight: 00:00 is 01:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", 23],
    ["2026-04-05", "Australia/Lord_Howe", "2026-04-04T13:00:00Z", 24.5],
    ["1986-01-01", "Asia/Kathmandu", "1985-12-31T18:30:00Z", 23.75],
    // Not a day of this zone: it went over the date line.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", 0],
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z", 24],
    ["1969-12-31", "UTC", "1969-12-31T00:00:00Z", 24],
  ])("%s in %s begins at %s and has %d hours", (date, zone, start, hours) => {
    const { startTime, endTime } = dayWindow(date, zone);
    expect([formatTime(startTime), Number(endTime - startTime) / 3_600e9]).toEqual([start, hours]);
  });

  test("days follow each other without holes, in every zone there is", () => {
    const all = Intl.supportedValuesOf("timeZone");
    fc.assert(
      fc.property(fc.constantFrom(...all), days, (zone, day) => {
        const [today, tomorrow] = [day, day + 1].map((n) => dayWindow(toDate(n * dayMs), zone));
        expect(today!.endTime).toBe(tomorrow!.startTime);
        expect(today!.startTime <= today!.endTime).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["2026-02-29", "UTC", "date"],
    ["2026-3-29", "UTC", "date"],
    ["2026-03-29T00:00:00Z", "UTC", "date"],
    ["1500-01-01", "UTC", "date"],
    ["2262-04-11", "UTC", "date"],
    [undefined, "UTC", "date"],
    ["2026-03-29", "Europe/Bergen", "timeZone"],
    ["2026-03-29", "", "timeZone"],
    ["2026-03-29", undefined, "timeZone"],
  ])("refuses %s in %s", (date, zone, name) => {
    expect(() => dayWindow(date as string, zone as string)).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringMatching(new RegExp(`^${name}: `, "u")) as string,
      }),
    );
  });
});

describe("monthWindow", () => {
  test("goes from its first day to that of the next, over the end of a year", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 1990, max: 2036 }),
        fc.integer({ min: 1, max: 12 }),
        (zone, year, month) => {
          const toMonth = (y: number, m: number): string => `${y}-${String(m).padStart(2, "0")}`;
          const next = month === 12 ? toMonth(year + 1, 1) : toMonth(year, month + 1);
          expect(monthWindow(toMonth(year, month), zone)).toEqual({
            startTime: dayWindow(`${toMonth(year, month)}-01`, zone).startTime,
            endTime: dayWindow(`${next}-01`, zone).startTime,
          });
        },
      ),
    );
  });

  test("March in Oslo is an hour short, October an hour long", () => {
    const hours = ["2026-03", "2026-10"].map((month) => {
      const { startTime, endTime } = monthWindow(month, "Europe/Oslo");
      return Number(endTime - startTime) / 3_600e9;
    });
    expect(hours).toEqual([31 * 24 - 1, 31 * 24 + 1]);
  });

  test.each(["2026-13", "2026", "2026-03-01"])("refuses %s", (month) => {
    expect(() => monthWindow(month, "UTC")).toThrow(`month: "${month}" is not one of the calendar`);
  });
});
