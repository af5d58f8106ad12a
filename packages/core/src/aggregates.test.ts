import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { aggregateFunctions } from "./aggregate-function.ts";
import type { AggregateFunction } from "./aggregate-function.ts";
import type { Aggregate, AggregateRow, Aggregates } from "./aggregates.ts";
import type { TimeseriesClient } from "./client.ts";
import { answerItems, createFakeClient, errorOf, id } from "./fake-client.test-support.ts";
import type { AggregatesPage } from "./get-aggregates.ts";

const noon = 1_704_110_400_000_000_000n;
const rows = [
  { time: "2024-01-01T12:00:00.0000000Z", avg: 1.5, count: 3 },
  { time: "2024-01-01T12:10:00.0000000Z", avg: null, count: 0 },
];

describe("getAggregates", () => {
  test("asks for what was given, in the service's words", async () => {
    const { client, seen } = createFakeClient([answerItems([{ id, datapoints: [] }])]);
    await client.getAggregates({
      id,
      aggregateFunctions: ["avg", "count", "avg"],
      startTime: "2024-01-01",
      endTime: "2024-01-02",
      processingInterval: { minutes: 10 },
      fill: -1.5,
      statusFilter: [192],
      limit: 100,
      alignToCache: true,
      federationSource: "DataLake",
      continuationToken: "t",
      debug: true,
    });
    const { pathname, searchParams } = new URL(seen[0]!.target, "https://example.org");
    expect(pathname).toBe(`/${id}/data/aggregates`);
    expect(Array.from(searchParams, (pair) => pair.join("=")).toSorted()).toEqual([
      "aggregateFunction=avg",
      "aggregateFunction=count",
      "alignToCache=true",
      "continuationToken=t",
      "debug=true",
      "endTime=2024-01-02T00:00:00Z",
      "federationSource=DataLake",
      "fill=-1.5",
      "limit=100",
      "processingInterval=10m",
      "startTime=2024-01-01T00:00:00Z",
      "status=192",
    ]);
  });

  test("gives exactly the columns asked for, NaN where there is no number", async () => {
    const { client } = createFakeClient([answerItems([{ id, datapoints: rows, totalCount: 99 }], "next")]);
    const page = await client.getAggregates({ id, aggregateFunctions: ["avg", "count", "max"] });
    expect(page).toMatchObject({ id, length: 2, functions: ["avg", "count", "max"], continuationToken: "next" });
    expect(page.time).toEqual(BigInt64Array.of(noon, noon + 600_000_000_000n));
    expect(page.avg).toEqual(Float64Array.of(1.5, Number.NaN));
    expect(page.count).toEqual(Float64Array.of(3, 0));
    expect(page.max).toEqual(Float64Array.of(Number.NaN, Number.NaN));
    expect(page).not.toHaveProperty("min");
    expect(page.timeMs()).toEqual(Float64Array.of(1_704_110_400_000, 1_704_111_000_000));
    expect(page.at(0)).toEqual({ time: noon, avg: 1.5, count: 3, max: Number.NaN });
    expect(page.at(-1)).toEqual({ time: noon + 600_000_000_000n, avg: Number.NaN, count: 0, max: Number.NaN });
    expect(page.at(2)).toBeUndefined();
    expect(Array.from(page)).toEqual([page.at(0), page.at(1)]);
    expect(page.toRows()[0]).toEqual({ time: "2024-01-01T12:00:00.0000000Z", avg: 1.5, count: 3, max: Number.NaN });
    expect(JSON.parse(JSON.stringify(page))).toEqual([
      { ...rows[0], max: null },
      { ...rows[1], max: null },
    ]);
  });

  test("a series without intervals has columns of length 0", async () => {
    const { client } = createFakeClient([answerItems([{ id, datapoints: [] }])]);
    const page = await client.getAggregates({ id, aggregateFunctions: ["stddev"] });
    expect(page).toHaveLength(0);
    expect(page.stddev).toEqual(new Float64Array(0));
  });
});

