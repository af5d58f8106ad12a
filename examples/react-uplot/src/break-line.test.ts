import fc from "fast-check";
import { expect, test } from "vitest";
import { breakLine } from "./break-line.ts";

const toLine = (times: readonly number[]) => ({
  time: BigInt64Array.from(times, BigInt),
  value: Float64Array.from(times),
});

test("a gap of more than three times the usual distance breaks the line half way", () => {
  const { time, value } = breakLine(toLine([0, 10, 20, 50, 60, 91, 100]));
  expect([...time].map(Number)).toEqual([0, 10, 20, 50, 60, 75, 91, 100]);
  expect([...value]).toEqual([0, 10, 20, 50, 60, Number.NaN, 91, 100]);
});

test.each([[[]], [[5]], [[5, 900]]])("%j stays as it is", (times) => {
  expect(breakLine(toLine(times))).toEqual(toLine(times));
});

test("every point stays, in its order, with no break beside another", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { maxLength: 50 }), (given) => {
      const times = given.toSorted((a, b) => a - b);
      const { time, value } = breakLine(toLine(times));
      expect([...value].filter((number) => !Number.isNaN(number))).toEqual(times);
      expect([...time]).toEqual([...time].toSorted((a, b) => Number(a - b)));
      expect([...value].some((number, i) => Number.isNaN(number) && Number.isNaN(value[i + 1]!))).toBe(false);
    }),
  );
});
