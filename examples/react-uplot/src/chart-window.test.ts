import { expect, test } from "vitest";
import { chartWindow, dateIn } from "./chart-window.ts";

const hours = ({ startTime, endTime }: { startTime: bigint; endTime: bigint }) => Number(endTime - startTime) / 3_600e9;
const iso = (ns: bigint) => new Date(Number(ns / 1_000_000n)).toISOString();

test("a day is one of the plant, also when its clocks change", () => {
  expect(hours(chartWindow("2026-03-29", "day", "Europe/Oslo"))).toBe(23);
  expect(iso(chartWindow("2025-03-01", "day", "Europe/Oslo").startTime)).toBe("2025-02-28T23:00:00.000Z");
});

test("a year is the 365 days that end with the day", () => {
  const { startTime, endTime } = chartWindow("2025-07-01", "year", "Europe/Oslo");
  expect([iso(startTime), iso(endTime)]).toEqual(["2024-07-01T22:00:00.000Z", "2025-07-01T22:00:00.000Z"]);
});

test("at one moment it is another date elsewhere", () => {
  const at = new Date("2025-03-01T23:30:00Z");
  expect(["Europe/Oslo", "UTC", "Pacific/Apia"].map((zone) => dateIn(zone, at))).toEqual([
    "2025-03-02",
    "2025-03-01",
    "2025-03-02",
  ]);
});
