import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, createServer, point, readProtobuf, send } from "./wire.test-support.ts";

type Row = Record<string, number | string>;
interface Page {
  data: { items: { id: string; totalCount: number; datapoints: Row[]; statusCode?: number }[] };
  continuationToken: string | null;
  message: string;
}
type Point = ReturnType<typeof point>;

const functions = ["avg", "min", "max", "sum", "stddev", "count", "first", "last", "median"];
const every = functions.map((name) => `aggregateFunction=${name}`).join("&");

/** The plain way: over rows, with numbers in milliseconds and no shortcut. */
function recompute(points: readonly Point[], startMs: number, endMs: number, intervalMs: number): Row[] {
  const rows: Row[] = [];
  for (let from = startMs; from < endMs; from += intervalMs) {
    const inside = points
      .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < Math.min(from + intervalMs, endMs))
      .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
    const values = inside.map(({ value }) => value);
    const n = values.length;
    if (n === 0) continue;
    let sum = 0;
    for (const value of values) sum += value;
    let squares = 0;
    for (const value of values) squares += (value - sum / n) * (value - sum / n);
    const sorted = values.toSorted((a, b) => a - b);
    rows.push({
      time: new Date(from).toISOString().replace("Z", "0000Z"),
      avg: sum / n,
      min: sorted[0]!,
      max: sorted[n - 1]!,
      sum,
      count: n,
      first: values[0]!,
      last: values[n - 1]!,
      median: (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.ceil((n - 1) / 2)]!) / 2,
      ...(n > 1 && { stddev: Math.sqrt(squares / (n - 1)) }),
    });
  }
  return rows;
}

/** Numbers within rounding of each other, everything else equal. */
function expectAlike(rows: readonly Row[], expected: readonly Row[]): void {
  const round = (row: Row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === "number" ? Number(value.toPrecision(9)) : value,
      ]),
    );
  expect(rows.map(round)).toEqual(expected.map(round));
}

const manyPoints = fc
  .uniqueArray(fc.nat({ max: 600_000 }), { minLength: 1, maxLength: 40 })
  .chain((times) => fc.tuple(...times.map((ms) => fc.integer({ min: -50, max: 50 }).map((value) => point(ms, value)))));
const nowMs = Date.UTC(2024, 0, 1);

describe("aggregates of a series", () => {
  test("are what a plain computation over the points gives", async () => {
    await fc.assert(
      fc.asyncProperty(
        manyPoints,
        fc.nat({ max: 300_000 }),
        fc.integer({ min: 1, max: 600_000 }),
        fc.integer({ min: 7, max: 120 }),
        async (points, startMs, lengthMs, seconds) => {
          const { server, a } = createServer(points);
          const window = `startTime=${at(startMs)}&endTime=${at(startMs + lengthMs)}`;
          const path = `/${a}/data/aggregates?${every}&${window}`;
          const read = async (more: string) => (await (await send(server, "GET", path + more)).json()) as Page;
          const page = await read(`&processingInterval=${seconds}s`);
          const [from, to] = [nowMs + startMs, nowMs + startMs + lengthMs];
          const expected = recompute(points, from, to, seconds * 1000);
          expectAlike(page.data.items[0]!.datapoints, expected);
          expect(page.data.items[0]!.totalCount).toBe(expected.length);
          expectAlike((await read("")).data.items[0]!.datapoints, recompute(points, from, to, lengthMs));
        },
      ),
      { numRuns: 60 },
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

  test("a fill of very many intervals answers a page of them", async () => {
    const { server, a } = createServer([point(0, 1)]);
    const path = `/${a}/data/aggregates?aggregateFunction=count&processingInterval=1s&fill=0&limit=3`;
    const { data } = (await (await send(server, "GET", path)).json()) as Page;
    expect(data.items[0]!.datapoints).toEqual(
      [0, 1, 2].map((s) => ({ time: `1970-01-01T00:00:0${s}.0000000Z`, count: 0 })),
    );
    expect(data.items[0]!.totalCount).toBe(Date.UTC(2024, 5, 1) / 1000);
  });

  test("only points with the statuses asked for count", async () => {
    const { server, a } = createServer([point(0, 1), point(1, 5, 0), point(2, 3)]);
    const path = `/${a}/data/aggregates?aggregateFunction=avg&startTime=${at(0)}&status=192`;
    const { data } = (await (await send(server, "GET", path)).json()) as Page;
    expect(data.items[0]!.datapoints).toEqual([{ time: at(0), avg: 2 }]);
  });

  test("all pages together are the whole; a token of raw points is none of theirs", async () => {
    const points = Array.from({ length: 7 }, (_, i) => point(i * 1000, i));
    const { server, a } = createServer(points);
    const path = `/${a}/data/aggregates?aggregateFunction=last&processingInterval=1s&limit=3&startTime=${at(0)}`;
    const rows: Row[] = [];
    let token: string | null = "";
    while (token !== null) {
      const more = token === "" ? "" : `&continuationToken=${token}`;
      const page = (await (await send(server, "GET", path + more)).json()) as Page;
      expect(page.data.items[0]!.totalCount).toBe(7);
      rows.push(...page.data.items[0]!.datapoints);
      token = page.continuationToken;
    }
    expect(rows).toEqual(points.map(({ time, value }) => ({ time, last: value })));
    const raw = (await (await send(server, "GET", `/${a}/data?limit=1`)).json()) as Page;
    expect((await send(server, "GET", `${path}&continuationToken=${raw.continuationToken}`)).status).toBe(400);
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
