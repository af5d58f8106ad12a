// Reads of whole windows against what is stored, asked of the store itself.
import { createTimeseriesClient, isOmniaError } from "@omnia-timeseries/core";
import type { Datapoints, Fill, ReadProgress, TimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

interface Row {
  readonly time: bigint;
  readonly value: number;
  readonly status: number;
}

const tick = 100n;
const second = 1_000_000_000n;

/** Stretches of different density, with holes between them: what a guess by the mean gets wrong. */
const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      gapSeconds: fc.integer({ min: 1, max: 5000 }),
      stepTicks: fc.constantFrom(1, 7, 10_000_000, 600_000_000),
      length: fc.integer({ min: 0, max: 120 }),
    }),
    { maxLength: 6 },
  )
  .map((stretches) => {
    const found: Row[] = [];
    let time = 1_700_000_000n * second;
    for (const { gapSeconds, stepTicks, length } of stretches) {
      time += BigInt(gapSeconds) * second;
      for (let i = 0; i < length; i++) {
        time += BigInt(stepTicks) * tick;
        found.push({ time, value: found.length + 0.5, status: found.length % 3 === 0 ? 64 : 192 });
      }
    }
    return found;
  });

function createServer(datapoints: readonly Row[]): { server: MockServer; client: TimeseriesClient; id: string } {
  const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", datapoints }] });
  server.clock.skipWaits();
  const format = datapoints.length % 2 === 0 ? json : protobuf;
  const client = createTimeseriesClient({ ...server.clientOptions(), format });
  return { server, client, id: server.store.series[0]!.id };
}

const toRows = (pages: readonly Datapoints[]): Row[] => pages.flatMap((page) => [...page]);
const startTime = "2023-11-01";
const endTime = "2024-06-01";

