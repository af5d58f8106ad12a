import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesWildcard } from "./wildcard.ts";

const text = fc.string({ unit: fc.constantFrom("a", "B", ".", "/"), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 6 });

describe("matchesWildcard", () => {
  test("agrees with a regular expression", () => {
    fc.assert(
      fc.property(pattern, text, (wild, subject) => {
        const source = wild.replaceAll(".", "\\.").replaceAll("*", ".*");
        expect(matchesWildcard(wild, subject)).toBe(new RegExp(`^${source}$`, "i").test(subject));
      }),
      { numRuns: 2000 },
    );
  });

  test("finds nothing in a field that is not set", () => {
    expect(matchesWildcard("*", null)).toBe(false);
  });

  test.each([
    ["ASGB.17IIC1030*", "ASGB.17IIC1030/Meas/PRIM", true],
    ["ASGB.17IIC1030/*/PRIM", "ASGB.17IIC1030/Meas/PRIM", true],
    ["*Omnia timeseries test*", "an omnia Timeseries TEST series", true],
    ["ASGB", "ASGB.17IIC1030", false],
  ])("%s against %s: %s", (wild, subject, expected) => {
    expect(matchesWildcard(wild, subject)).toBe(expected);
  });
});
