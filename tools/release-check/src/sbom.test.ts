import { expect, test } from "vitest";
import { checkLicences } from "./sbom.ts";

const problemsOf = (...licenses: Parameters<typeof checkLicences>[0]["components"][number]["licenses"] & object[]) =>
  checkLicences({ components: [{ name: "a", version: "1.0.0", licenses }] });

test.each([
  [{ license: { id: "MIT" } }],
  [{ license: { id: "0BSD" } }],
  [{ expression: "(MIT OR GPL-3.0)" }],
  [{ expression: "MIT AND Apache-2.0" }],
])("is on the list: %j", (license) => {
  expect(problemsOf(license)).toEqual([]);
});

test.each([
  [{ license: { id: "GPL-3.0-only" } }, "GPL-3.0-only"],
  [{ license: { name: "Commercial" } }, "Commercial"],
  [{ expression: "MIT AND GPL-3.0" }, "MIT AND GPL-3.0"],
])("is not on the list: %j", (license, text) => {
  expect(problemsOf(license)).toEqual([expect.stringContaining(`a 1.0.0 has the licence ${text},`)]);
});

test("no licence at all is not on the list", () => {
  expect(problemsOf()).toEqual([expect.stringContaining("(none)")]);
});
