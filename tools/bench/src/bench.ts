// Proves the goals of the project: `pnpm bench`, `pnpm bench --short`, `pnpm bench <claim …>`.
import { writeFileSync } from "node:fs";
import { createBenchmarksPage } from "./benchmarks-page.ts";
import { runChild } from "./child-process.ts";
import type { ClaimResult } from "./claim.ts";
import { claims } from "./claims.ts";
import { formatTable } from "./format-table.ts";
import { createGoalTable } from "./goal-table.ts";
import { judge } from "./goal.ts";
import { describeMachine } from "./machine.ts";

const isShort = process.argv.includes("--short");
const asked = process.argv.slice(2).filter((argument) => argument !== "--short");
const names = asked.length === 0 ? Object.keys(claims) : asked;
const unknown = names.filter((name) => claims[name] === undefined);
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(", ")}; there are ${Object.keys(claims).join(", ")}.`);

const machine = describeMachine();
console.log(machine.join("\n"));
const results: ClaimResult[] = [];
for (const name of names) {
  console.log(`\n# ${name}`);
  const module = new URL("./run-claim.ts", import.meta.url);
  const result = await runChild<ClaimResult>(module, [name, isShort ? "short" : "long"]);
  results.push(result);
  for (const table of [
    ...(result.goals.length > 0 ? [createGoalTable(result.goals, !isShort)] : []),
    ...result.tables,
  ]) {
    console.log(`\n${table.title}${table.note === undefined ? "" : `. ${table.note}`}\n${formatTable(table)}`);
  }
  for (const sentence of result.conclusions ?? []) console.log(sentence);
}

if (isShort) console.log("\nEverything ran and agreed. The short form judges nothing.");
else {
  const goals = results.flatMap(({ goals }) => goals);
  const missed = goals.filter((goal) => judge(goal) === "MISSED");
  if (asked.length === 0) {
    const page = createBenchmarksPage(results, machine, new Date().toISOString().slice(0, 10));
    writeFileSync(new URL("../../../docs/benchmarks.md", import.meta.url), page);
  }
  console.log(`\n${formatTable(createGoalTable(goals, true))}`);
  if (missed.length > 0) {
    console.error(`\nMissed: ${missed.map(({ name }) => name).join("; ")}.`);
    process.exitCode = 1;
  }
}