describe("readAggregates", () => {
  test("all pages in one window that is frozen, whole and in order, whatever the pages", async () => {
    // JSON.stringify, which makes the bodies, has no −0.
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((some) => some + 0);
    const lists = fc.array(fc.array(number, { maxLength: 3 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lists, async (pages) => {
        let minute = 0;
        const bodies = pages.map((page, i) => {
          const datapoints = page.map((max) => ({ time: new Date(minute++ * 60_000).toISOString(), max }));
          return answerItems([{ id, datapoints }], i + 1 < pages.length ? `after ${i}` : null);
        });
        const { client, seen } = createFakeClient(bodies);
        const parameters = { id, aggregateFunctions: ["max"], startTime: 0n, processingInterval: "1m" } as const;
        const all = await client.readAggregates(parameters).all({ maxPoints: minute });
        expect(Array.from(all.max)).toEqual(pages.flat());
        expect(Array.from(all.time)).toEqual(pages.flat().map((_, i) => BigInt(i) * 60_000_000_000n));
        const queries = seen.map(({ target }) => new URL(target, "https://example.org").searchParams);
        expect(queries.map((query) => query.get("continuationToken"))).toEqual(
          pages.map((_, i) => (i === 0 ? null : `after ${i - 1}`)),
        );
        expect(queries.map((query) => `${query.get("limit")} ${query.get("endTime")}`)).toEqual(
          pages.map(() => "100000 2024-06-01T00:00:00Z"),
        );
      }),
    );
  });

  test("never cuts, and never loops", async () => {
    const page = () => answerItems([{ id, datapoints: rows }], "again");
    const ask = { id, aggregateFunctions: ["avg"], startTime: 0n } as const;
    const many = createFakeClient([page()]).client.readAggregates(ask).all({ maxPoints: 1 });
    expect(await errorOf(many)).toMatchObject({ code: "incomplete", isRetryable: false });
    const loop = createFakeClient([page(), page()]).client.readAggregates(ask).all({ maxPoints: 100 });
    expect(await errorOf(loop)).toMatchObject({ code: "decode", message: expect.stringContaining("token twice") });
  });

  test("needs a start", async () => {
    const { client } = createFakeClient([]);
    const read = client.readAggregates({ id, aggregateFunctions: ["avg"] } as never).all({ maxPoints: 1 });
    expect((await errorOf(read)).message).toContain("startTime: is missing");
  });
});

describe("types", () => {
  test("the columns are those asked for", () => {
    type Page = AggregatesPage<"avg" | "max">;
    expectTypeOf<Page>().toHaveProperty("avg").toEqualTypeOf<Float64Array>();
    expectTypeOf<Page>().toHaveProperty("max").toEqualTypeOf<Float64Array>();
    expectTypeOf<Aggregates<"avg">>().not.toHaveProperty("min");
    expectTypeOf<Aggregates<"avg">>().not.toHaveProperty("value");
    expectTypeOf<Aggregates<"count">["count"]>().toEqualTypeOf<Float64Array>();
    expectTypeOf<ReturnType<Page["at"]>>().toEqualTypeOf<Aggregate<"avg" | "max"> | undefined>();
    expectTypeOf<ReturnType<Page["toRows"]>>().toEqualTypeOf<AggregateRow<"avg" | "max">[]>();
    expectTypeOf<Aggregate<"avg">>().not.toHaveProperty("max");
    expectTypeOf<AggregateRow<"avg">>().not.toHaveProperty("max");
    expectTypeOf<Aggregates<"avg" | "max">>().toExtend<Aggregates<"avg">>();
    expectTypeOf<Aggregates<"avg">>().not.toExtend<Aggregates<"avg" | "max">>();
  });

  test("where the functions are only known when it runs, any column may be absent", () => {
    expectTypeOf<Aggregates["min"]>().toEqualTypeOf<Float64Array | undefined>();
    expectTypeOf<Aggregates<"avg">>().toExtend<Aggregates>();
    const call = (client: TimeseriesClient, functions: readonly AggregateFunction[]) =>
      client.getAggregates({ id, aggregateFunctions: functions });
    expectTypeOf(call).returns.resolves.toExtend<Aggregates>();
    expectTypeOf<Awaited<ReturnType<typeof call>>["min"]>().toEqualTypeOf<Float64Array | undefined>();
  });

  test("a call narrows by its list, written in place", () => {
    const call = (client: TimeseriesClient) => client.getAggregates({ id, aggregateFunctions: ["min", "first"] });
    expectTypeOf(call).returns.resolves.toEqualTypeOf<AggregatesPage<"min" | "first">>();
    const read = (client: TimeseriesClient) =>
      client.readAggregates({ id, aggregateFunctions: ["sum"], startTime: 0n }).all({ maxPoints: 1 });
    expectTypeOf(read).returns.resolves.toEqualTypeOf<Aggregates<"sum">>();
  });

  test("the constant lists what the type allows", () => {
    const names: Record<AggregateFunction, true> = {
      avg: true,
      min: true,
      max: true,
      sum: true,
      stddev: true,
      count: true,
      first: true,
      last: true,
      median: true,
    };
    expect(aggregateFunctions.toSorted()).toEqual(Object.keys(names).toSorted());
  });
});
