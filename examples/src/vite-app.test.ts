import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildApp } from "./vite-app.test-support.ts";

async function readScripts(folder: string): Promise<string> {
  const names = await readdir(join(folder, "assets"));
  return (await Promise.all(names.map((name) => readFile(join(folder, "assets", name), "utf8")))).join("\n");
}

const ofTheMockServer = "mock.user@example.invalid";

test.each([
  ["production", false],
  ["mock", true],
] as const)("whether the build for %s has the mock server in it: %s", async (mode, isInIt) => {
  await using app = await buildApp(mode);
  expect((await readScripts(app.folder)).includes(ofTheMockServer)).toBe(isInIt);
});
