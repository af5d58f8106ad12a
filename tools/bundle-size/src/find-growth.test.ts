import { describe, expect, test } from "vitest";
import { changedModules, findDrift, findOverBudget } from "./find-growth.ts";
import type { BundleSize } from "./measure.ts";

const size = (startBytes: number, allBytes: number, modules: BundleSize["modules"] = {}): BundleSize => {
  return { startBytes, allBytes, modules };
};
const budget = { startKb: 5, allKb: 8, reason: "A reason." };

test("the modules that changed, the largest growth first", () => {
  const now = size(0, 0, { same: 1, grown: 30, new: 50, smaller: 1 });
  const before = size(0, 0, { same: 1, grown: 10, smaller: 3, gone: 9 });
  expect(changedModules(now, before)).toEqual(["+50 new", "+20 grown", "-2 smaller", "-9 gone"]);
});

describe("a budget", () => {
  test("is kept up to its last byte", () => {
    expect(findOverBudget(size(5000, 8000), undefined, budget)).toEqual([]);
  });

  test("that is broken says by what", () => {
    const before = size(5000, 8000, { "core/client.js": 10 });
    const [problem, ...others] = findOverBudget(size(5001, 8000, { "core/client.js": 12 }), before, budget);
    expect(others).toEqual([]);
    expect(problem).toContain("It has 5.00 kB at start, 1 bytes over its budget of 5 kB: A reason.");
    expect(problem).toContain("in bytes before minifying: +2 core/client.js.");
  });

  test("counts for what comes later, too", () => {
    expect(findOverBudget(size(1, 8100), size(1, 8100), budget)).toEqual([
      expect.stringMatching(/8\.10 kB in all, 100 bytes over.*No module is larger/),
    ]);
  });

  test("must be there", () => {
    expect(findOverBudget(size(1, 1), undefined, undefined)).toEqual([expect.stringContaining("has no budget")]);
  });
});

describe("what the READMEs say", () => {
  test("is right within a hundred bytes, or a hundredth", () => {
    expect(findDrift(size(5100, 50_500), size(5000, 50_000))).toEqual([]);
  });

  test.each([
    ["at start, more", size(5101, 50_000)],
    ["at start, less", size(4899, 50_000)],
    ["in all", size(5000, 50_501)],
  ])("is wrong %s", (_, now) => {
    expect(findDrift(now, size(5000, 50_000))).toEqual([expect.stringContaining("the READMEs say 5.0 kB at start")]);
  });

  test("is nothing of what is new", () => {
    expect(findDrift(size(1, 1), undefined)).toEqual([expect.stringContaining("run `pnpm sizes`")]);
  });
});
