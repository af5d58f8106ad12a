// What a chart is given of a window against what is stored.
import { createTimeseriesClient, Datapoints, isOmniaError, readForPlot } from "@omnia-timeseries/core";
import type { PlotData, TimeseriesClient } from "@omnia-timeseries/core";
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

const second = 1_000_000_000n;
const startTime = 1_700_000_000n * second;

/** Stretches of different density with holes between them. */
const rowsOf = (least: number): fc.Arbitrary<Row[]> =>
  fc
    .array(
      fc.record({
        gapSeconds: fc.integer({ min: 0, max: 4000 }),
        stepMs: fc.constantFrom(1, 333, 1000, 60_000),
        values: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: least, maxLength: 80, size: "max" }),
      }),
      { minLength: Math.sign(least) * 3, maxLength: 7, size: "max" },
    )
    .map((stretches) => {
      const found: Row[] = [];
      let time = startTime;
      for (const { gapSeconds, stepMs, values } of stretches) {
        time += BigInt(gapSeconds) * second;
        for (const value of values) {
          found.push({ time, value, status: 192 });
          time += BigInt(stepMs) * 1_000_000n;
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

const toRows = ({ time, value }: PlotData): { time: bigint; value: number }[] =>
  Array.from(time, (at, i) => ({ time: at, value: value[i]! }));
const isValue = ({ value }: { value: number }): boolean => !Number.isNaN(value);
const endOf = (stored: readonly Row[]): bigint => (stored.at(-1)?.time ?? startTime) + second;

/** The stored points of each interval that has any. */
function groupByInterval<T extends { readonly time: bigint }>(stored: readonly T[], width: bigint): [bigint, T[]][] {
  const groups = new Map<bigint, T[]>();
  for (const row of stored) {
    const start = startTime + ((row.time - startTime) / width) * width;
    groups.set(start, [...(groups.get(start) ?? []), row]);
  }
  return [...groups];
}

/** Pairs of neighbours with at least so much between them. */
const wideApart = (stored: readonly Row[], isWide: (distance: bigint) => boolean): [bigint, bigint][] =>
  stored.flatMap(({ time }, i): [bigint, bigint][] => {
    const next = stored[i + 1]?.time;
    return next !== undefined && isWide(next - time) ? [[time, next]] : [];
  });

const countGapsIn = (plot: PlotData, pairs: readonly [bigint, bigint][]): number =>
  pairs.filter(([from, to]) => toRows(plot).some((row) => !isValue(row) && row.time > from && row.time < to)).length;

const isAscending = ({ time }: PlotData): boolean => time.every((at, i) => i === 0 || at > time[i - 1]!);

describe("readForPlot", () => {
  test("from raw: only stored points, every extreme, every gap, and no more rows than asked for", async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(0), fc.integer({ min: 10, max: 200 }), async (stored, maxPoints) => {
        const { client, id } = createServer(stored);
        const endTime = endOf(stored);
        const plot = await readForPlot(client, { id, startTime, endTime, maxPoints, maxGap: "2m" });
        const kept = toRows(plot).filter(isValue);
        const storedTexts = new Set(stored.map(({ time, value }) => `${time} ${value}`));
        expect(kept.filter(({ time, value }) => !storedTexts.has(`${time} ${value}`))).toEqual([]);
        expect([plot.source, isAscending(plot), plot.length <= maxPoints]).toEqual(["raw", true, true]);
        expect(plot.length).toBe(plot.value.length);

        const isReduced = kept.length < stored.length;
        const width = (endTime - startTime - 1n) / BigInt(Math.floor(maxPoints / 5)) + 1n;
        const lost = groupByInterval(stored, width).flatMap(([start, inside]) => {
          const shown = kept.filter(({ time }) => time >= start && time < start + width);
          const values = shown.map(({ value }) => value);
          const all = inside.map(({ value }) => value);
          const isKept =
            values.includes(Math.min(...all)) &&
            values.includes(Math.max(...all)) &&
            shown.at(0)?.time === inside[0]!.time &&
            shown.at(-1)?.time === inside.at(-1)!.time;
          return isKept ? [] : [start];
        });
        expect(lost).toEqual([]);

        const gaps = wideApart(stored, (distance) => distance > 120n * second && (!isReduced || distance >= width));
        expect(countGapsIn(plot, gaps)).toBe(gaps.length);
        // Nothing is broken but there.
        expect(plot.length - kept.length).toBe(gaps.length);
        // And nothing is left out where it fits.
        expect(isReduced).toBe(stored.length + wideApart(stored, (d) => d > 120n * second).length > maxPoints);
      }),
      { numRuns: 150 },
    );
  });

  test("from aggregates: only stored values near their times, every extreme, gaps of whole intervals", async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(51), fc.integer({ min: 10, max: 150 }), async (stored, maxPoints) => {
        const { server, client, id } = createServer(stored);
        const endTime = endOf(stored);
        const asked = { id, startTime, endTime, maxPoints, maxRawPoints: 0, maxGap: "2m" } as const;
        const plot = await readForPlot(client, asked);
        expect([plot.source, isAscending(plot), plot.length <= maxPoints]).toEqual(["aggregates", true, true]);
        expect(server.requests).toHaveLength(2);

        const query = new URL(server.requests.of("GetAggregatedData")[0]!.url).searchParams;
        const width = BigInt(Number.parseInt(query.get("processingInterval")!, 10)) * second;
        const kept = toRows(plot).filter(isValue);
        const shown = new Map(groupByInterval(kept, width));
        const expected = groupByInterval(stored, width);
        const textOf = (values: readonly number[]): string[] => [...new Set(values.map(String))].toSorted();
        expect([...shown].map(([start, inside]) => [start, textOf(inside.map(({ value }) => value))])).toEqual(
          expected.map(([start, inside]) => {
            const values = inside.map(({ value }) => value);
            return [start, textOf([values[0]!, Math.min(...values), Math.max(...values), values.at(-1)!])];
          }),
        );
        // The first and the last of an interval are where they belong.
        expect([...shown].map(([, inside]) => [inside[0]!.value, inside.at(-1)!.value])).toEqual(
          expected.map(([, inside]) => [inside[0]!.value, inside.at(-1)!.value]),
        );

        const gaps = wideApart(stored, (distance) => distance >= 120n * second + 2n * width && distance >= 3n * width);
        expect(countGapsIn(plot, gaps)).toBe(gaps.length);
        const possible = wideApart(stored, (distance) => distance > 120n * second && distance > width);
        expect(plot.length - kept.length).toBe(countGapsIn(plot, possible));
      }),
      { numRuns: 100 },
    );
  });

  test("is the same whatever goes wrong, or a typed error", async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(51), fc.nat(), fc.constantFrom(0, 100_000), async (stored, seed, maxRawPoints) => {
        const { server, client, id } = createServer(stored);
        const asked = { id, startTime, endTime: endOf(stored), maxPoints: 50, maxRawPoints };
        const expected = await readForPlot(client, asked);
        server.faults.schedule({ seed, rate: 0.2 });
        const outcome = await readForPlot(client, asked).catch((error: unknown) => error);
        const isFailed = isOmniaError(outcome);
        expect(isFailed ? typeof outcome.attempts : outcome, server.requests.explain()).toEqual(
          isFailed ? "number" : expected,
        );
      }),
      { numRuns: 40 },
    );
  });

  const everySecond = (count: number, hole: readonly [number, number] = [0, 0]): Row[] =>
    Array.from({ length: count }, (_, i) => ({
      time: startTime + BigInt(i) * second,
      value: i % 17,
      status: 192,
    })).filter((_, i) => i < hole[0] || i >= hole[1]);

  test.each([
    ["few points are read in one request", 100, undefined, "raw", ["GetData"]],
    ["a page more by two", 1000, undefined, "raw", ["GetData", "GetData"]],
    ["many as aggregates", 1000, 999, "aggregates", ["GetData", "GetAggregatedData"]],
    ["as many as maxRawPoints are not many", 1000, 1000, "raw", ["GetData", "GetData"]],
    ["never fewer than maxPoints", 200, 0, "raw", ["GetData"]],
  ])("%s", async (_, count, maxRawPoints, source, operations) => {
    const stored = everySecond(count);
    const { server, client, id } = createServer(stored);
    const plot = await readForPlot(client, { id, startTime, endTime: endOf(stored), maxPoints: 200, maxRawPoints });
    expect([plot.id, plot.source]).toEqual([id, source]);
    expect([...server.requests].map(({ operationId }) => operationId)).toEqual(operations);
  });

  test("goes over to aggregates when more comes than the service said", async () => {
    const stored = everySecond(1000);
    const { client, id } = createServer(stored);
    const silent: Parameters<typeof readForPlot>[0] = {
      ...client,
      getDatapoints: async (parameters, options) => {
        const { id: series, time, value, status, continuationToken } = await client.getDatapoints(parameters, options);
        return Object.assign(new Datapoints({ id: series, time, value, status }), { continuationToken });
      },
    };
    const asked = { id, startTime, endTime: endOf(stored), maxPoints: 100 };
    expect(await readForPlot(silent, { ...asked, maxRawPoints: 999 })).toMatchObject({ source: "aggregates" });
    expect(await readForPlot(silent, { ...asked, maxRawPoints: 1000 })).toMatchObject({ source: "raw" });
  });

  test.each([0, 100_000])("tells a gap by the usual distance, with maxRawPoints %i", async (maxRawPoints) => {
    const stored = everySecond(2000, [800, 900]);
    const { client, id } = createServer(stored);
    const asked = { id, startTime, endTime: endOf(stored), maxPoints: 500, maxRawPoints };
    const plot = await readForPlot(client, asked);
    const gaps = toRows(plot).filter((row) => !isValue(row));
    expect(gaps.map(({ time }) => time > startTime + 799n * second && time < startTime + 900n * second)).toEqual([
      true,
    ]);
    const none = await readForPlot(client, { ...asked, maxGap: "5m" });
    expect(toRows(none).every(isValue)).toBe(true);
  });

  test("an empty window has no rows, and one without a length asks nothing", async () => {
    const { server, client, id } = createServer([]);
    const empty = { id, source: "raw", length: 0, time: new BigInt64Array(), value: new Float64Array() };
    expect(await readForPlot(client, { id, startTime, maxPoints: 10 })).toEqual(empty);
    expect(server.requests).toHaveLength(1);
    expect(await readForPlot(client, { id, startTime, endTime: startTime, maxPoints: 10 })).toEqual(empty);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    { maxPoints: 9 },
    { maxPoints: 10.5 },
    { maxPoints: Number.NaN },
    { maxPoints: 10, maxRawPoints: -1 },
    { maxPoints: 10, maxGap: "0s" as const },
    { maxPoints: 10, endTime: startTime - 1n },
  ])("refuses %o before anything is sent", async (bad) => {
    const { server, client, id } = createServer([]);
    await expect(readForPlot(client, { id, startTime, ...bad })).rejects.toMatchObject({ code: "invalid-argument" });
    expect(server.requests).toHaveLength(0);
  });
});
