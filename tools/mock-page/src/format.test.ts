import { expect, test } from "vitest";
import { formatOffset, formatQuality, formatTime, formatValue } from "./format.ts";

test.each([
  ["2024-01-01T00:00:00.000000000Z", "2024-01-01 00:00:00"],
  ["2024-01-01T00:00:10.250000000Z", "2024-01-01 00:00:10.25"],
  ["2024-01-01T00:00:00.000000100Z", "2024-01-01 00:00:00.0000001"],
  ["2024-01-01T00:00:00Z", "2024-01-01 00:00:00"],
])("the time %s is written %s", (time, text) => {
  expect(formatTime(time)).toBe(text);
});

test("offsets are in words, values without noise, and quality by word and number", () => {
  expect([0, 400, 60_000, -93_784_000].map(formatOffset)).toEqual([
    "real time",
    "real time",
    "+1 min",
    "−1 d 2 h 3 min 4 s",
  ]);
  expect([0.1 + 0.2, 1e21, -87.25].map(formatValue)).toEqual(["0.3", "1e+21", "-87.25"]);
  expect([0, 64, 191, 192, 216].map(formatQuality)).toEqual(["× bad 0", "× bad 64", "× bad 191", "good", "good 216"]);
});
