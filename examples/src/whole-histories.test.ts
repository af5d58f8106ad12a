// The README's example of long reads and bulk writes, run as it stands.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const before = `
import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";

const datapoints = Array.from({ length: 300 }, (_, day) => ({ time: new Date(Date.UTC(2024, 0, 1 + day)), value: day }));
const server = createMockServer({
  now: () => Date.UTC(2026, 11, 1),
  series: ["a", "b"].map((name) => ({ name, facility: "1219", datapoints })),
});
const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
const ids = server.store.series.map((one) => one.id);
const [id] = ids;
const pointsById = new Map([[id, [{ time: "2025-01-01T00:00:00Z", value: 1 }]]]);
const cursors = [];
const keep = (cursor) => cursors.push(cursor);
`;
const after = `
console.log(JSON.stringify([cursors.length, series.size, failed.size, plot.length, months.length, committed.length]));
console.log(accepted.length + refused.length + unknown.length, typeof alignSeries, typeof toPlotColumns);
`;

test("the example of whole histories runs", async () => {
  const readme = await readFile(new URL("../../packages/core/README.md", import.meta.url), "utf8");
  const [, code] = /## Whole histories\n\n```ts\n(.*?)```/s.exec(readme)!;
  const args = ["--input-type=module-typescript", "--eval", before + code! + after];
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
  expect(stdout).toBe("[1,2,0,0,12,1]\n0 function function\n");
});
