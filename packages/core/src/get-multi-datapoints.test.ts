import { describe, expect, expectTypeOf, test } from "vitest";
import type { Aggregates } from "./aggregates.ts";
import type { TimeseriesClient } from "./client.ts";
import type { Datapoints } from "./datapoints.ts";
import { answerItems, createFakeClient, errorOf, id, other } from "./fake-client.test-support.ts";
import type { MultiDatapointsItem } from "./multi-datapoints-item.ts";
import type { OmniaError } from "./omnia-error.ts";

const time = "2024-01-01T00:00:00.0000000Z";
const raw = [{ time, value: 1.5, status: 192 }];
const tag = { facility: "1219", name: "1219-PT-1234" };

describe("getMultiDatapoints", () => {
  test("raw points and aggregates, by id and by name, in one request", async () => {
    const { client, seen } = createFakeClient([
      answerItems(
        [
          { id, datapoints: raw },
          { id: other, datapoints: [{ time, avg: 2, count: 4 }] },
          { id: other, datapoints: raw },
          { statusCode: 404, message: "Timeseries not found." },
        ],
        "next",
      ),
    ]);
    const page = await client.getMultiDatapoints({
      items: [
        { id, startTime: "2024-01-01", includeOutsidePoints: true, limit: 5 },
        {
          id: other,
          aggregateFunctions: ["avg", "count"],
          processingInterval: { hours: 1 },
          fill: 0,
          statusFilter: [192],
        },
        tag,
        { ...tag, terminal: "T1", aggregateFunctions: ["max"] },
      ],
      alignToCache: true,
      debug: false,
      federationSource: "TSDB",
      continuationToken: "before",
    });
    const { pathname, searchParams } = new URL(seen[0]!.target, "https://example.org");
    expect(pathname).toBe("/query/data");
    expect(Object.fromEntries(searchParams)).toEqual({
      alignToCache: "true",
      debug: "false",
      federationSource: "TSDB",
      continuationToken: "before",
    });
    expect(seen[0]!.body).toEqual([
      { id, startTime: "2024-01-01T00:00:00Z", includeOutsidePoints: true, limit: 5 },
      { id: other, aggregateFunctions: ["avg", "count"], processingInterval: "1h", fill: "0", statusFilter: [192] },
      tag,
      { ...tag, terminal: "T1", aggregateFunctions: ["max"] },
    ]);

    const [first, second, third, fourth] = page;
    expect(first).toMatchObject({ id, datapoints: { length: 1 } });
    expect(first).not.toHaveProperty("facility");
    expect(first.datapoints?.value).toEqual(Float64Array.of(1.5));
    expect(second.datapoints?.avg).toEqual(Float64Array.of(2));
    expect(second.datapoints?.count).toEqual(Float64Array.of(4));
    expect(third).toMatchObject({ ...tag, id: other, datapoints: { id: other, length: 1 } });
    expect(third).not.toHaveProperty("terminal");
    expect(fourth).toMatchObject({ ...tag, terminal: "T1", id: undefined, error: { code: "not-found" } });
    expect(page.continuationToken).toBe("next");
  });

  test("a series by name that is not answered says which it is", async () => {
    const { client } = createFakeClient([answerItems([{}])]);
    const [result] = await client.getMultiDatapoints({ items: [tag] });
    expect(result.error).toMatchObject({
      code: "not-found",
      message: expect.stringContaining("Series 1219-PT-1234 of facility 1219 was not answered"),
    });
  });

  test("fewer points than the service counted is not whole; of aggregates it is not known what it counts", async () => {
    const cut = createFakeClient([1, 2, 3].map(() => answerItems([{ datapoints: raw, totalCount: 2 }]))).client;
    expect(await errorOf(cut.getMultiDatapoints({ items: [tag] }))).toMatchObject({ code: "incomplete" });
    const whole = createFakeClient([answerItems([{ id, datapoints: [{ time, avg: 1 }], totalCount: 2 }])]).client;
    const [{ datapoints }] = await whole.getMultiDatapoints({ items: [{ id, aggregateFunctions: ["avg"] }] });
    expect(datapoints).toHaveLength(1);
  });

  test("an answer of another series is refused", async () => {
    const { client } = createFakeClient([answerItems([{ id: other, datapoints: raw }])]);
    expect(await errorOf(client.getMultiDatapoints({ items: [{ id }] }))).toMatchObject({ code: "decode" });
  });
});

