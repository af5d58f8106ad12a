import { describe, expect, expectTypeOf, test } from "vitest";
import type { TimeseriesClient } from "./client.ts";
import { answerItems, createFakeClient, id, other } from "./fake-client.test-support.ts";
import type { NoParameters } from "./no-parameters.ts";
import { operations } from "./operations.ts";

/** Functions of `TimeseriesAPI` of the Python SDK. Source: EVIDENCE.md. */
const pythonNames =
  "write_data write_multiple get_datapoints get_datapoints_by_name get_multi_datapoints get_aggregates " +
  "get_first_datapoint get_latest_datapoint get_first_multi_datapoint get_latest_multi_datapoint get_history " +
  "get_timeseries search_timeseries get_timeseries_by_id post_timeseries get_or_add_timeseries patch_timeseries " +
  "put_timeseries delete_timeseries_by_id delete_data create_stream_subscription delete_stream_subscription " +
  "get_streaming_subscriptions set_stream_destination get_facilities get_sources get_sources_by_facility " +
  "get_facilities_by_source";
const fromPython = pythonNames
  .split(" ")
  .map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
const oursAlone = ["getFacilityCounters", "getFacilityCountersByName"];
const readers = ["readAggregates", "readDatapoints", "readTimeseries", "readTimeseriesSearch"];

test("has every function of the Python SDK, under the names of the document, and readers of its paged lists", () => {
  const named = Object.values(operations).flatMap(({ clientNames }) => clientNames);
  expect([...new Set(named)].toSorted()).toEqual([...fromPython, ...oursAlone].toSorted());
  const { client } = createFakeClient([]);
  expect(Object.keys(client).toSorted()).toEqual(
    [...fromPython, ...oursAlone, ...readers, "now", "pace", "rest"].toSorted(),
  );
});

const series = { id, name: "1219-PT-1234", facility: "1219" };
const point = { time: "2024-01-01T00:00:00.0000000Z", value: 1.5, status: 192 };
const message = () => Response.json({ statusCode: 0, message: "ok", traceId: "t" });
const done = { statusCode: 200, message: "ok", traceId: "t" };
const time = 1_704_067_200_000_000_000n;

