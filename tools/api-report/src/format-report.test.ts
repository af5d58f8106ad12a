import { expect, test } from "vitest";
import { formatReport } from "./format-report.ts";

const entries = [
  { specifier: "a", types: "a.d.ts" },
  { specifier: "a/b", types: "b.d.ts" },
];

/** What a section declares, in one line each. */
const readSections = (report: string): string[][] =>
  [...report.matchAll(/```ts\n(.*?)\n```/gs)].map(([, code]) => code!.split("\n\n"));

test("an entry is a section, and nothing is told twice that an entry does not export itself", () => {
  const first = ["import { X } from 'x';", "export const one: Y;", "type Y = X;", "interface Z {\n    z: 1;\n}"];
  const second = ["import { X } from 'x';", "export interface Z {\n    z: 1;\n}", "type Y = X;", "type W = 1;"];
  const report = formatReport("a", entries, [first, second]);
  expect(report).toMatch(/^# The API of a\n/);
  expect([...report.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(["`a`", "`a/b`"]);
  expect(readSections(report)).toEqual([
    ["import { X } from 'x';", "export const one: Y;", "type Y = X;"],
    ["import { X } from 'x';", "export interface Z {\n    z: 1;\n}", "type W = 1;"],
  ]);
});

test("what two entries export is in both, and types of the wire only where they are exported", () => {
  const wire = "interface paths {\n    '/': never;\n}";
  const report = formatReport("a", entries, [
    ["export const one: 1;", wire, "interface components_2 {\n}"],
    ["export const one: 1;", `export ${wire}`],
  ]);
  expect(readSections(report)).toEqual([["export const one: 1;"], ["export const one: 1;", `export ${wire}`]]);
});
