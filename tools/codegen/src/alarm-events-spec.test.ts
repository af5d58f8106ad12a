// Checks specs/alarm-events/openapi.yaml against the facts, written down here a second time, and against itself.
import { expect, test } from "vitest";
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

const document: OpenApiDocument = readDocument(new URL("../../../specs/alarm-events/openapi.yaml", import.meta.url));

const none = "";
const ofEvents =
  "sourceName limit startTime endTime sort includeOtherFields description eventType eventCategory message severity priority " +
  "condition alarmState ackedState activeState suppressedOrShelved node processArea actiontime continuationToken";
/** Source: EVIDENCE.md. */
const facts: readonly OperationFact[] = [
  ["GetSources", "GET", "/sources", none, "getSources"],
  ["GetEvents", "GET", "/events/{facility}", ofEvents, "getEvents"],
  ["GetEventCounts", "GET", "/events/{facility}/count", "sourceName startTime endTime", "getEventCounts"],
  ["GetSubscriptions", "GET", "/streaming/subscriptions", none, "getRoutingSubscriptions"],
  ["CreateSubscriptions", "POST", "/streaming/subscriptions/{facility}", none, "createRoutingSubscription"],
  ["DeleteSubscription", "DELETE", "/streaming/subscriptions/{facility}", none, "deleteRoutingSubscription"],
  ["SetRealTimeDestination", "POST", "/streaming/destination", none, "setRoutingConnection"],
];

test("stands at three addresses", () => {
  expect(document.servers.map((s) => [s["x-environment"], s.url, s["x-resource-id"]])).toEqual([
    ["prod", "https://api.gateway.equinor.com/iiot/ae/v1", "6df18f43-f499-4470-9d94-52b01698620d"],
    ["test", "https://api-test.gateway.equinor.com/iiot/ae/v1", "657b2767-ee47-47ff-b745-af501ea053cb"],
    ["dev", "https://api-dev.gateway.equinor.com/iiot/ae/v1", "657b2767-ee47-47ff-b745-af501ea053cb"],
  ]);
});

test("has the facts' operations and no others", () => {
  expect(describeOperations(document)).toEqual(inOrder(facts));
  expect(idsOf(document, ({ operation }) => operation["x-paged"])).toEqual(["GetEvents"]);
  expect(idsOf(document, ({ operation }) => !operation["x-repeatable"])).toEqual(["CreateSubscriptions"]);
});

test("answers every refusal with MessageModel, as JSON", () => {
  expect(refusalSchemas(document)).toEqual(['application/json {"$ref":"#/components/schemas/MessageModel"}']);
  for (const { operation } of listOperations(document)) {
    expect(Object.keys(operation.responses)).toEqual(["200", "400", "401", "403", "404", "429", "500"]);
  }
});

test("only the source of events must be named, and of their query only the sorting is a choice", () => {
  const { parameters } = listOperations(document).find(({ operation }) => operation.operationId === "GetEvents")!;
  const schemaOf = (name: string): SchemaObject => resolve(document, parameters.find((p) => p.name === name)!.schema);
  expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual(["facility", "sourceName"]);
  expect(schemaOf("sourceName")).toMatchObject({ type: "string", default: "*" });
  expect(schemaOf("sort")).toMatchObject({ enum: ["asc", "desc"], default: "asc" });
  expect(schemaOf("limit")).toMatchObject({ minimum: 1, maximum: 100_000, default: 10 });
  const ofType = (type: string): string[] =>
    parameters.flatMap(({ name }) => (schemaOf(name).type === type ? [name] : [])).toSorted();
  expect(ofType("boolean")).toEqual(["ackedState", "activeState", "includeOtherFields", "suppressedOrShelved"]);
  expect(ofType("integer")).toEqual(["limit", "priority", "severity"]);
});

const validate = createValidator(document);

test.each(listExamples(document))("accepts the example $name", ({ schema, value }) => {
  expect(validate(schema, value)).toEqual([]);
});

test.each([
  [true, "EventDto", { items: null, totalCount: null, continuationToken: null, statusCode: 200 }],
  [false, "EventDto", { data: { items: [] } }],
  [true, "EventModel", { timestamp: "2024-01-01T00:00:00.0000000Z", otherFields: { any: 1 } }],
  [false, "EventModel", { severity: "high" }],
  [true, "CountDto", { items: [{ timestamp: null, count: 1, priority: 2 }] }],
  [true, "SourceModelDto", { items: [{ facility: "AHA" }, {}] }],
  [true, "DestinationSetModel", { connectionString: "Endpoint=sb://x/" }],
  [false, "DestinationSetModel", { connectionString: "" }],
])("%s for %s %j", (expected, schema, value) => {
  expect(validate(refTo(schema), value).length === 0).toBe(expected);
});
