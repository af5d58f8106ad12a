// What a read is said to cost, against what it then costs.
import { createTimeseriesClient, planRead, readMany, readManyAggregates } from "@omnia-timeseries/core";
import type { PlannedWindow, RequestPace, TimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const startTime = "2024-01-01T00:00:00Z";
const startMs = Date.parse(startTime);
const endTime = "2024-01-01T03:00:00Z";
const windowSeconds = 3 * 3600;
const toNs = (time: string): bigint => BigInt(Date.parse(time)) * 1_000_000n;

/** Series whose points lie so many seconds apart, over the whole window. */
function createPlant(distances: readonly number[]): { server: MockServer; client: TimeseriesClient; ids: string[] } {
  const series = distances.map((seconds, i) => ({
    name: `1219-PT-${i}`,
    facility: "1219",
    datapoints: Array.from({ length: Math.ceil(windowSeconds / seconds) }, (_, row) => ({
      time: new Date(startMs + row * seconds * 1000),
      value: row,
    })),
  }));
  const server = createMockServer({ series });
  const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
  return { server, client, ids: server.store.series.map(({ id }) => id) };
}

/** Whether the windows of each series are the whole window, in pieces. */
function expectWhole(windows: readonly PlannedWindow<string>[], ids: readonly string[], end: string): void {
  for (const id of ids) {
    const own = windows.filter(({ series }) => series === id).toSorted((a, b) => Number(a.startTime - b.startTime));
    expect(own[0]?.startTime).toBe(toNs(startTime));
    expect(own.at(-1)?.endTime).toBe(toNs(end));
    expect(own.slice(1).map((window) => window.startTime)).toEqual(own.slice(0, -1).map((window) => window.endTime));
  }
}

const distances = fc.array(fc.constantFrom(1, 2, 60, 600, 7200), { minLength: 1, maxLength: 8 });

describe("planRead", () => {
  test("says of points how many requests and points it will be, and sends nothing", async () => {
    await fc.assert(
      fc.asyncProperty(distances, fc.integer({ min: 1200, max: 12_000 }), async (seconds, pageSize) => {
        const { server, client, ids } = createPlant(seconds);
        const read = { series: ids, startTime, endTime, pageSize };
        const pointsEvery = (id: string): `${number}s` => `${seconds[ids.indexOf(id)]!}s`;
        const plan = await planRead(client, { ...read, pointsEvery });
        expect(server.requests).toHaveLength(0);

        const { series } = await readMany(client, { ...read, maxPoints: 1_000_000 });
        const points = [...series.values()].reduce((sum, { length }) => sum + length, 0);
        expect(plan.expectedPoints).toBe(points);
        // Which answer comes first decides which parts share a request. Of one series it is the same each time.
        const most = seconds.length === 1 ? 0 : Math.max(2, 0.05 * plan.requests);
        expect(Math.abs(plan.requests - server.requests.length)).toBeLessThanOrEqual(most);
        expectWhole(plan.windows, ids, endTime);
        expect(plan.windows.every(({ expectedPoints }) => expectedPoints <= pageSize)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test("of a single series it is what readDatapoints asks for", async () => {
    const { server, client, ids } = createPlant([1]);
    const window = { startTime, endTime, pageSize: 250 };
    const plan = await planRead(client, { ...window, series: ids, pointsEvery: 1_000_000_000n });
    await client.readDatapoints({ ...window, id: ids[0]! }).all({ maxPoints: 20_000 });
    expect([plan.requests, plan.expectedPoints]).toEqual([server.requests.length, windowSeconds]);
  });

  test.each(["none", "previous"] as const)("says the same of intervals, with fill %s", async (fill) => {
    const { server, client, ids } = createPlant([7, 20, 60]);
    const read = { series: ids, startTime, endTime, pageSize: 11, processingInterval: "7m", fill } as const;
    const plan = await planRead(client, read);
    const { series } = await readManyAggregates(client, {
      ...read,
      aggregateFunctions: ["max"],
      maxPoints: 1_000_000,
    });
    const rows = [...series.values()].reduce((sum, { length }) => sum + length, 0);
    expect([plan.expectedPoints, plan.requests]).toEqual([rows, server.requests.length]);
    expectWhole(plan.windows, ids, endTime);
  });

  test("a client that asked nothing yet does not know how long it takes; one that did says so", async () => {
    const { client, ids } = createPlant([60]);
    const read = { series: ids, startTime, endTime, pointsEvery: "1m" } as const;
    expect((await planRead(client, read)).durationMs).toBeUndefined();
    await client.getDatapoints({ id: ids[0]!, startTime, endTime });
    expect((await planRead(client, read)).durationMs).toBeGreaterThanOrEqual(0);
  });

  const pace: RequestPace = { concurrency: 8, spacingMs: 0, pauseMs: 0, tookMs: new Map([["GetMultipleData", 50]]) };
  // 10 800 points, 100 a page: one request that shows how dense it is, then windows of 90, and the rest in the same way.
  test.each([
    ["side by side", pace, (requests: number) => [50 + Math.ceil((requests - 1) / 8) * 50, 50 + requests * 25]],
    ["one after the other", { ...pace, concurrency: 1 }, (requests: number) => [requests * 50, requests * 50]],
    [
      "after a rest, at most four in a second",
      { ...pace, pauseMs: 1000, spacingMs: 250 },
      (requests: number) => [1050 + (requests - 1) * 250, 1050 + (requests - 1) * 250],
    ],
    [
      "by other requests, where there were no reads",
      { ...pace, tookMs: new Map([["GetLatest", 50]]) },
      () => [300, 5000],
    ],
  ])("its time is that of its requests: %s", async (_name, given, bounds) => {
    const client = { now: () => startMs, pace: () => given };
    const plan = await planRead(client, {
      series: ["da6f5c45-16b9-429f-8b29-b53bf701dcb0"],
      startTime,
      endTime,
      pageSize: 100,
      pointsEvery: "1s",
    });
    const [least, most] = bounds(plan.requests);
    expect(plan.durationMs).toBeGreaterThanOrEqual(least!);
    expect(plan.durationMs).toBeLessThanOrEqual(most!);
  });

  test.each([
    ["neither", {}],
    ["both", { pointsEvery: "1s", processingInterval: "1m" }],
    ["no distance", { pointsEvery: 0n }],
    ["no interval", { pointsEvery: "1x" }],
    ["a bad page size", { pointsEvery: "1s", pageSize: 0 }],
  ])("refuses %s", async (_name, wrong) => {
    const { client, ids } = createPlant([60]);
    await expect(planRead(client, { series: ids, startTime, endTime, ...wrong } as never)).rejects.toMatchObject({
      code: "invalid-argument",
    });
  });
});
