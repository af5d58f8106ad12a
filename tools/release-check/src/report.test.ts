import { expect, test } from "vitest";
import { createReport } from "./report.ts";

test("keeps what is found and what is thrown, and goes on", async () => {
  const lines: string[] = [];
  const report = createReport((line) => lines.push(line.replace(/ \(.*/, "")));
  expect(await report.check("a", () => {})).toBe(true);
  expect(await report.check("b", async () => ["one", "two"])).toBe(false);
  const error = new Error("three", { cause: new Error("four") });
  expect(await report.check("c", () => Promise.reject(error))).toBe(false);
  expect(report.problems).toEqual(["b: one", "b: two", "c: three\nfour"]);
  expect(lines).toEqual(["ok   a", "FAIL b", "FAIL c"]);
});
