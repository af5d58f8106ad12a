import type { ClaimResult } from "./claim.ts";
import { formatTable } from "./format-table.ts";
import { createGoalTable } from "./goal-table.ts";
import { createScale } from "./scale.ts";

/** docs/benchmarks.md. */
export function createBenchmarksPage(
  results: readonly ClaimResult[],
  machine: readonly string[],
  date: string,
): string {
  const { rounds, turnMs, warmUpMs } = createScale(false);
  const tables = results.flatMap(({ tables }) => tables);
  const conclusions = results.flatMap(({ conclusions = [] }) => conclusions);
  return [
    "# Benchmarks",
    "Written by `pnpm bench`; not edited. It takes about a quarter of an hour, measures every goal in one run, and fails when a floor is missed. " +
      "`pnpm bench <claim …>` measures some (the names are in `tools/bench/src/claims.ts`) and `pnpm bench --short` only proves that all of it runs and agrees; neither writes this page.",
    [...machine, `Measured on ${date}.`].map((line) => `- ${line}`).join("\n"),
    `Contestants run in turns (A B C A B C …), ${rounds} rounds (fewer over links) after one that does not count, each turn at least ${turnMs} ms or one call, ` +
      `after a garbage collection and ${warmUpMs} ms or one call that do not count either. ` +
      "A ratio is taken within a round; the result is the median of the rounds, beside it where 80 % of them lie. " +
      "Each claim has a process of its own. Before anything is measured all contestants must give the same points, bit for bit, or write the same bytes. " +
      "Ratios can be compared between machines, milliseconds cannot.",
    "## Goals",
    formatTable(
      createGoalTable(
        results.flatMap(({ goals }) => goals),
        true,
      ),
    ),
    ...tables.flatMap((table) => [
      `## ${table.title}`,
      ...(table.note === undefined ? [] : [table.note]),
      formatTable(table),
    ]),
    "## What follows for Accept-Encoding",
    "`fetch` of Node asks for compressed answers unless it is told otherwise. On these links, for both signals:",
    conclusions.map((sentence) => `- ${sentence}`).join("\n"),
    "Where gzip is faster on the links that a program has, leave `Accept-Encoding` alone; on faster ones send `Accept-Encoding: identity`. A browser does not let a page choose.",
  ]
    .join("\n\n")
    .concat("\n");
}