describe("readDatapoints", () => {
  test("gives every point once and in order, whatever goes wrong, or a typed error", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 2, max: 60 }), fc.option(fc.nat()), async (stored, pageSize, seed) => {
        const { server, client, id } = createServer(stored);
        if (seed !== null) server.faults.schedule({ seed, rate: 0.1 });
        const read = client.readDatapoints({ id, startTime, endTime, pageSize });
        const outcome = await read.all({ maxPoints: 1000 }).then(
          (points) => ({ points: [...points] }),
          (error: unknown) => ({ error }),
        );
        const isTyped = "error" in outcome && isOmniaError(outcome.error) && (outcome.error.attempts ?? 0) > 0;
        // Without faults nothing may fail.
        expect(seed !== null && isTyped ? { points: stored } : outcome, server.requests.explain()).toEqual({
          points: stored,
        });
      }),
      { numRuns: 60 },
    );
  });

  test("goes on from any page's cursor with exactly the rest", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 9, max: 60 }), fc.boolean(), async (stored, pageSize, withOutside) => {
        const { client, id } = createServer(stored);
        const window = { id, startTime: "2023-11-14T22:30:00Z", endTime: "2023-11-15T01:00:00Z" };
        const parameters = { ...window, pageSize, includeOutsidePoints: withOutside };
        const pages: Datapoints[] = [];
        const cursors: string[] = [];
        for await (const page of client.readDatapoints(parameters)) {
          pages.push(page);
          cursors.push(page.cursor);
        }
        // A few of many: each is a read of its own.
        for (const [i, cursor] of [...cursors.entries()].filter(([at]) => at % 7 === 2 || at + 1 === cursors.length)) {
          const rest: Datapoints[] = [];
          for await (const page of client.readDatapoints({ ...parameters, cursor })) rest.push(page);
          expect(toRows(rest)).toEqual(toRows(pages.slice(i + 1)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a read that failed goes on from the last cursor, as often as it must, and nothing is missing or twice", async () => {
    let resumed = 0;
    const property = fc.asyncProperty(
      rows,
      fc.integer({ min: 9, max: 60 }),
      fc.nat(),
      async (stored, pageSize, seed) => {
        const { server, client, id } = createServer(stored);
        server.faults.schedule({ seed, rate: 0.5 });
        const found: Row[] = [];
        let cursor: string | undefined;
        for (let isDone = false, reads = 0; !isDone; reads++) {
          // The network is mended after a while.
          if (reads === 20) server.faults.clear();
          const pages = client.readDatapoints({ id, startTime, endTime, pageSize, cursor });
          isDone = await (async () => {
            for await (const page of pages) {
              found.push(...page);
              ({ cursor } = page);
            }
            return true;
          })().catch((error: unknown) => !isOmniaError(error));
          if (!isDone && cursor !== undefined) resumed++;
        }
        expect(found, server.requests.explain()).toEqual(stored);
      },
    );
    await fc.assert(property, { numRuns: 30 });
    expect(resumed).toBeGreaterThan(0);
  });

  test("intervals, too, go on from any page's cursor with exactly the rest", async () => {
    const fills = fc.constantFrom<Fill>("none", "null", "previous", "linear", -1);
    const property = fc.asyncProperty(rows, fc.integer({ min: 5, max: 30 }), fills, async (stored, pageSize, fill) => {
      const { client, id } = createServer(stored);
      const window = { id, startTime: "2023-11-14T22:30:00Z", endTime: "2023-11-15T01:00:00Z" };
      const aggregation = { aggregateFunctions: ["avg", "last", "count"], processingInterval: "1m", fill } as const;
      const pages: (readonly object[])[] = [];
      const cursors: string[] = [];
      for await (const page of client.readAggregates({ ...window, ...aggregation, pageSize })) {
        pages.push([...page]);
        cursors.push(page.cursor);
      }
      const whole = await client.getAggregates({ ...window, ...aggregation });
      expect(pages.flat()).toEqual([...whole]);
      for (const [i, cursor] of [...cursors.entries()].filter(([at]) => at % 5 === 1 || at + 1 === cursors.length)) {
        const rest: object[] = [];
        for await (const page of client.readAggregates({ ...window, ...aggregation, pageSize, cursor })) {
          rest.push(...page);
        }
        expect(rest).toEqual(pages.slice(i + 1).flat());
      }
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test("tells how far it is, and asks side by side once it knows how dense the window is", async () => {
    const stored = Array.from({ length: 1000 }, (_, i) => ({
      time: 1_700_000_000n * second + BigInt(i) * second,
      value: i,
      status: 192,
    }));
    const { server, client, id } = createServer(stored);
    const told: ReadProgress[] = [];
    const onProgress = (progress: ReadProgress): void => void told.push(progress);
    const read = client.readDatapoints({ id, startTime, endTime, pageSize: 20 }, { onProgress });
    let most = 0;
    for await (const page of read) most = Math.max(most, page.length);
    expect(most).toBeLessThanOrEqual(20);
    expect(told.at(-1)).toEqual({ rows: 1000, totalCount: 1000, upTo: 1_717_200_000n * second });
    expect(told.map(({ rows: some }) => some)).toEqual(told.map(({ rows: some }) => some).toSorted((a, b) => a - b));
    const windows = new Set(server.requests.map(({ url }) => new URL(url).searchParams.get("startTime")));
    expect(windows.size).toBeGreaterThan(40);
  });

  test("ends what is under way when nobody takes any more", async () => {
    const stored = Array.from({ length: 1000 }, (_, i) => ({
      time: 1_700_000_000n * second + BigInt(i) * second,
      value: i,
      status: 192,
    }));
    const { server, client, id } = createServer(stored);
    let pages = 0;
    for await (const page of client.readDatapoints({ id, startTime, endTime, pageSize: 10 })) {
      pages += Math.sign(page.length);
      if (pages === 3) break;
    }
    const asked = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Eight side by side at most, beside what was taken.
    expect(asked).toBeLessThanOrEqual(3 + 8);
    expect(server.requests.length).toBeLessThanOrEqual(asked + 8);
  });

  test.each(["", "{}", '{"end":"2024-01-01T00:00:00Z","next":{}}', '{"end":"x","next":{"a":"y"}}', "null"])(
    "%j is no cursor of this read",
    async (cursor) => {
      const { server, client, id } = createServer([]);
      const read = client.readDatapoints({ id, startTime, endTime, cursor }).all({ maxPoints: 1 });
      await expect(read).rejects.toMatchObject({ code: "invalid-argument" });
      expect(server.requests).toHaveLength(0);
    },
  );
});
