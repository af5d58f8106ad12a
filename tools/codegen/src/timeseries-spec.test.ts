// Checks specs/timeseries/openapi.yaml against the facts, written down here a second time, and against itself.
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { listOperations, readDocument, resolve } from "./openapi-document.ts";
import type { OpenApiDocument, SchemaObject } from "./openapi-document.ts";

const document: OpenApiDocument = readDocument(new URL("../../../specs/timeseries/openapi.yaml", import.meta.url));
const located = listOperations(document);

const window = "startTime endTime";
const read = "federationSource debug";
const filters = "name externalId source assetId facility";
const none = "";
/** operationId, method, path, query parameters in any order, client functions. Source: EVIDENCE.md. */
const facts: readonly (readonly [string, string, string, string, string])[] = [
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

const words = (text: string): string[] => text.split(" ").filter(Boolean).toSorted();

describe("operations", () => {
  test("are the facts' and no others", () => {
    expect(located.map(({ operation }) => operation.operationId).toSorted()).toEqual(
      facts.map(([id]) => id).toSorted(),
    );
  });

  test.each(facts)("%s is %s %s", (operationId, method, path, query, clientNames) => {
    const found = located.find(({ operation }) => operation.operationId === operationId)!;
    expect({ method: found.method, path: found.path }).toEqual({ method, path });
    const names = found.parameters.filter((p) => p.in === "query").map((p) => p.name);
    expect(names.toSorted()).toEqual(words(query));
    expect([...found.operation["x-client-names"]].toSorted()).toEqual(words(clientNames));
  });

  test("are repeatable but for the two that add something each time", () => {
    const not = located
      .filter(({ operation }) => !operation["x-repeatable"])
      .map(({ operation }) => operation.operationId);
    expect(not.toSorted()).toEqual(["CreateSubscriptions", "postTimeseries"]);
    const conflict = located
      .filter(({ operation }) => operation["x-retry-conflict"])
      .map(({ operation }) => operation.operationId);
    expect(conflict.toSorted()).toEqual(["deleteData", "writeData", "writeMultipleData"]);
  });

  test("answer every refusal with MessageModel, as JSON", () => {
    for (const { operation } of located) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status.startsWith("2")) continue;
        expect(resolve(document, response).content).toEqual({
          "application/json": expect.objectContaining({ schema: { $ref: "#/components/schemas/MessageModel" } }),
        });
      }
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
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const format of ["int32", "int64", "double"]) ajv.addFormat(format, true);
  ajv.addSchema({ $id: "document", ...document });
  const accepts = (schema: string, value: unknown): boolean =>
    ajv.compile({ $ref: `document#/components/schemas/${schema}` })(value);

  type Example = { readonly name: string; readonly schema: object; readonly value: unknown };

  function listExamples(node: unknown): Example[] {
    if (typeof node !== "object" || node === null) return [];
    const inside = Object.values(node).flatMap(listExamples);
    const { schema, examples } = node as { schema?: object; examples?: Record<string, { value?: unknown }> };
    if (schema === undefined || examples === undefined || Array.isArray(examples)) return inside;
    const own = Object.entries(examples).map(([name, example]) => ({
      name,
      schema,
      value: resolve(document, example).value,
    }));
    return [...own, ...inside];
  }

  test.each(listExamples(document))("accept the example $name", ({ schema, value }) => {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
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
    expect(accepts(schema, value)).toBe(expected);
  });
});
