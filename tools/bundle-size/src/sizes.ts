// `pnpm sizes` writes what an application has to load into the READMEs; `pnpm sizes --check` changes nothing. Both fail
// on a broken budget and on what comes along unasked.
import { parseArgs } from "node:util";
import { packageBundles, usualBundles } from "./bundles.ts";
import { findBrokenBudgets, findStale, measureAll } from "./find-problems.ts";
import { writeReadmes } from "./readmes.ts";
import { formatSizes } from "./size-table.ts";
import { readSizes, writeSizes } from "./sizes-file.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const before = readSizes();
const { sizes, bleeding } = await measureAll();
const problems = [...bleeding, ...findBrokenBudgets(sizes, before)];
if (values.check) {
  problems.push(...findStale(sizes, before));
} else {
  writeSizes(sizes);
  writeReadmes(sizes);
}
console.log(formatSizes([...usualBundles, ...packageBundles], sizes));
if (problems.length > 0) {
  console.error(`\n${problems.join("\n")}`);
  process.exitCode = 1;
}
