import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { assumptions } from "./assumptions.ts";
import { createMockServer } from "./mock-server.ts";

const create = (given: Record<string, unknown>) => createMockServer({ assumptions: given });
const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

describe("assumptions", () => {
  test("the table in the README is the list", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, table = ""] = /^\| name .*\n\|.*\n((?:\|.*\n)*)/m.exec(readme) ?? [];
    const rows = table
      .split("\n")
      .slice(0, -1)
      .map((row) => row.split("|").slice(1, -1));
    const expected = assumptions.map(({ name, behaviour, evidence, default: preset, other }) => {
      const values = [preset, other].filter((value) => value !== undefined).map(code);
      return [`\`${name}\``, behaviour, values.join(", "), evidence];
    });
    expect(rows.map((row) => row.map((cell) => cell.trim()))).toEqual(expected);
  });

  test("names are in camelCase, and each stands there once", () => {
    const names = assumptions.map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("each that can be flipped takes its default and its other value", () => {
    const flippable = assumptions.filter((one) => one.default !== undefined);
    expect(flippable.length).toBeGreaterThan(5);
    for (const { name, default: preset, other } of flippable) {
      expect(() => create({ [name]: preset })).not.toThrow();
      expect(() => create({ [name]: other ?? 0 })).not.toThrow();
    }
  });

  test.each([
    [{ firstLatestWithoutPoint: "empty" }, "firstLatestWithoutPoint: cannot be changed. Those that can: first"],
    [{ windows: "open" }, "windows: cannot be changed"],
    [
      { firstLatestWithoutPoints: "404" },
      'firstLatestWithoutPoints: 404 is not what it can be: "empty" or "not-found"',
    ],
    [{ firstLatestWithoutPoints: undefined }, "firstLatestWithoutPoints: undefined is not"],
    [{ alignToCacheByDefault: "true" }, "alignToCacheByDefault: true is not what it can be: false or true"],
    [{ enqueuedWriteDelayMs: -1 }, "enqueuedWriteDelayMs: -1 is not what it can be: milliseconds"],
    [{ tsdbRetentionMs: Infinity }, "tsdbRetentionMs: Infinity is not"],
    [{ dataLakeDelayMs: "1h" }, "dataLakeDelayMs: 1h is not"],
  ])("%j is refused", (given, message) => {
    expect(() => create(given)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(() => create(given)).toThrow(message);
  });
});