/** Function, what it sends, what is answered, what becomes of it. */
const calls: readonly [
  name: string,
  call: (client: TimeseriesClient) => Promise<unknown>,
  sent: readonly [method: string, target: string, body?: unknown],
  answer: () => Response,
  result: unknown,
][] = [
  [
    "getTimeseries",
    (client) => client.getTimeseries({ facility: "asgb", name: "ASGB.17IIC1030/Meas/PRIM", limit: 2 }),
    ["GET", "/?name=ASGB.17IIC1030%2FMeas%2FPRIM&facility=asgb&limit=2"],
    () => answerItems([series], "next"),
    { items: [series], continuationToken: "next" },
  ],
  [
    "searchTimeseries",
    (client) => client.searchTimeseries({ unit: "*bar" }),
    ["GET", "/search?unit=*bar"],
    () => answerItems([]),
    { items: [], continuationToken: undefined },
  ],
  [
    "searchTimeseries with a query",
    (client) => client.searchTimeseries({ query: "a/b?*", source: "IMS" }),
    ["GET", "/search/a%2Fb%3F*?source=IMS"],
    () => answerItems([series]),
    { items: [series], continuationToken: undefined },
  ],
  [
    "getTimeseriesById",
    (client) => client.getTimeseriesById({ id }),
    ["GET", `/${id}`],
    () => answerItems([series]),
    series,
  ],
  [
    "getHistory",
    (client) => client.getHistory({ id }),
    ["GET", `/${id}/history`],
    () => answerItems([{ changedBy: "x", changedTime: "2024-01-01T00:00:00Z", changes: { unit: {} } }]),
    [{ changedBy: "x", changedTime: "2024-01-01T00:00:00Z", changes: { unit: {} } }],
  ],
  [
    "postTimeseries",
    (client) => client.postTimeseries({ name: "30JBY2101", facility: "NLS", unit: "%" }),
    ["POST", "/", { name: "30JBY2101", facility: "NLS", unit: "%" }],
    () => answerItems([series]),
    series,
  ],
  [
    "getOrAddTimeseries",
    (client) => client.getOrAddTimeseries({ items: [{ name: "30JBY2101", facility: "NLS" }] }),
    ["POST", "/getoradd", [{ name: "30JBY2101", facility: "NLS" }]],
    () => answerItems([series]),
    [series],
  ],
  [
    "patchTimeseries",
    (client) => client.patchTimeseries({ id, name: "New name", step: true, description: null }),
    ["PATCH", `/${id}`, { name: "New name", step: true, description: null }],
    () => answerItems([series]),
    series,
  ],
  [
    "putTimeseries",
    (client) => client.putTimeseries({ id, name: "New name", facility: "SNA" }),
    ["PUT", `/${id}`, { name: "New name", facility: "SNA" }],
    () => answerItems([series]),
    series,
  ],
  ["deleteTimeseriesById", (client) => client.deleteTimeseriesById({ id }), ["DELETE", `/${id}`], message, done],
  [
    "getFacilities",
    (client) => client.getFacilities(),
    ["GET", "/facets/facility"],
    () => answerItems([{ facility: "1219", count: 3 }]),
    [{ facility: "1219", count: 3 }],
  ],
  [
    "getFacilitiesBySource",
    (client) => client.getFacilitiesBySource({ source: "IMS & more" }),
    ["GET", "/facets/facility?source=IMS%20%26%20more"],
    () => answerItems([{ facility: "1219", count: 3 }]),
    [{ facility: "1219", count: 3 }],
  ],
  [
    "getSources",
    (client) => client.getSources(),
    ["GET", "/facets/source"],
    () => answerItems([{ source: "IMS", count: 3 }]),
    [{ source: "IMS", count: 3 }],
  ],
  [
    "getSourcesByFacility",
    (client) => client.getSourcesByFacility({ facility: "1219" }),
    ["GET", "/facets/source?facility=1219"],
    () => answerItems([{ source: "IMS", count: 3 }]),
    [{ source: "IMS", count: 3 }],
  ],
  [
    "getFacilityCounters",
    (client) => client.getFacilityCounters(),
    ["GET", "/facility/counters"],
    () => answerItems([{ facility: "1219", tsdbExportEnabled: 1, dlExportEnabled: 2, totalImsSubscriptions: 3 }]),
    [{ facility: "1219", tsdbExportEnabled: 1, dlExportEnabled: 2, totalImsSubscriptions: 3 }],
  ],
  [
    "getFacilityCountersByName",
    (client) => client.getFacilityCountersByName({ facility: "Å/1" }),
    ["GET", "/facility/%C3%85%2F1/counters"],
    () => answerItems([]),
    [],
  ],
  [
    "createStreamSubscription",
    (client) => client.createStreamSubscription({ items: [{ id }, { id: other }] }),
    ["POST", "/streaming/subscriptions", [{ id }, { id: other }]],
    message,
    done,
  ],
  [
    "deleteStreamSubscription",
    (client) => client.deleteStreamSubscription({ id }),
    ["DELETE", `/streaming/subscriptions/${id}`],
    message,
    done,
  ],
  [
    "getStreamingSubscriptions",
    (client) => client.getStreamingSubscriptions(),
    ["GET", "/streaming/subscriptions"],
    () => answerItems([{ id, customerId: null }]),
    [{ id, customerId: null }],
  ],
  [
    "setStreamDestination",
    (client) => client.setStreamDestination({ connectionString: "Endpoint=sb://x/;SharedAccessKey=y" }),
    ["POST", "/streaming/destination", { connectionString: "Endpoint=sb://x/;SharedAccessKey=y" }],
    message,
    done,
  ],
  [
    "writeData",
    (client) => client.writeData({ id, datapoints: [{ time: "2024-01-01", value: -0.5 }] }),
    ["POST", `/${id}/data`, { datapoints: [{ time: "2024-01-01T00:00:00Z", value: -0.5, status: 192 }] }],
    () => Response.json({ message: "Accepted" }, { status: 202 }),
    { statusCode: 202, message: "Accepted" },
  ],
  [
    "writeMultiple",
    (client) =>
      client.writeMultiple({
        items: [
          { id, datapoints: [{ time, value: 1 }] },
          {
            id: other,
            datapoints: [
              { time, value: 2, status: 0 },
              { time: time + 1n, value: 3 },
            ],
          },
        ],
        async: false,
      }),
    [
      "POST",
      "/data?async=false",
      {
        items: [
          { id, datapoints: [{ time: "2024-01-01T00:00:00Z", value: 1, status: 192 }] },
          {
            id: other,
            datapoints: [
              { time: "2024-01-01T00:00:00Z", value: 2, status: 0 },
              { time: "2024-01-01T00:00:00.000000001Z", value: 3, status: 192 },
            ],
          },
        ],
      },
    ],
    message,
    done,
  ],
  [
    "deleteData",
    (client) => client.deleteData({ id, startTime: "2024-01-01", endTime: "now" }),
    ["DELETE", `/${id}/data?startTime=2024-01-01T00%3A00%3A00Z&endTime=2024-06-01T00%3A00%3A00Z`],
    message,
    done,
  ],
  [
    "deleteData of everything",
    (client) => client.deleteData({ id, everything: true }),
    ["DELETE", `/${id}/data`],
    message,
    done,
  ],
  [
    "getFirstDatapoint",
    (client) => client.getFirstDatapoint({ id, afterTime: "2023-01-01", statusFilter: [192, 64], debug: true }),
    ["GET", `/${id}/data/first?status=192&status=64&debug=true&afterTime=2023-01-01T00%3A00%3A00Z`],
    () => answerItems([{ id, datapoints: [point] }]),
    { time, value: 1.5, status: 192 },
  ],
  [
    "getLatestDatapoint",
    (client) => client.getLatestDatapoint({ id, beforeTime: "now", federationSource: "IMS" }),
    ["GET", `/${id}/data/latest?federationSource=IMS&beforeTime=2024-06-01T00%3A00%3A00Z`],
    () => answerItems([{ id, datapoints: [] }]),
    undefined,
  ],
];

