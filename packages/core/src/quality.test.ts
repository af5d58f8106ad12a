import fc from "fast-check";
import { expect, test } from "vitest";
import { isGood, quality } from "./quality.ts";

test("the documented codes", () => {
  expect(quality).toEqual({
    good: 192,
    questionable: 64,
    bad: 0,
    substituted: 24,
    uncertainSubstituteValue: 8,
    badSubstituteValue: 60,
  });
});

test("only 192 is good", () => {
  expect(isGood(192)).toBe(true);
  fc.assert(fc.property(fc.nat(), (status) => isGood(status) === (status === 192)));
});
