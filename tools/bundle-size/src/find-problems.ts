import { budgets } from "./budgets.ts";
import { bundle } from "./bundle.ts";
import { packageBundles, usualBundles } from "./bundles.ts";
import { findBleeding } from "./find-bleeding.ts";
import { findDrift, findOverBudget } from "./find-growth.ts";
import { measureFiles } from "./measure.ts";
import { staleReadmes } from "./readmes.ts";
import type { Sizes } from "./sizes-file.ts";

export interface Measured {
  readonly sizes: Sizes;
  /** What came along unasked, by the names of the bundles. */
  readonly bleeding: readonly string[];
}

/** Bundles everything. */
export async function measureAll(): Promise<Measured> {
  const measured = await Promise.all(
    [...usualBundles, ...packageBundles].map(async (source) => {
      const files = await bundle(source);
      const bleeding = findBleeding(source.imports, files).map((problem) => `${source.name}: ${problem}`);
      return { name: source.name, size: measureFiles(files), bleeding };
    }),
  );
  return {
    sizes: Object.fromEntries(measured.map(({ name, size }) => [name, size])),
    bleeding: measured.flatMap(({ bleeding }) => bleeding),
  };
}

/** What is over its budget, or has none; and budgets of nothing. */
export function findBrokenBudgets(sizes: Sizes, before: Sizes): string[] {
  const broken = Object.entries(sizes).flatMap(([name, size]) =>
    findOverBudget(size, before[name], budgets[name]).map((problem) => `${name}: ${problem}`),
  );
  const unused = Object.keys(budgets).filter((name) => sizes[name] === undefined);
  return [
    ...broken,
    ...unused.map((name) => `${name}: Nothing has this name. Take it out of tools/bundle-size/src/budgets.ts.`),
  ];
}

/** What is no longer as it was last written. */
export function findStale(sizes: Sizes, before: Sizes): string[] {
  const drifted = Object.entries(sizes).flatMap(([name, size]) =>
    findDrift(size, before[name]).map((problem) => `${name}: ${problem}`),
  );
  if (drifted.length > 0) return drifted;
  const pages = staleReadmes(before);
  return pages.map(
    (path) => `${path}: Its sizes are not those of the last \`pnpm sizes\`. Run it and commit what it writes.`,
  );
}
