import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const cwd = fileURLToPath(new URL("../jest-commonjs/", import.meta.url));
const jest = createRequire(`${cwd}package.json`).resolve("jest/bin/jest");

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
}

test.each([
  ["what ts-jest makes CommonJS of", [], ""],
  ["ES modules that Jest requires", ["--config", '{"preset":"ts-jest"}'], "--experimental-vm-modules"],
])("a CommonJS project with Jest and ts-jest tests with the mock server: %s", async (_, options, nodeOptions) => {
  const args = [jest, "--json", "--silent", ...options];
  const env = { ...process.env, NODE_OPTIONS: nodeOptions };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env });
  expect(JSON.parse(stdout) as Report).toMatchObject({ success: true, numPassedTests: 2 });
});
