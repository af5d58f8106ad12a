import { expect, test } from "vitest";
import { describeDifference } from "./describe-difference.ts";

test.each([
  ["a\nb\n", "a\nb\n", ""],
  ["a\nb\nb", "a\nb\nc", "- b\n+ c"],
  ["a\nb", "b\na", "  the same lines in another order"],
  ["", "a", "- \n+ a"],
])("%j and %j", (before, after, expected) => {
  expect(describeDifference(before, after)).toBe(expected);
});

test("many lines are counted", () => {
  const many = Array.from({ length: 25 }, (_, i) => `line ${i}`).join("\n");
  const lines = describeDifference("line 0", many).split("\n");
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("  and 4 lines more");
});
