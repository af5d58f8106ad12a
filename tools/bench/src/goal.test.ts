import { expect, test } from "vitest";
import { judge } from "./goal.ts";
import type { Floor } from "./goal.ts";

const verdict = (samples: readonly number[], floor?: Floor): string =>
  judge({ name: "goal", unit: "x", samples, ...(floor !== undefined && { floor }) });

test("the median decides, and the floor itself is enough", () => {
  expect(verdict([1, 40, 1000], { atLeast: 40 })).toBe("pass");
  expect(verdict([1, 39.9, 1000], { atLeast: 40 })).toBe("MISSED");
  expect(verdict([1, 2, 1000], { atMost: 2 })).toBe("pass");
  expect(verdict([1, 2.1, 1000], { atMost: 2 })).toBe("MISSED");
});

test("what is not a number is missed", () => {
  expect(verdict([Number.NaN], { atLeast: 1 })).toBe("MISSED");
  expect(verdict([Number.NaN], { atMost: 1 })).toBe("MISSED");
});

test("without a floor nothing is judged", () => {
  expect(verdict([0])).toBe("told");
});
