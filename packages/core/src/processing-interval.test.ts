import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { formatProcessingInterval } from "./processing-interval.ts";
import type { ProcessingInterval } from "./processing-interval.ts";

const format = (interval: unknown): string => formatProcessingInterval(interval as ProcessingInterval, "interval");

describe("formatProcessingInterval", () => {
  test("takes a whole number of any unit, as text or by name", () => {
    const units = { seconds: "s", minutes: "m", hours: "h", days: "d" };
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.constantFrom(...Object.entries(units)), (amount, [name, letter]) => {
        expect(format({ [name]: amount })).toBe(`${amount}${letter}`);
        expect(format(`${amount}${letter}`)).toBe(`${amount}${letter}`);
      }),
    );
  });

  test.each<[unknown]>([
    ["15x"],
    ["0m"],
    ["1.5h"],
    ["-1s"],
    ["15"],
    ["m"],
    ["1e3s"],
    [" 1m"],
    ["1m\n"],
    [""],
    [15],
    [null],
    [undefined],
    [{}],
    [{ minutes: 0 }],
    [{ minutes: 1.5 }],
    [{ minutes: Number.NaN }],
    [{ seconds: 1e21 }],
    [{ minutes: "15m" }],
    [{ weeks: 1 }],
    [{ toString: 1 }],
    [{ hours: 1, minutes: 30 }],
  ])("refuses %j with the rule", (interval) => {
    expect(() => format(interval)).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringMatching(
          /^interval: .* is not a whole number above 0 of seconds, minutes, hours or days/,
        ),
      }),
    );
  });
});

test("its type", () => {
  expectTypeOf<"15m">().toExtend<ProcessingInterval>();
  expectTypeOf<{ readonly minutes: 15 }>().toExtend<ProcessingInterval>();
  expectTypeOf<"15x">().not.toExtend<ProcessingInterval>();
  expectTypeOf<"m">().not.toExtend<ProcessingInterval>();
  expectTypeOf<string>().not.toExtend<ProcessingInterval>();
  expectTypeOf<15>().not.toExtend<ProcessingInterval>();
  expectTypeOf<{ hours: 1; minutes: 30 }>().not.toExtend<ProcessingInterval>();
  expectTypeOf<{ weeks: 1 }>().not.toExtend<ProcessingInterval>();
  expect(format("15m")).toBe("15m");
});
