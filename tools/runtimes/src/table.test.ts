import { expect, test } from "vitest";
import type { RuntimeCase } from "./case.ts";
import { formatTable } from "./table.ts";

const run = async (): Promise<void> => {};
const cases: readonly RuntimeCase[] = [
  { name: "read", run },
  { name: "secret", run, notInPages: "not for pages" },
];

test("a runtime is a column, a case a row, and what cannot be had is said", () => {
  const table = formatTable(cases, [
    {
      name: "Node 22",
      version: "22.12.0",
      isBrowser: false,
      results: [
        { name: "read", durationMs: 1 },
        { name: "secret", durationMs: 1, error: "Error: wrong" },
      ],
    },
    { name: "Chromium", version: "156.0.1", isBrowser: true, results: [{ name: "read", durationMs: 1 }] },
    { name: "Bun", isBrowser: false, results: [] },
    { name: "Deno", version: "2.0.0", isBrowser: false, results: [] },
  ]);
  expect(table.split("\n").map((line) => line.replaceAll(/ +/g, " "))).toEqual([
    "| | Node 22.12.0 | Chromium 156.0.1 | Bun (not to be had where this ran) | Deno 2.0.0 |",
    expect.stringMatching(/^(\| -+ ){5}\|$/),
    "| read | yes | yes | not tried | **no** |",
    "| secret | **no** | not for pages | not tried | **no** |",
  ]);
  expect(new Set(table.split("\n").map((line) => line.length)).size).toBe(1);
});
