// Every block of TypeScript in a README or guide compiles, and does what it says.
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileBlocks, fileOf, writeBlocks } from "./compile-blocks.ts";
import { createService } from "./create-service.ts";
import { listBlocks, listPages, readPage, root } from "./list-blocks.ts";
import { createNames, namesWithoutValue } from "./names.ts";
import type { Names } from "./names.ts";
import type { Outcome } from "./run-blocks.ts";

const folder = `${root}tools/conformance/dist/docs-${process.pid}`;
const blocks = listBlocks();
const run = blocks.filter(({ notRun }) => notRun === undefined);
const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  const names = Object.keys(await createNames(createService())) as (keyof Names)[];
  await writeBlocks(folder, blocks, [...names, ...namesWithoutValue]);
  const program = `${import.meta.dirname}/run-blocks.ts`;
  const files = run.map((block) => `${folder}/${fileOf(block)}`);
  const { PATH = "" } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...files], { cwd: folder, env: { PATH } });
  for (const outcome of JSON.parse(stdout) as Outcome[]) outcomes.set(basename(outcome.file), outcome);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("none is written in another way, so that all are found", () => {
  const fences = listPages().flatMap((page) =>
    [...readPage(page).matchAll(/^[ >]*(?:```|~~~)(?:ts|mts|cts|tsx|typescript)\b/gim)].map(() => page),
  );
  expect(fences, "Begin a block with three backticks and ts, at the start of a line.").toEqual(
    blocks.map(({ page }) => page),
  );
});

test("all compile", async () => {
  const problems = await compileBlocks(folder);
  expect(problems, "A file is named for a page and the line of a block in it; its lines are the page's.").toBe("");
});

test.each(run)("$page, line $line", (block) => {
  const { failure, lines } = outcomes.get(fileOf(block))!;
  expect(failure, "An example must run as it stands; mend it, or say in names.ts what it takes for granted.").toBe(
    undefined,
  );
  const promised = lines.filter((line) => block.prints.includes(line));
  expect(promised, `After → stands what a line prints. This block printed:\n${lines.join("\n")}`).toEqual(block.prints);
});

test("few are not run, and each says why", () => {
  const marked = blocks.flatMap(({ page, line, notRun }) =>
    notRun === undefined ? [] : [`${page}:${line} ${notRun}`],
  );
  expect(marked, "An example that is not run may be wrong. Change the number where it cannot be helped.").toHaveLength(
    9,
  );
});
