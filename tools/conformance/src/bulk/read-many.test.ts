// Reads of many series against what is stored, asked of the store itself.
import {
  createTimeseriesClient,
  readMany,
  readManyAggregates,
  readManyFirst,
  readManyLatest,
} from "@omnia-timeseries/core";
import type { SeriesKey, TimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const startMs = Date.UTC(2024, 0, 1);
const missing = "99999999-9999-4999-8999-999999999999";

/** Series of different density: most have a few points, some many. */
const lengths = fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.nat(900) }), {
  minLength: 1,
  maxLength: 140,
});

function createServer(sizes: readonly number[]): { server: MockServer; client: TimeseriesClient; ids: string[] } {
  const series = sizes.map((length, i) => ({
    name: `1219-PT-${i}`,
    facility: "1219",
    datapoints: Array.from({ length }, (_, row) => ({ time: new Date(startMs + row * 60_000), value: row + i / 1000 })),
  }));
  const server = createMockServer({ series });
  server.clock.skipWaits();
  const client = createTimeseriesClient({
    ...server.clientOptions(),
    format: sizes.length % 2 === 0 ? json : protobuf,
  });
  return { server, client, ids: server.store.series.map(({ id }) => id) };
}

const window = { startTime: "2024-01-01", endTime: "2024-02-01", maxPoints: 1_000_000 };

describe("readMany", () => {
  test("gives every series whole, or says why not, whatever goes wrong", async () => {
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.constantFrom(20, 100, 100_000),
        fc.option(fc.nat()),
        async (sizes, pageSize, seed) => {
          const { server, client, ids } = createServer(sizes);
          if (seed !== null) server.faults.schedule({ seed, rate: 0.1 });
          const asked: SeriesKey[] = [...ids, missing];
          const { series, failed } = await readMany(client, { ...window, series: asked, pageSize });
          expect(series.size + failed.size).toBe(asked.length);
          for (const [key, points] of series) {
            const stored = server.store.points(key as string);
            expect([points.id, [...points]], server.requests.explain()).toEqual([key, [...stored]]);
          }
          // Without faults nothing fails but what is not there.
          const failures = [...failed].map(([key, { code }]) => `${key as string} ${code}`);
          expect(failures).toEqual(seed === null ? [`${missing} not-found`] : failures);
          expect(failed.has(missing)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a thousand sparse series take at most twelve requests", async () => {
    const { server, client, ids } = createServer(Array.from({ length: 1000 }, (_, i) => i % 4));
    const { series } = await readMany(client, { ...window, series: ids });
    expect(series.size).toBe(1000);
    expect(server.requests.length).toBeLessThanOrEqual(12);
  });

  test("takes names, keyed by what was passed in, and each series once", async () => {
    const { client, server, ids } = createServer([3, 4]);
    const byName = { facility: "1219", name: "1219-PT-0" };
    const { series, failed } = await readMany(client, { ...window, series: [byName, ids[1]!, ids[1]!] });
    expect([...series.keys()]).toEqual([byName, ids[1]]);
    expect(series.get(byName)).toHaveLength(3);
    expect(failed.size).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  test("fails as a whole only where it is told to, and above maxPoints", async () => {
    const { client, ids } = createServer([300, 300]);
    const asked = [...ids, missing];
    await expect(readMany(client, { ...window, series: asked, failFast: true })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(readMany(client, { ...window, series: ids, maxPoints: 599 })).rejects.toMatchObject({
      code: "incomplete",
    });
    await expect(readMany(client, { ...window, series: ["no id"] })).rejects.toMatchObject({
      code: "invalid-argument",
    });
  });

  test("tells how many points came", async () => {
    const { client, ids } = createServer([30, 40]);
    const told: number[] = [];
    await readMany(client, { ...window, series: ids }, { onProgress: ({ rows }) => told.push(rows) });
    expect(told.at(-1)).toBe(70);
  });
});

describe("readManyAggregates", () => {
  test.each(["none", "previous"] as const)("gives what one request for all of it gives, with fill %s", async (fill) => {
    const { client, ids } = createServer([900, 3, 0, 450]);
    const asked = { ...window, endTime: "2024-01-02", processingInterval: "7m", fill } as const;
    const functions = ["avg", "max", "count"] as const;
    const { series } = await readManyAggregates(client, {
      ...asked,
      series: ids,
      aggregateFunctions: functions,
      pageSize: 11,
    });
    for (const id of ids) {
      const { maxPoints: _, ...whole } = asked;
      const expected = await client.getAggregates({ ...whole, id, aggregateFunctions: functions, limit: 100_000 });
      const given = series.get(id)!;
      expect([given.time, given.avg, given.max, given.count]).toEqual([
        expected.time,
        expected.avg,
        expected.max,
        expected.count,
      ]);
    }
  });
});

describe("readManyLatest and readManyFirst", () => {
  test("take any number of series, a hundred in a request", async () => {
    const { server, client, ids } = createServer(Array.from({ length: 250 }, (_, i) => i % 3));
    const asked = [...ids, missing];
    const latest = await readManyLatest(client, { series: asked });
    const first = await readManyFirst(client, { series: asked });
    expect(server.requests).toHaveLength(6);
    expect([...latest.failed.keys()]).toEqual([missing]);
    expect([...latest.series.keys()]).toEqual(ids);
    for (const id of ids) {
      const stored = server.store.points(id);
      expect([first.series.get(id), latest.series.get(id)]).toEqual([stored.at(0), stored.at(-1)]);
    }
  });
});
