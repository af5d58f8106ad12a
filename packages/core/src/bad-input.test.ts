import { expect, test } from "vitest";
import type { TimeseriesClient } from "./client.ts";
import { createFakeClient, errorOf, id } from "./fake-client.test-support.ts";

const tag = { facility: "1219", name: "1219-PT-1234" };
const points = [{ time: 0n, value: 1 }];
const hourly = { id, aggregateFunctions: ["avg"], startTime: "2024-01-01" } as const;
// What a caller without types may give.
const untyped = (value: unknown): never => value as never;

const wrong: readonly [what: string, call: (client: TimeseriesClient) => Promise<unknown>, rule: string][] = [
  ["a limit of none", (c) => c.getTimeseries({ limit: 0 }), "limit: 0 is not a whole number from 1 to 100000"],
  ["a limit above all", (c) => c.getDatapointsByName({ ...tag, limit: 100_001 }), "from 1 to 100000"],
  [
    "a page size above all",
    (c) => c.readAggregates({ ...hourly, pageSize: 100_001 }).all({ maxPoints: 1 }),
    "pageSize: 100001 is not a whole number from 1 to 100000",
  ],
  [
    "a page size of none",
    (c) => c.readTimeseries({ pageSize: 0 }).all({ maxItems: 1 }),
    "pageSize: 0 is not a whole number from 1 to 100000",
  ],
  [
    "half a page",
    (c) => c.readTimeseriesSearch({ pageSize: 0.5 }).all({ maxItems: 1 }),
    "pageSize: 0.5 is not a whole number from 1 to 100000",
  ],
  ["an empty id", (c) => c.getHistory({ id: "" }), 'id: "" cannot stand in a path'],
  ["no id", (c) => c.deleteTimeseriesById(untyped({})), "id: undefined cannot stand in a path"],
  ["an id that is none", (c) => c.deleteStreamSubscription({ id: ".." }), "cannot stand in a path"],
  [
    "an id that is none, among others",
    (c) => c.createStreamSubscription({ items: [{ id }, { id: "x" }] }),
    'items[1].id: "x" is not a GUID',
  ],
  ["no subscriptions", (c) => c.createStreamSubscription({ items: [] }), "items: at least 1 series is needed, not 0"],
  [
    "a destination that is empty",
    (c) => c.setStreamDestination({ connectionString: "" }),
    "connectionString: is missing or empty",
  ],
  [
    "a name without facility",
    (c) => c.getDatapointsByName(untyped({ name: "x" })),
    "facility: a name needs its facility",
  ],
  [
    "a facility without name",
    (c) => c.getDatapointsByName({ facility: "1219", name: "" }),
    "name: a series is named by its name and its facility",
  ],
  [
    "an unknown function",
    (c) => c.getAggregates({ ...hourly, aggregateFunctions: untyped(["mean"]) }),
    'aggregateFunctions: "mean" is not one of avg, min, max',
  ],
  [
    "no function",
    (c) => c.getAggregates({ ...hourly, aggregateFunctions: [] }),
    "aggregateFunctions: [] names no function. Give a list of avg",
  ],
  [
    "a function that is no list",
    (c) => c.getAggregates({ ...hourly, aggregateFunctions: untyped("avg") }),
    'aggregateFunctions: "avg" names no function',
  ],
  [
    "an interval of weeks",
    (c) => c.getAggregates({ ...hourly, processingInterval: untyped("15x") }),
    'processingInterval: "15x" is not a whole number above 0',
  ],
  [
    "an unknown fill",
    (c) => c.getAggregates({ ...hourly, fill: untyped("zero") }),
    'fill: "zero" is not one of none, null, previous, linear or a finite number',
  ],
  [
    "an unknown source",
    (c) => c.getLatestDatapoint({ id, federationSource: untyped("PI") }),
    'federationSource: "PI" is not one of IMS, TSDB, DataLake',
  ],
  [
    "no status",
    (c) => c.getDatapoints({ id, statusFilter: [] }),
    "statusFilter: is empty. Leave it out for all statuses",
  ],
  [
    "a status that is none",
    (c) => c.getDatapoints({ id, statusFilter: [-1] }),
    "statusFilter: -1 is not a whole number from 0",
  ],
  ["no series", (c) => c.getLatestMultiDatapoint({ items: [] }), "items: 1 to 100 series fit one request, not 0"],
  [
    "too many series",
    (c) => c.getFirstMultiDatapoint({ items: Array.from({ length: 101 }, () => ({ id })) }),
    "not 101",
  ],
  [
    "what is no list",
    (c) => c.getMultiDatapoints({ items: untyped(undefined) }),
    "items: 1 to 100 series fit one request, not none",
  ],
  [
    "an item that names nothing",
    (c) => c.getMultiDatapoints({ items: [untyped({})] }),
    "items[0].id: undefined is missing",
  ],
  [
    "an item with a name alone",
    (c) => c.getMultiDatapoints({ items: [{ id }, untyped({ name: "x" })] }),
    "items[1].facility: a name needs its facility",
  ],
  [
    "an item with id and name",
    (c) => c.getMultiDatapoints({ items: [untyped({ id, ...tag })] }),
    "items[0].id: stands beside a name",
  ],
  [
    "an item with an unknown function",
    (c) => c.getMultiDatapoints({ items: [{ id, aggregateFunctions: untyped(["mean"]) }] }),
    'items[0].aggregateFunctions: "mean" is not',
  ],
  [
    "an item without functions in its list",
    (c) => c.getMultiDatapoints({ items: [{ id, aggregateFunctions: [] }] }),
    "items[0].aggregateFunctions: [] names no function",
  ],
  [
    "an item with a bad interval",
    (c) => c.getMultiDatapoints({ items: [{ ...hourly, processingInterval: "0m" }] }),
    'items[0].processingInterval: "0m"',
  ],
  [
    "an item with no status",
    (c) => c.getLatestMultiDatapoint({ items: [{ id, statusFilter: [] }] }),
    "items[0].statusFilter: is empty",
  ],
  ["a series without facility", (c) => c.postTimeseries(untyped({ name: "x" })), "facility: a series needs one"],
  [
    "a series without facility, among others",
    (c) => c.getOrAddTimeseries({ items: [tag, { ...tag, facility: "" }] }),
    "items[1].facility: a series needs one",
  ],
  ["no series to add", (c) => c.getOrAddTimeseries({ items: [] }), "items: 1 to 100000 series fit one request, not 0"],
  [
    "a series that is put without name",
    (c) => c.putTimeseries(untyped({ id, facility: "1219" })),
    "name: a series needs one",
  ],
  ["a patch of nothing", (c) => c.patchTimeseries({ id }), "nothing is to be changed"],
  [
    "no facility to count at",
    (c) => c.getSourcesByFacility(untyped({})),
    "facility: without one all sources would be counted",
  ],
  [
    "no source to count of",
    (c) => c.getFacilitiesBySource({ source: "" }),
    "source: without one all facilities would be counted",
  ],
  [
    "no facility of counters",
    (c) => c.getFacilityCountersByName({ facility: "" }),
    "facility: counters of one facility need its code",
  ],
  ["no series to write", (c) => c.writeMultiple({ items: [] }), "items: at least 1 series is needed, not 0"],
  [
    "a write of no points",
    (c) =>
      c.writeMultiple({
        items: [
          { id, datapoints: points },
          { id, datapoints: [] },
        ],
      }),
    "items[1].datapoints: is empty",
  ],
  [
    "a write of NaN",
    (c) => c.writeMultiple({ items: [{ id, datapoints: [{ time: 0n, value: Number.NaN }] }] }),
    "items[0].datapoints[0].value: NaN",
  ],
  [
    "a write to no id",
    (c) => c.writeMultiple({ items: [{ id: "x", datapoints: points }] }),
    'items[0].id: "x" is not a GUID',
  ],
  [
    "a deletion without bounds",
    (c) => c.deleteData(untyped({ id })),
    "startTime: is missing. Give both startTime and endTime, or { id, everything: true }",
  ],
  ["a deletion without an end", (c) => c.deleteData(untyped({ id, startTime: "2024-01-01" })), "endTime: is missing."],
  [
    "a deletion whose start got lost",
    (c) => c.deleteData(untyped({ id, startTime: undefined, endTime: "now" })),
    "startTime: is missing.",
  ],
  [
    "a deletion of everything whose start got lost",
    (c) => c.deleteData(untyped({ id, startTime: undefined, everything: true })),
    "everything: stands beside a window.",
  ],
  [
    "a deletion of everything but no",
    (c) => c.deleteData(untyped({ id, everything: false })),
    "everything: false is not true.",
  ],
  [
    "a deletion of everything that got lost",
    (c) => c.deleteData(untyped({ id, everything: undefined })),
    "startTime: is missing.",
  ],
  ["half a character", (c) => c.getTimeseries({ name: "a\uD800" }), 'name: "a\\ud800" holds half of a surrogate pair'],
];

test.each(wrong)("%s is refused with the rule, and nothing is sent", async (_, call, rule) => {
  const { client, seen } = createFakeClient([]);
  const error = await errorOf(call(client));
  expect(error).toMatchObject({ code: "invalid-argument" });
  expect(error.message).toContain(rule);
  expect(seen).toEqual([]);
});
