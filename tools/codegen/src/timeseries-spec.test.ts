// Checks specs/timeseries/openapi.yaml against the facts, written down here a second time, and against itself.
import { describe, expect, test } from "vitest";
import { listOperations, readDocument, resolve } from "./openapi-document.ts";
import type { OpenApiDocument, SchemaObject } from "./openapi-document.ts";
import {
  createValidator,
  describeOperations,
  idsOf,
  inOrder,
  listExamples,
  refTo,
  refusalSchemas,
} from "./spec.test-support.ts";
import type { OperationFact } from "./spec.test-support.ts";

const document: OpenApiDocument = readDocument(new URL("../../../specs/timeseries/openapi.yaml", import.meta.url));
const located = listOperations(document);

const window = "startTime endTime";
const read = "federationSource debug";
const filters = "name externalId source assetId facility";
const none = "";
/** Source: EVIDENCE.md. */
const facts: readonly OperationFact[] = [
  ["Getall", "GET", "/", `${filters} limit continuationToken`, "getTimeseries"],
  ["postTimeseries", "POST", "/", none, "postTimeseries"],
  ["getTimeseriesById", "GET", "/{id}", none, "getTimeseriesById"],
  ["patchTimeseries", "PATCH", "/{id}", none, "patchTimeseries"],
  ["puttimeseries", "PUT", "/{id}", none, "putTimeseries"],
  ["DeleteTimeseries", "DELETE", "/{id}", none, "deleteTimeseriesById"],
  ["GetOrAddTimeseries", "POST", "/getoradd", none, "getOrAddTimeseries"],
  ["HistoryTimeseries", "GET", "/{id}/history", none, "getHistory"],
  ["GetSearch", "GET", "/search", `${filters} description unit limit continuationToken`, "searchTimeseries"],
  [
    "GetSearchByQuery",
    "GET",
    "/search/{query}",
    `${filters} description unit limit continuationToken`,
    "searchTimeseries",
  ],
  [
    "GetFacets",
    "GET",
    "/facets/{facet}",
    "facility source",
    "getFacilities getSources getSourcesByFacility getFacilitiesBySource",
  ],
  ["GetAllFacilities", "GET", "/facility/counters", none, "getFacilityCounters"],
  ["getFacilityByName", "GET", "/facility/{name}/counters", none, "getFacilityCountersByName"],
  ["writeData", "POST", "/{id}/data", "async", "writeData"],
  ["writeMultipleData", "POST", "/data", "async", "writeMultiple"],
  ["deleteData", "DELETE", "/{id}/data", window, "deleteData"],
  [
    "GetData",
    "GET",
    "/{id}/data",
    `${window} status includeOutsidePoints limit continuationToken ${read}`,
    "getDatapoints",
  ],
  [
    "GetAggregatedData",
    "GET",
    "/{id}/data/aggregates",
    `aggregateFunction ${window} status processingInterval fill limit alignToCache continuationToken ${read}`,
    "getAggregates",
  ],
  ["GetFirst", "GET", "/{id}/data/first", `afterTime beforeTime status ${read}`, "getFirstDatapoint"],
  ["GetLatest", "GET", "/{id}/data/latest", `afterTime beforeTime status ${read}`, "getLatestDatapoint"],
  [
    "getDataByName",
    "GET",
    "/query/data",
    `name facility terminal ${window} status includeOutsidePoints limit continuationToken ${read}`,
    "getDatapointsByName",
  ],
  ["GetMultipleData", "POST", "/query/data", `continuationToken alignToCache ${read}`, "getMultiDatapoints"],
  ["GetMultipleFirst", "POST", "/query/data/first", "federationSource", "getFirstMultiDatapoint"],
  ["GetMultipleLatest", "POST", "/query/data/latest", read, "getLatestMultiDatapoint"],
  ["CreateSubscriptions", "POST", "/streaming/subscriptions", none, "createStreamSubscription"],
  ["GetSubscriptions", "GET", "/streaming/subscriptions", none, "getStreamingSubscriptions"],
  ["DeleteSubscriptions", "DELETE", "/streaming/subscriptions/{id}", none, "deleteStreamSubscription"],
  ["SetRealTimeDestination", "POST", "/streaming/destination", none, "setStreamDestination"],
];

