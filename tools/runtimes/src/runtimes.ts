// Runs the cases in every runtime: `pnpm runtimes` in all of them, and writes the table into the README;
// `pnpm runtimes --short` in those that are here already, and writes nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import type { CaseResult } from "./case.ts";
import { allCases } from "./cases/all-cases.ts";
import { installEngines } from "./engines.ts";
import { replaceRegion } from "./replace-region.ts";
import { runInBrowser } from "./run-in-browser.ts";
import { runInProcess } from "./run-in-process.ts";
import { listRuntimes, readVersion } from "./runtime.ts";
import type { Runtime } from "./runtime.ts";
import { startTarget } from "./start-target.ts";
import type { TargetServer } from "./start-target.ts";
import { formatTable } from "./table.ts";
import type { RuntimeReport } from "./table.ts";

const readme = new URL("../../../README.md", import.meta.url);

/** What runtimes keep for themselves. */
const temporary = mkdtempSync(`${tmpdir()}/runtimes-`);
process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

async function runIn({ name, program, args }: Runtime, server: TargetServer): Promise<RuntimeReport> {
  const isBrowser = args === undefined;
  if (program === undefined) {
    console.log(`${name}: cannot be had here`);
    return { name, isBrowser, results: [] };
  }
  const version = readVersion(program);
  const target = await server.prepare();
  let results: readonly CaseResult[];
  try {
    results = await (isBrowser ? runInBrowser(program, target) : runInProcess(program, args, target, temporary));
  } catch (error) {
    console.error(`${name}, ${version}, did not come to its cases: ${String(error)}`);
    return { name, version, isBrowser, results: [] };
  }
  console.log(`${name}, ${version}: ${results.filter(({ error }) => error === undefined).length} of ${results.length}`);
  for (const result of results) {
    if (result.error !== undefined) console.error(`  ${result.name} (${result.durationMs} ms): ${result.error}`);
  }
  return { name, version, isBrowser, results };
}

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });
if (!values.short) installEngines();

const reports: RuntimeReport[] = [];
{
  await using server = await startTarget();
  for (const runtime of listRuntimes()) reports.push(await runIn(runtime, server));
}

if (!values.short) {
  const table = formatTable(allCases, reports);
  writeFileSync(readme, replaceRegion(readFileSync(readme, "utf8"), "runtimes", table));
}
const failed = reports.filter(
  ({ version, results }) =>
    version !== undefined && (results.length === 0 || results.some(({ error }) => error !== undefined)),
);
if (failed.length > 0) {
  console.error(
    `Something that the README promises does not work in ${failed.map(({ name }) => name).join(", ")}; users of it would ` +
      "meet it first. The cases above say what; each is a file in tools/runtimes/src/cases. Mend the package, not the case.",
  );
  process.exitCode = 1;
}