describe.each([
  ["getFirstMultiDatapoint", "/query/data/first"],
  ["getLatestMultiDatapoint", "/query/data/latest"],
] as const)("%s", (name, target) => {
  test("one point of each, in the order asked", async () => {
    const answer = [
      { datapoints: raw, totalCount: 9 },
      { id, datapoints: [], totalCount: 0 },
      { id: other, statusCode: 404 },
    ];
    const { client, seen } = createFakeClient([answerItems(answer)]);
    const items = [{ ...tag, endTime: "2024-09-01T05:00:00Z", statusFilter: [192] }, { id }, { id: other }] as const;
    const [first, second, third] = await client[name]({ items, federationSource: "IMS" });
    expect(seen).toEqual([
      {
        method: "POST",
        target: `${target}?federationSource=IMS`,
        body: [{ ...tag, endTime: "2024-09-01T05:00:00Z", statusFilter: [192] }, { id }, { id: other }],
      },
    ]);
    expect(first.datapoints?.at(0)).toEqual({ time: 1_704_067_200_000_000_000n, value: 1.5, status: 192 });
    expect(second.datapoints?.at(0)).toBeUndefined();
    expect(third).toMatchObject({ id: other, error: { code: "not-found" } });
  });
});

describe("getDatapointsByName", () => {
  const ask = { ...tag, terminal: "T1" };

  test("asks by name, and fills in what was asked by", async () => {
    const { client, seen } = createFakeClient([answerItems([{ datapoints: raw, totalCount: 1 }])]);
    const page = await client.getDatapointsByName({
      ...ask,
      startTime: "2024-01-01",
      includeOutsidePoints: true,
      limit: 1,
    });
    const { pathname, searchParams } = new URL(seen[0]!.target, "https://example.org");
    expect(pathname).toBe("/query/data");
    expect(Object.fromEntries(searchParams)).toEqual({
      ...ask,
      startTime: "2024-01-01T00:00:00Z",
      includeOutsidePoints: "true",
      limit: "1",
    });
    expect(page).toMatchObject({ ...ask, id: "", length: 1, continuationToken: undefined });
    expect(page.value).toEqual(Float64Array.of(1.5));
  });

  test("takes the id that the answer gives", async () => {
    const { client } = createFakeClient([answerItems([{ id, datapoints: raw }], "next")]);
    const page = await client.getDatapointsByName(tag);
    expect(page).toMatchObject({ ...tag, id, continuationToken: "next" });
    expect(page).not.toHaveProperty("terminal");
  });

  test("an answer that is cut is not handed out", async () => {
    const { client } = createFakeClient([1, 2, 3].map(() => answerItems([{ datapoints: raw, totalCount: 2 }])));
    expect(await errorOf(client.getDatapointsByName(tag))).toMatchObject({ code: "incomplete" });
  });
});

describe("types", () => {
  test("each result is typed by its item", () => {
    const call = (client: TimeseriesClient) =>
      client.getMultiDatapoints({ items: [{ id }, { ...tag, aggregateFunctions: ["avg", "max"] }] });
    type Page = Awaited<ReturnType<typeof call>>;
    expectTypeOf<Page[0]["datapoints"]>().toEqualTypeOf<Datapoints | undefined>();
    expectTypeOf<Page[0]["id"]>().toEqualTypeOf<string>();
    expectTypeOf<Page[0]>().not.toHaveProperty("name");
    expectTypeOf<Page[1]["datapoints"]>().toEqualTypeOf<Aggregates<"avg" | "max"> | undefined>();
    expectTypeOf<Page[1]["id"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Page[1]["name"]>().toEqualTypeOf<string>();
    expectTypeOf<Page[1]["error"]>().toEqualTypeOf<OmniaError | undefined>();
  });

  test("where the items are only known when it runs, either may come", () => {
    const call = (client: TimeseriesClient, items: readonly MultiDatapointsItem[]) =>
      client.getMultiDatapoints({ items });
    type Result = Awaited<ReturnType<typeof call>>[number];
    expectTypeOf<Result["datapoints"]>().toEqualTypeOf<Datapoints | Aggregates | undefined>();
    const optional = (client: TimeseriesClient, aggregateFunctions: readonly "avg"[] | undefined) =>
      client.getMultiDatapoints({ items: [{ id, aggregateFunctions }] });
    expectTypeOf<Awaited<ReturnType<typeof optional>>[0]["datapoints"]>().toEqualTypeOf<
      Datapoints | Aggregates | undefined
    >();
  });

  test("what is no item does not compile", () => {
    expectTypeOf<{ name: "x" }>().not.toExtend<MultiDatapointsItem>();
    expectTypeOf<{ id: "x"; name: "y"; facility: "z" }>().not.toExtend<MultiDatapointsItem>();
    expectTypeOf<{ id: "x"; aggregateFunctions: ["mean"] }>().not.toExtend<MultiDatapointsItem>();
    expectTypeOf<{ id: "x"; processingInterval: "15m" }>().not.toExtend<MultiDatapointsItem>();
    expectTypeOf<{
      id: "x";
      aggregateFunctions: ["avg"];
      processingInterval: "15x";
    }>().not.toExtend<MultiDatapointsItem>();
    expectTypeOf<{ id: "x"; aggregateFunctions: ["avg"]; processingInterval: "15m" }>().toExtend<MultiDatapointsItem>();
  });
});
