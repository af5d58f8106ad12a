import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import { formatFill } from "./fill.ts";
import type { Fill } from "./fill.ts";
import { operations } from "./operations.ts";

const wire = new RegExp(operations.GetAggregatedData.parameters.find(({ name }) => name === "fill")!.pattern!, "u");

test("any finite number goes as a text of the document's, which reads back as that number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const text = formatFill(number, "fill");
      expect(text).toMatch(wire);
      expect(Number(text) === number).toBe(true);
    }),
  );
});

test.each(["none", "null", "previous", "linear"] as const)("%s goes as it is", (word) => {
  expect(formatFill(word, "fill")).toBe(word);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, "zero", "", "5", null])("refuses %s", (fill) => {
  expect(() => formatFill(fill as Fill, "fill")).toThrow(
    "is not one of none, null, previous, linear or a finite number",
  );
});

test("its type", () => {
  expectTypeOf<"linear" | 0.5>().toExtend<Fill>();
  expectTypeOf<"zero">().not.toExtend<Fill>();
  expectTypeOf<null>().not.toExtend<Fill>();
});