describe("operations", () => {
  test("are the facts' and no others", () => {
    expect(describeOperations(document)).toEqual(inOrder(facts));
  });

  test("are repeatable but for the two that add something each time", () => {
    expect(idsOf(document, ({ operation }) => !operation["x-repeatable"])).toEqual([
      "CreateSubscriptions",
      "postTimeseries",
    ]);
    expect(idsOf(document, ({ operation }) => operation["x-retry-conflict"] === true)).toEqual([
      "deleteData",
      "writeData",
      "writeMultipleData",
    ]);
  });

  test("answer every refusal with MessageModel, as JSON", () => {
    expect(refusalSchemas(document)).toEqual(['application/json {"$ref":"#/components/schemas/MessageModel"}']);
    for (const { operation } of located) {
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(["200", "400", "401", "403", "404", "500"]),
      );
    }
  });

  test("read datapoints as JSON and under three names of Protobuf", () => {
    const reads = located.filter(
      ({ path, method }) => /\/data(\/|$)/.test(path) && (method === "GET" || path.startsWith("/query")),
    );
    expect(reads).toHaveLength(8);
    for (const { operation } of reads) {
      expect(Object.keys(resolve(document, operation.responses["200"]!).content!)).toEqual([
        "application/json",
        "application/x-protobuf",
        "application/protobuf",
        "application/x-google-protobuf",
      ]);
    }
  });
});

describe("limits and defaults", () => {
  const schemaOf = (operationId: string, name: string): SchemaObject => {
    const { parameters } = located.find(({ operation }) => operation.operationId === operationId)!;
    return resolve(document, parameters.find((parameter) => parameter.name === name)!.schema);
  };

  test("of datapoint reads", () => {
    for (const id of ["GetData", "GetAggregatedData", "getDataByName"]) {
      expect(schemaOf(id, "limit")).toMatchObject({ type: "integer", minimum: 1, maximum: 100_000, default: 1000 });
    }
    expect(
      resolve(document, document.components["schemas"]!["GetMultipleDatapointsRequest"] as SchemaObject),
    ).toMatchObject({
      maxItems: 100,
    });
  });

  test("of writes: without `async` they are queued", () => {
    expect(schemaOf("writeData", "async")).toMatchObject({ type: "boolean", default: true });
    expect(schemaOf("writeMultipleData", "async")).toMatchObject({ type: "boolean", default: true });
  });
});

describe("schemas", () => {
  const validate = createValidator(document);

  test.each(listExamples(document))("accept the example $name", ({ schema, value }) => {
    expect(validate(schema, value)).toEqual([]);
  });

  const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
  test.each([
    [true, "GetMultipleDatapointsRequestItem", { id, fill: null, limit: null, unknown: 1 }],
    [true, "GetMultipleDatapointsRequestItem", { id: null, facility: "1219", name: "x" }],
    [false, "GetMultipleDatapointsRequestItem", { facility: "1219", name: null }],
    [false, "GetMultipleDatapointsRequestItem", { id, limit: 100_001 }],
    [true, "TimeseriesRequest", { name: "a", facility: "b", metadata: null }],
    [false, "TimeseriesRequest", { name: "a" }],
    [
      false,
      "TimeseriesRequest",
      { name: "a", facility: "b", metadata: Object.fromEntries(Array.from({ length: 18 }, (_, i) => [i, "v"])) },
    ],
    [true, "MessageModel", { message: "Service is unavailable", traceId: "1" }],
    [false, "MessageModel", { message: "x", title: "y" }],
    [true, "ProcessingInterval", "15m"],
    [false, "ProcessingInterval", "0s"],
    [false, "ProcessingInterval", "5w"],
    [true, "Fill", "-1.5"],
    [false, "Fill", "zero"],
    [
      true,
      "RawDatapointsResponseDto",
      { data: { items: [{ id, datapoints: [], totalCount: 0 }] }, continuationToken: null },
    ],
    [false, "RawDatapointsResponseDto", { data: { items: [{ id, datapoints: [{ value: 1 }] }] } }],
  ])("%s for %s %j", (expected, schema, value) => {
    expect(validate(refTo(schema), value).length === 0).toBe(expected);
  });
});