/** A target with its query in any order. */
const sorted = (target: string): unknown => {
  const { pathname, searchParams } = new URL(target, "https://example.org");
  return { pathname, query: Array.from(searchParams, (pair) => pair.join("=")).toSorted() };
};

describe("one request of each function", () => {
  test.each(calls)("%s", async (_, call, [method, target, body], answer, result) => {
    const { client, seen } = createFakeClient([answer()]);
    expect(await call(client)).toEqual(result);
    expect(seen).toEqual([{ method, target: expect.any(String), body }]);
    expect(sorted(seen[0]!.target)).toEqual(sorted(target));
  });
});

test("a list is read page by page, and from a token on", async () => {
  const { client, seen } = createFakeClient([answerItems([1], "a"), answerItems([], "b"), answerItems([2])]);
  expect(await client.readTimeseries({ facility: "1219", pageSize: 5 }).all({ maxItems: 2 })).toEqual([1, 2]);
  expect(seen.map(({ target }) => sorted(target))).toEqual(
    [
      "/?facility=1219&limit=5",
      "/?facility=1219&limit=5&continuationToken=a",
      "/?facility=1219&limit=5&continuationToken=b",
    ].map(sorted),
  );
  const resumed = createFakeClient([answerItems([3])]);
  const search = resumed.client.readTimeseriesSearch({ query: "x", pageSize: 7, continuationToken: "c" });
  expect(await search.all({ maxItems: 1 })).toEqual([3]);
  expect(sorted(resumed.seen[0]!.target)).toEqual(sorted("/search/x?limit=7&continuationToken=c"));
});

test("options are the second argument, also where there are no parameters", async () => {
  const { client, seen } = createFakeClient([]);
  const call = client.getSources({}, { signal: AbortSignal.abort() });
  await expect(call).rejects.toMatchObject({ code: "aborted" });
  expect(seen).toEqual([]);
  expectTypeOf<{ readonly signal: AbortSignal }>().not.toExtend<NoParameters>();
});
