import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { extractDeclarations } from "./extract-declarations.ts";
import { listPackages } from "./list-entries.ts";

let packages: string;
beforeEach(() => {
  packages = mkdtempSync(`${tmpdir()}/packages-`);
  mkdirSync(`${packages}/small/dist`, { recursive: true });
  const exports = { ".": { types: "./dist/index.d.ts" }, "./more": { types: "./dist/more.d.ts" } };
  writeFileSync(`${packages}/small/package.json`, JSON.stringify({ name: "@a/small", type: "module", exports }));
  // As TypeScript 7 writes declarations of this repository.
  writeFileSync(`${packages}/small/dist/hidden.d.ts`, "export interface Hidden {\n    readonly a: bigint;\n}\n");
  writeFileSync(
    `${packages}/small/dist/index.d.ts`,
    'import type { Hidden } from "./hidden.js";\n/** Says it. */\nexport declare const one: Hidden;\n',
  );
});
afterEach(() => rmSync(packages, { recursive: true }));

function extract(more: string): readonly (readonly string[])[] {
  writeFileSync(`${packages}/small/dist/more.d.ts`, more);
  const [{ folder, entries, report }] = listPackages(packages) as [ReturnType<typeof listPackages>[number]];
  expect(report).toBe(`${packages}/small/small.api.md`);
  expect(entries.map(({ specifier }) => specifier)).toEqual(["@a/small", "@a/small/more"]);
  return extractDeclarations(folder, entries);
}

test("what an entry declares, and what is seen through it, without documentation", () => {
  const [index, more] = extract("export declare function two(options?: {\n    readonly b?: string;\n}): void;\n");
  expect(index).toEqual(["interface Hidden {\n    readonly a: bigint;\n}", "export const one: Hidden;"]);
  expect(more).toEqual(["export function two(options?: {\n    readonly b?: string;\n}): void;"]);
});

test("a changed type is a changed declaration, and a changed docstring is none", () => {
  const before = extract("export declare const two: 2;\n");
  expect(extract("/** New words. */\nexport declare const two: 2;\n")).toEqual(before);
  expect(extract("export declare const two: 3;\n")[1]).toEqual(["export const two: 3;"]);
});

test("each entry of each of our packages has its section in the committed report", () => {
  for (const { report, entries } of listPackages(fileURLToPath(new URL("../../../packages", import.meta.url)))) {
    const titles = [...readFileSync(report, "utf8").matchAll(/^## `(.*)`$/gm)].map(([, title]) => title);
    expect(titles).toEqual(entries.map(({ specifier }) => specifier));
  }
});
