// What docs/testing.md shows, run as it stands.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { mockCommand, startMockCommand } from "./mock-command.test-support.ts";

const run = promisify(execFile);
const guide = await readFile(new URL("../../docs/testing.md", import.meta.url), "utf8");

function block(language: string): string {
  const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(guide) ?? [];
  if (code === undefined) throw new Error(`docs/testing.md has no block \`${language}\`.`);
  return code;
}

/** A folder inside the workspace, so that the packages are found from it. */
async function writeFileOf(name: string, code: string): Promise<{ folder: string; file: string }> {
  const folder = await mkdtemp(fileURLToPath(new URL("../dist/guide-", import.meta.url)));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = `${folder}/${name}`;
  await writeFile(file, code);
  return { folder, file };
}

/** Without the settings of the runner that runs this. */
const { PATH = "" } = process.env;

test("the tests with vitest pass", async () => {
  const { folder } = await writeFileOf("guide.test.ts", block("ts vitest"));
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  const report = `${folder}/report.json`;
  const args = [vitest, "run", "--root", folder, "--reporter", "json", "--outputFile", report];
  await run(process.execPath, args, { cwd: folder, env: { PATH } });
  expect(JSON.parse(await readFile(report, "utf8"))).toMatchObject({ success: true, numPassedTests: 3 });
});

test("the tests with node:test pass", async () => {
  const { file } = await writeFileOf("guide.test.ts", block("ts node"));
  const { stdout } = await run(process.execPath, ["--test", "--test-reporter=tap", file], { env: { PATH } });
  expect(stdout).toMatch(/^# pass 2$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
});

test("the configuration for Jest is that of the example", async () => {
  const { file } = await writeFileOf("jest.config.cjs", block("js jest"));
  const require = createRequire(import.meta.url);
  expect(require(file)).toEqual(require("../jest-commonjs/jest.config.js"));
});

test("the test in Python passes", async () => {
  const file = fileURLToPath(new URL("../python/test_highest_pressure.py", import.meta.url));
  const env = { PATH, MOCK_SERVER: `'${process.execPath}' '${mockCommand}'` };
  const { stderr } = await run("python3", [file], { env });
  expect(stderr).toMatch(/^Ran 2 tests[^]*\nOK\n$/m);
});

test("the lines with curl answer what they should", async () => {
  const [start, ...lines] = block("sh curl").split("\n\n");
  expect(start).toBe("omnia-timeseries-mock-server --port 4180 --auth none &");
  await using server = await startMockCommand(["--auth", "none"]);
  const script = lines.join("\n").replaceAll("http://localhost:4180", server.url).replaceAll("\ncurl", "\necho; curl");
  const { stdout } = await run("sh", ["-ec", script], { env: { PATH } });
  const [seeded, latest, faults, explanation, reset] = stdout.split(/\n(?=\{|\d+ request)/);
  const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
  expect(JSON.parse(seeded!)).toEqual({ seriesIds: [id] });
  expect(JSON.parse(latest!)).toMatchObject({ data: { items: [{ id, datapoints: [{ value: 92.25 }] }] } });
  expect(JSON.parse(faults!)).toMatchObject({ next: [{ operationId: "GetLatest", statusCode: 503 }] });
  expect(explanation).toContain("GetLatest of timeseries: 200");
  expect(JSON.parse(reset!)).toMatchObject({ statusCode: 200 });
});
