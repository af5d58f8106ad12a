import { createTimeseriesClient, isGood } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import { expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";

const nsPerSecond = 1_000_000_000n;

/** Somebody looks for what was wrong in a year of a pump, and has nothing but the client. */
test("a year of a pump: gaps and bad quality are found, and a trip that all of its sensors show", async () => {
  const now = (): number => Date.UTC(2026, 10, 22);
  const server = createMockServer({ auth: "none", now, plants: [{ facility: "1219" }] });
  const client = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });

  // The sensors of the pump, as a caller finds them.
  const pump = new Map<string, string>();
  for await (const { name, id } of client.readTimeseries({ facility: "1219", assetId: "1219-PA-2101" })) {
    pump.set(name!, id);
  }
  expect(pump.size).toBe(12);
  const current = pump.get("1219-IT-21011")!;

  // A year of its motor current in pages: more than six million points.
  const period = 5;
  const year = { startTime: "2025-01-01", endTime: "2026-01-01" };
  let points = 0;
  let bad = 0;
  let last: bigint | undefined;
  const gaps: bigint[] = [];
  const stops: bigint[] = [];
  let isRunning = true;
  for await (const page of client.readDatapoints({ id: current, ...year, pageSize: 100_000 })) {
    const { time, value, status } = page;
    for (let i = 0; i < page.length; i++) {
      const at = time[i]!;
      if (last !== undefined && at - last > 60n * nsPerSecond) gaps.push(at - last);
      last = at;
      if (!isGood(status[i]!)) bad++;
      else {
        if (isRunning && value[i]! < 20) stops.push(at);
        isRunning = value[i]! >= 20;
      }
    }
    points += page.length;
  }
  const missing = Number(gaps.reduce((sum, gap) => sum + gap, 0n) / nsPerSecond) / period;
  expect(points).toBeGreaterThan(6_000_000);
  expect(Math.abs(points + missing - (365 * 86_400) / period)).toBeLessThan(100);
  expect(gaps.length).toBeGreaterThan(2);
  expect(bad).toBeGreaterThan(0);
  expect(stops.length).toBeGreaterThan(2);

  // What its other sensors did in the ten minutes around each stop: when each had lost half of what it showed before.
  const names = ["1219-PT-21012", "1219-FT-21011", "1219-IT-21011", "1219-VT-21011", "1219-XS-21011"];
  const fallsAround = async (stop: bigint): Promise<(bigint | undefined)[]> => {
    const startTime = stop - 300n * nsPerSecond;
    const endTime = stop + 300n * nsPerSecond;
    const items = names.map((name) => ({ id: pump.get(name)!, startTime, endTime, statusFilter: [192], limit: 1000 }));
    return (await client.getMultiDatapoints({ items })).map(({ datapoints }) => {
      const before = datapoints?.at(0)?.value ?? 0;
      return datapoints?.time.find((_, row) => datapoints.value[row]! < before / 2);
    });
  };
  const seen = await Promise.all(stops.map(fallsAround));
  // A sensor with a defect of its own shows nothing then: most stops are seen by all of them.
  const seenByAll = seen
    .map((falls) => falls.filter((at) => at !== undefined))
    .filter((at) => at.length === names.length);
  expect(seenByAll.length).toBeGreaterThan(stops.length / 2);
  for (const falls of seenByAll) {
    const [first, ...rest] = falls.toSorted((a, b) => Number(a - b));
    expect(Number(rest.at(-1)! - first!) / 1e9).toBeLessThan(90);
  }
  // And it ran before the stop, and again after some hours at most.
  const after = await client.getFirstDatapoint({ id: current, afterTime: stops[0]! + 14n * 3600n * nsPerSecond });
  expect(after!.value).toBeGreaterThan(100);
});
