import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Runs an example as a reader would. @returns its lines */
async function run(file: string): Promise<string[]> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [path]);
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

test("the usage examples of the Python SDK's notebook", async () => {
  expect(await run("usage-examples.ts")).toEqual([
    "The first of SNA: 20TT0001, 20PT0001, 20PT0002",
    "By name 2, by description 2",
    "20PT0001 is measured in bar",
    "Found 20PT0001; missing 20PT9999",
    expect.stringMatching(/^Changed by \S+/),
    expect.stringMatching(/^From 60 to \d/),
    "360 points by name",
    "360 points from IMS",
    "360 points from TSDB",
    expect.stringMatching(/^\d+ points from DataLake$/),
    "72 averages, 24 counts",
    "2 first and 2 latest points",
    "24 averages of good points",
    expect.stringMatching(/^\d+ facilities, \d+ sources$/),
    expect.stringMatching(/^SNA has 1 series from \w+$/),
    expect.stringMatching(/^\w+ delivers to SNA/),
    "1 subscription",
    "0 subscriptions",
    "20PT0001 was there, 20PT0003 is new",
    "20PT0001: Pressure behind the separator, still in bar",
    "20PT0001: unit lost",
  ]);
});

test("the notebook that gets data as Protobuf", async () => {
  const message = JSON.parse((await run("get-data-as-protobuf.ts")).join("\n")) as { data: [{ values: unknown }] };
  expect(message.data[0].values).toEqual([
    { int64: "1727263834898000000" },
    { double: 246.56092834472656 },
    { uint32: 192 },
  ]);
});
