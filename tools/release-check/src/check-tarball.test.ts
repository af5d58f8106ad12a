import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkTarball } from "./check-tarball.ts";
import { createFolder } from "./repository.test-support.ts";
import type { Manifest } from "./workspace.ts";

const right = {
  "package.json": "{}",
  "README.md": "",
  LICENSE: "",
  "CHANGELOG.md": "",
  "dist/index.js": 'export { a } from "./a.js";',
  "dist/index.d.ts": 'export { a } from "./a.ts";',
  "dist/a.js": "export const a = 1;",
  "dist/a.d.ts": "export declare const a = 1;",
};
const manifest: Manifest = {
  name: "@omnia-timeseries/a",
  version: "1.0.0",
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  dependencies: { b: "^1.0.0" },
};

function problemsOf(changes: Readonly<Record<string, string | undefined>>, manifestChanges: Partial<Manifest> = {}) {
  using temporary = createFolder();
  for (const [name, text] of Object.entries({ ...right, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(temporary.folder, name)), { recursive: true });
    writeFileSync(join(temporary.folder, name), text);
  }
  return checkTarball({ folder: temporary.folder, manifest: { ...manifest, ...manifestChanges } });
}

test("nothing is wrong with a tarball of what users read and run", () => {
  expect(problemsOf({})).toEqual([]);
});

test.each([
  ["README.md", { "README.md": undefined }],
  ["LICENSE", { LICENSE: undefined }],
  ["CHANGELOG.md", { "CHANGELOG.md": undefined }],
  ["dist/a.test.js", { "dist/a.test.js": "" }],
  ["dist/a.test-support.d.ts", { "dist/a.test-support.d.ts": "" }],
  ["dist/tsconfig.tsbuildinfo", { "dist/tsconfig.tsbuildinfo": "" }],
  ["dist/a.js.map", { "dist/a.js.map": "{}" }],
  ["src/a.ts", { "src/a.ts": "" }],
  ["bundle.js", { "bundle.js": "" }],
  ["a source map", { "dist/a.js": "export const a = 1;\n//# sourceMappingURL=a.js.map" }],
  ["imports ./a.js", { "dist/a.js": undefined, "dist/a.d.ts": undefined, "dist/index.d.ts": "" }],
  ["imports ./a.ts", { "dist/a.d.ts": undefined }],
  ["./dist/index.js", { "dist/index.js": undefined }],
])("%s is found out", (name, changes) => {
  const problems = problemsOf(changes);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(name);
});

test.each(["workspace:^", "catalog:", "1.2.3"])("a dependency of %s is found out", (range) => {
  expect(problemsOf({}, { dependencies: { b: range } })).toEqual([expect.stringContaining(`b`)]);
});
