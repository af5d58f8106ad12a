// Nothing here knows the machine's time zone. `pnpm test:zones` runs whole suites in other zones; this shows that zones matter.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** What a program of a user might do, around hours and days that Oslo and Apia do not have, or have twice. */
const program = `
import { accessToken, createTimeseriesClient, formatTime, parseTime } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import { createMockServer } from "@omnia-timeseries/mock-server";

const id = "00000001-0000-4000-8000-000000000000";
// Days that begin and end in all three zones: Oslo's clock goes on at 2024-03-31T01:00Z, and Apia has no 2011-12-30.
const starts = ["2024-03-31T01:30:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z", "2011-12-30T12:00:00Z"];
const datapoints = starts.map((time, value) => ({ time, value })).toSorted((a, b) => (a.time < b.time ? -1 : 1));
const server = createMockServer({
  now: () => Date.UTC(2024, 9, 27, 2),
  auth: "none",
  series: [{ id, name: "a", facility: "1219", datapoints }],
});
const naive = { day: new Date(2024, 2, 31).getTime(), hours: new Date("2024-10-27T01:30:00Z").getHours() };
const told = [];
for (const format of [json, protobuf]) {
  const client = createTimeseriesClient({ ...server.clientOptions(), credential: accessToken(() => "token"), format });
  const window = { id, startTime: "2011-12-30", endTime: new Date(Date.UTC(2024, 9, 28)) };
  const points = await client.getDatapoints(window);
  const days = await client.getAggregates({ ...window, aggregateFunctions: ["count"], processingInterval: "1d" });
  const recent = await client.getLatestDatapoint({ id, afterTime: "now-1d", beforeTime: "now" });
  await client.writeData({ id, datapoints: [{ time: new Date(Date.UTC(2024, 2, 31, 1, 30)), value: 9 }], async: false });
  told.push(points.toRows(), [...points.timeMs()], days.toRows(), formatTime(recent.time));
}
told.push(starts.map((text) => formatTime(parseTime(text))), formatTime(parseTime("2024-03-31")));
const asked = server.requests.map(({ url, time }) => [new URL(url).search, time]);
console.log(JSON.stringify({ naive, told, asked, metadata: server.store.series, log: server.requests.explain() }));
`;

interface Told {
  readonly naive: unknown;
  readonly told: readonly unknown[];
  readonly asked: unknown;
}

async function runIn(zone: string): Promise<Told> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    cwd: import.meta.dirname,
    env: { ...process.env, TZ: zone },
  });
  return JSON.parse(stdout) as Told;
}

test("a program does the same in every time zone, although its zones differ", async () => {
  const [utc, ...others] = await Promise.all(["UTC", "Europe/Oslo", "Pacific/Apia"].map(runIn));
  expect(others.map((one) => ({ ...one, naive: utc!.naive }))).toEqual([utc, utc]);
  // The zones were in force: what reads the local clock came out three ways.
  expect(new Set([utc, ...others].map((one) => JSON.stringify(one!.naive))).size).toBe(3);
  expect(utc!.told[0]).toMatchObject([
    { time: "2011-12-30T12:00:00.0000000Z" },
    { time: "2024-03-31T01:30:00.0000000Z" },
    { time: "2024-10-27T00:30:00.0000000Z" },
    { time: "2024-10-27T01:30:00.0000000Z" },
  ]);
  expect(utc!.told[2]).toMatchObject([
    { time: "2011-12-30T00:00:00.0000000Z", count: 1 },
    { time: "2024-03-31T00:00:00.0000000Z", count: 1 },
    { time: "2024-10-27T00:00:00.0000000Z", count: 2 },
  ]);
  expect(utc!.told.at(-1)).toBe("2024-03-31T00:00:00Z");
});
