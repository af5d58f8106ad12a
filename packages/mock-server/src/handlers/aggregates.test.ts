import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intervalPagesOf, rowsOfSource, storeRows, toText } from "./oracle.test-support.ts";
import {
  aggregateQuestions,
  compareIntervals,
  createSeries,
  nowMs as seriesNowMs,
  readFound,
  toNs,
  toQuery,
} from "./random-series.test-support.ts";
import { at, createServer, point, readProtobuf, send } from "./wire.test-support.ts";

type Row = Record<string, number | string>;
interface Page {
  data: { items: { id: string; totalCount: number; datapoints: Row[]; statusCode?: number }[] };
  continuationToken: string | null;
  message: string;
}

const nowMs = Date.UTC(2024, 0, 1);

describe("aggregates of a series", () => {
  test("all pages together are what a plain computation over the rows gives, from every source", async () => {
    await fc.assert(
      fc.asyncProperty(aggregateQuestions, async ({ anchor, offsets, length, request, series, source, limit }) => {
        const written = offsets.map(({ offset, value, status }) => ({ time: anchor + offset, value, status }));
        const { server, ids } = createSeries(written);
        const start = anchor + length.start;
        const end = start + length.window;
        const query = toQuery({
          startTime: toText(start, 9),
          endTime: toText(end, 9),
          aggregateFunction: request.functions,
          processingInterval: request.interval,
          fill: request.fill,
          alignToCache: request.alignToCache,
          status: request.statuses,
          federationSource: source,
          limit,
        });
        const path = `/${ids[series]}/data/aggregates?${query}`;
        const held = rowsOfSource(storeRows(written), series, source, seriesNowMs);
        const expected =
          held && intervalPagesOf(held, { ...request, start, end, limit, interval: toNs(request.interval) });
        const items = (await readFound(server, path))?.map(({ data }) => data.items[0]!);
        expect(items?.map(({ id, totalCount }) => [id, totalCount])).toEqual(
          expected?.pages.map(() => [ids[series], expected.totalCount]),
        );
        expect((items ?? []).flatMap(({ datapoints }, i) => compareIntervals(datapoints, expected!.pages[i]!))).toEqual(
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  test("an interval holds its start and not its end, and is stamped with its start; empty ones are left out", async () => {
    const { server, a } = createServer([point(0, 1), point(9_999, 2), point(10_000, 3), point(30_000, 4)]);
    const path = `/${a}/data/aggregates?aggregateFunction=count&processingInterval=10s&fill=none&startTime=${at(0)}`;
    const { data } = (await (await send(server, "GET", path)).json()) as Page;
    expect(data.items[0]!.datapoints).toEqual([
      { time: at(0), count: 2 },
      { time: at(10_000), count: 1 },
      { time: at(30_000), count: 1 },
    ]);
  });

  test("alignToCache begins intervals at whole multiples of their length", async () => {
    const { server, a } = createServer([point(5_000, 1), point(9_000, 2), point(12_000, 3)]);
    const path = `/${a}/data/aggregates?aggregateFunction=sum&processingInterval=10s&startTime=${at(4_000)}`;
    const read = async (more: string) =>
      ((await (await send(server, "GET", path + more)).json()) as Page).data.items[0]!.datapoints;
    expect(await read("&alignToCache=True")).toEqual([
      { time: at(0), sum: 3 },
      { time: at(10_000), sum: 3 },
    ]);
    expect(await read("&alignToCache=False")).toEqual([{ time: at(4_000), sum: 6 }]);
  });

  test("alignToCache does so before 1970 too", async () => {
    const { server, a } = createServer([{ time: "1969-12-31T23:59:55Z", value: 4 }]);
    const window = "startTime=1969-12-31T23:59:52Z&alignToCache=true&processingInterval=10s";
    const { data } = (await (
      await send(server, "GET", `/${a}/data/aggregates?aggregateFunction=max&${window}`)
    ).json()) as Page;
    expect(data.items[0]!.datapoints).toEqual([{ time: "1969-12-31T23:59:50.0000000Z", max: 4 }]);
  });

  test.each([
    ["none", [undefined, 1, undefined, undefined, 7, undefined]],
    ["null", [undefined, 1, undefined, undefined, 7, undefined]],
    ["previous", [null, 1, 1, 1, 7, 7]],
    ["linear", [null, 1, 3, 5, 7, null]],
    ["-0.5", [-0.5, 1, -0.5, -0.5, 7, -0.5]],
  ])("fill=%s, page after page", async (fill, expected) => {
    const { server, a } = createServer([point(1_000, 0), point(1_500, 2), point(4_000, 7), point(6_000, 9)]);
    const window = `startTime=${at(0)}&endTime=${at(6_000)}`;
    const path = `/${a}/data/aggregates?aggregateFunction=avg&processingInterval=1s&fill=${fill}&limit=2&${window}`;
    const rows: Row[] = [];
    let token: string | null = "";
    while (token !== null) {
      const more: string = token === "" ? "" : `&continuationToken=${token}`;
      const page = (await (await send(server, "GET", path + more)).json()) as Page;
      expect(page.data.items[0]!.totalCount).toBe(expected.filter((value) => value !== undefined).length);
      rows.push(...page.data.items[0]!.datapoints);
      token = page.continuationToken;
    }
    const wanted = expected.map((avg, i) => ({ time: at(i * 1000), avg }));
    expect(rows.map((row) => ({ avg: null, ...row }))).toEqual(wanted.filter(({ avg }) => avg !== undefined));
  });

  test.each([
    ["2.6", [3, 1, 3, 4]],
    ["-0.4", [0, 1, 0, 4]],
    ["linear", [undefined, 1, 3, 4]],
  ])("a count is whole also where it is filled in: fill=%s", async (fill, counts) => {
    const { server, a } = createServer([1_000, 3_000, 3_001, 3_002, 3_003].map((ms) => point(ms, 0)));
    const window = `startTime=${at(0)}&endTime=${at(4_000)}&processingInterval=1s`;
    const path = `/${a}/data/aggregates?aggregateFunction=count&${window}`;
    const rows = ((await (await send(server, "GET", `${path}&fill=${fill}`)).json()) as Page).data.items[0]!.datapoints;
    expect(rows.map(({ count }) => count)).toEqual(counts);
  });

  test("a fill of very many intervals answers a page of them", async () => {
    const { server, a } = createServer([point(0, 1)]);
    const path = `/${a}/data/aggregates?aggregateFunction=count&processingInterval=1s&fill=0&limit=3`;
    const { data } = (await (await send(server, "GET", path)).json()) as Page;
    expect(data.items[0]!.datapoints).toEqual(
      [0, 1, 2].map((s) => ({ time: `1970-01-01T00:00:0${s}.0000000Z`, count: 0 })),
    );
    expect(data.items[0]!.totalCount).toBe(Date.UTC(2024, 5, 1) / 1000);
  });

  test("a token of raw points, or of other intervals, is none of theirs", async () => {
    const { server, a } = createServer([point(0, 1), point(1_000, 2)]);
    const path = `/${a}/data/aggregates?aggregateFunction=last&limit=1&startTime=${at(0)}`;
    for (const other of [`/${a}/data?limit=1`, `${path}&processingInterval=1s`]) {
      const { continuationToken } = (await (await send(server, "GET", other)).json()) as Page;
      expect(continuationToken).not.toBeNull();
      const wrong = `${path}&processingInterval=2s&continuationToken=${continuationToken}`;
      expect((await send(server, "GET", wrong)).status).toBe(400);
    }
  });

  test("in Protobuf: the time, then the functions; the deviation of one value is no value", async () => {
    const { server, a } = createServer([point(0, 1), point(10, 4), point(1_000, 7)]);
    const path = `/${a}/data/aggregates?aggregateFunction=max&aggregateFunction=stddev&processingInterval=1s&startTime=${at(0)}`;
    const { data } = await readProtobuf(server, path);
    const { fields, values, totalCount } = data[0]!;
    const rows = Object.fromEntries(fields.map((name, i) => [name, values.filter((_, v) => v % fields.length === i)]));
    const start = BigInt(nowMs) * 1_000_000n;
    expect(totalCount).toBe(2n);
    expect(fields.toSorted()).toEqual(["max", "stddev", "time"]);
    expect(rows["time"]!.map(({ value }) => value.value)).toEqual([start, start + 1_000_000_000n]);
    expect(rows["max"]!.map(({ value }) => value.value)).toEqual([4, 7]);
    expect(rows["stddev"]!.map(({ value }) => value.value)).toEqual([Math.sqrt(4.5), undefined]);
  });

  test("a sum that is no number any more is left out", async () => {
    const { server, a } = createServer([point(0, Number.MAX_VALUE), point(1, Number.MAX_VALUE)]);
    const path = `/${a}/data/aggregates?aggregateFunction=sum&aggregateFunction=min&startTime=${at(0)}`;
    const { data } = (await (await send(server, "GET", path)).json()) as Page;
    expect(data.items[0]!.datapoints).toEqual([{ time: at(0), min: Number.MAX_VALUE }]);
  });

  test.each([
    ["no function", "", 400],
    ["an unknown function", "aggregateFunction=mode", 400],
    ["an interval that is none", "aggregateFunction=avg&processingInterval=1w", 400],
    ["a fill that is none", "aggregateFunction=avg&fill=some", 400],
  ])("%s is refused", async (_, query, status) => {
    const { server, a } = createServer([point(0, 1)]);
    expect((await send(server, "GET", `/${a}/data/aggregates?${query}`)).status).toBe(status);
  });
});

describe("aggregates of many series", () => {
  test("stand beside raw points, each item as it asks", async () => {
    const { server, a } = createServer([point(0, 1), point(1_000, 3), point(2_000, 8)]);
    const window = { startTime: at(0), endTime: at(3_000) };
    const body = [
      { id: a, ...window, aggregateFunctions: ["avg"], processingInterval: "2s", fill: null },
      { id: a, ...window, limit: 2 },
      { facility: "1219", name: "a", ...window, aggregateFunctions: ["Count", "max"] },
      { id: "00000000-0000-0000-0000-000000000000", aggregateFunctions: ["avg"] },
    ];
    const { data, continuationToken } = (await (await send(server, "POST", "/query/data", body)).json()) as Page;
    expect(data.items.map(({ datapoints }) => datapoints)).toEqual([
      [
        { time: at(0), avg: 2 },
        { time: at(2_000), avg: 8 },
      ],
      [point(0, 1), point(1_000, 3)],
      [{ time: at(0), count: 3, max: 8 }],
      [],
    ]);
    expect(data.items[3]!.statusCode).toBe(404);
    const next = await send(server, "POST", `/query/data?continuationToken=${continuationToken}`, body);
    const items = ((await next.json()) as Page).data.items;
    expect(items.map(({ datapoints }) => datapoints)).toEqual([[], [point(2_000, 8)], [], []]);
  });
});
