import { describe, expect, test } from "vitest";
import { findBrokenBudgets, findStale, measureAll } from "./find-problems.ts";
import type { Measured } from "./find-problems.ts";
import { formatSizes } from "./size-table.ts";
import { readSizes } from "./sizes-file.ts";
import { usualBundles } from "./bundles.ts";

describe("what is published", () => {
  let measured: Measured | undefined;
  const measure = async (): Promise<Measured> => (measured ??= await measureAll());

  test("has nothing that was not asked for", async () => {
    expect((await measure()).bleeding).toEqual([]);
  });

  test("keeps its budgets", async () => {
    expect(findBrokenBudgets((await measure()).sizes, readSizes())).toEqual([]);
  });

  test("is as large as the READMEs say", async () => {
    expect(findStale((await measure()).sizes, readSizes())).toEqual([]);
  });
});

test("a budget of nothing is found", () => {
  expect(findBrokenBudgets({}, {})).toContainEqual(expect.stringContaining("Take it out of"));
});

test("a README that shows other sizes is found", () => {
  const sizes = readSizes();
  const larger = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, { ...size, startBytes: size.startBytes + 1000 }]),
  );
  expect(findStale(larger, larger)).toContainEqual(expect.stringMatching(/^README\.md: Its sizes are not those/));
});

test("the table is aligned", () => {
  const [first, second] = usualBundles;
  const size = { startBytes: 1049, allBytes: 123_450, modules: {} };
  const table = formatSizes([first!, second!], { [first!.name]: size, [second!.name]: size });
  expect(table.split("\n")).toEqual([
    "| import                   | kB at start | kB in all |",
    "| ------------------------ | ----------: | --------: |",
    "| `createTimeseriesClient` |         1.0 |     123.5 |",
    "| client + `json`          |         1.0 |     123.5 |",
  ]);
});
