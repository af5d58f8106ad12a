import { expect, test } from "vitest";
import { median, quantile, ratios, summarize } from "./statistics.ts";

test("the median is the middle, or the mean of the two in the middle", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test("numbers are sorted as numbers, and the samples stay as they were", () => {
  const samples = [100, 9, 20];
  expect(median(samples)).toBe(20);
  expect(samples).toEqual([100, 9, 20]);
});

test("quantiles lie between neighbours", () => {
  const samples = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
  expect(quantile(samples, 0)).toBe(0);
  expect(quantile(samples, 0.25)).toBe(25);
  expect(quantile(samples, 1)).toBe(100);
  expect(summarize(samples)).toEqual({ median: 50, p10: 10, p90: 90 });
});

test("nothing measured is no result", () => {
  expect(() => median([])).toThrow(RangeError);
});

test("ratios are taken within a round", () => {
  expect(ratios([10, 40, 90], [1, 2, 3])).toEqual([10, 20, 30]);
  expect(() => ratios([1, 2], [1])).toThrow(RangeError);
});
