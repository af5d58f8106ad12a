// Checks the three documents of the IMS APIs against the facts, written down here a second time, and against themselves.
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

interface SpecFacts {
  readonly api: string;
  /** The last part of the servers' URLs. */
  readonly version: string;
  /** Of prod, then of test and dev. */
  readonly resourceIds: readonly [string, string];
  readonly operations: readonly OperationFact[];
  readonly paged: readonly string[];
  readonly notRepeatable: readonly string[];
}

const none = "";
const page = "limit continuationToken";
const subscriptionIds = ["cae23674-f25d-40a2-b9e4-81649b33b957", "789d768e-32ac-417b-b286-be5e0d460809"] as const;
/** Source: EVIDENCE.md. */
const apis: readonly SpecFacts[] = [
  {
    api: "ims-metadata",
    version: "v1.3",
    resourceIds: ["71415e4e-7131-4a81-9596-f921978cdbee", "310547f5-022b-4fb5-b13e-2b468b8bf658"],
    operations: [
      ["GetMetadata", "GET", "/", page, "getMetadata"],
      ["SearchMultiple", "POST", "/", page, "searchMultiple"],
      ["GetSearch", "GET", "/search", `tag uid ${page}`, "search"],
      ["GetSearchByTag", "GET", "/search/{tag}", page, "searchByTag"],
      ["GetMetadataByUid", "GET", "/uid/{uid}", none, "getMetadataByUid"],
      ["GetFacets", "GET", "/facets/{facet}", none, "getFacets"],
      ["GetMetadataByPlant", "GET", "/{plant}", page, "getMetadataByPlant"],
      ["GetMetadataByTag", "GET", "/{plant}/{tag}", page, "getMetadataByTag"],
    ],
    paged: ["GetMetadata", "GetMetadataByPlant", "GetMetadataByTag", "GetSearch", "GetSearchByTag", "SearchMultiple"],
    notRepeatable: [],
  },
  {
    api: "ims-subscriptions",
    version: "v1.2",
    resourceIds: subscriptionIds,
    operations: [
      ["GetSubscriptions", "GET", "/", page, "search"],
      ["CreateSubscriptions", "POST", "/", none, "createSubscriptions"],
      ["GetSubscriptionsByUid", "GET", "/uid/{uid}", none, "searchByUid"],
      ["GetSubscriptionsByTimeseriesId", "GET", "/timeseriesid/{timeseriesId}", none, "searchByTimeseriesId"],
      ["GetRealTimeSubscriptions", "GET", "/realtime", page, "getRealTimeSubscriptions"],
      ["CreateRealTimeSubscriptions", "POST", "/realtime", "lifeTime", "createRealTimeSubscriptions"],
      [
        "GetRealTimeSubscriptionsByTimeseriesId",
        "GET",
        "/realtime/timeseriesid/{timeseriesId}",
        none,
        "getRealTimeSubscriptionsByTimeseriesId",
      ],
      [
        "DeleteRealTimeSubscription",
        "DELETE",
        "/realtime/timeseriesid/{timeseriesId}",
        none,
        "deleteRealTimeSubscription",
      ],
      ["SetRealTimeDestination", "POST", "/realtime/destination", none, "setRealTimeDestination"],
      ["GetSubscriptionCounter", "GET", "/{systemCode}", none, "searchBySystemCode"],
    ],
    paged: ["GetRealTimeSubscriptions", "GetSubscriptions"],
    notRepeatable: ["CreateRealTimeSubscriptions", "CreateSubscriptions"],
  },
  {
    api: "ims-subscriptions-management",
    version: "v1.2",
    resourceIds: subscriptionIds,
    operations: [
      [
        "GetSubscriptionCounterBySystemCode",
        "GET",
        "/{systemCode}/counter",
        none,
        "getSubscriptionCounterBySystemCode",
      ],
      ["PatchSubscriptionByUid", "PATCH", "/uid/{uid}", "resetState", "patchSubscriptionByUid"],
    ],
    paged: [],
    notRepeatable: [],
  },
];

const documentOf = (api: string): OpenApiDocument =>
  readDocument(new URL(`../../../specs/${api}/openapi.yaml`, import.meta.url));

describe.each(apis)("$api", ({ api, version, resourceIds, operations, paged, notRepeatable }) => {
  const document = documentOf(api);

  test("stands at three addresses", () => {
    expect(document.info.version).toBe(version);
    expect(document.servers.map((s) => [s["x-environment"], s.url, s["x-resource-id"]])).toEqual([
      ["prod", `https://api.gateway.equinor.com/plant/${api}/${version}`, resourceIds[0]],
      ["test", `https://api-test.gateway.equinor.com/plant/${api}/${version}`, resourceIds[1]],
      ["dev", `https://api-dev.gateway.equinor.com/plant/${api}/${version}`, resourceIds[1]],
    ]);
  });

  test("has the facts' operations and no others", () => {
    expect(describeOperations(document)).toEqual(inOrder(operations));
    expect(idsOf(document, ({ operation }) => operation["x-paged"])).toEqual(paged);
    expect(idsOf(document, ({ operation }) => !operation["x-repeatable"])).toEqual(notRepeatable);
  });

  test("answers every refusal with MessageModel, as JSON", () => {
    expect(refusalSchemas(document)).toEqual(['application/json {"$ref":"#/components/schemas/MessageModel"}']);
    for (const { operation } of listOperations(document)) {
      expect(Object.keys(operation.responses)).toEqual(["200", "400", "401", "403", "404", "429", "500"]);
    }
  });

  const validate = createValidator(document);
  test.each(listExamples(document))("accepts the example $name", ({ schema, value }) => {
    expect(validate(schema, value)).toEqual([]);
  });
});

test("limits and defaults", () => {
  const schemaOf = (api: string, operationId: string, name: string): SchemaObject => {
    const document = documentOf(api);
    const { parameters } = listOperations(document).find(({ operation }) => operation.operationId === operationId)!;
    return resolve(document, parameters.find((parameter) => parameter.name === name)!.schema);
  };
  const limit = { type: "integer", minimum: 1, maximum: 100_000, default: 1000 };
  expect(schemaOf("ims-metadata", "GetSearch", "limit")).toMatchObject(limit);
  expect(schemaOf("ims-subscriptions", "GetSubscriptions", "limit")).toMatchObject(limit);
  expect(schemaOf("ims-subscriptions", "CreateRealTimeSubscriptions", "lifeTime")).toMatchObject({ default: 10 });
  expect(schemaOf("ims-subscriptions-management", "PatchSubscriptionByUid", "resetState").type).toBe("boolean");
});

const timeseriesId = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const complete = { timeseriesId, created: "2024-01-01T00:00:00Z", tsdbExportEnabled: true, dlExportEnabled: true };
const link = { relationship: "next", reference: "https://example.org/" };

test.each([
  [true, "ims-metadata", "MetadataPagedResponse_v2", { data: { items: [] }, links: [link], count: null }],
  [false, "ims-metadata", "MetadataPagedResponse_v2", { data: { items: [] }, links: [{ rel: "next", href: "x" }] }],
  [false, "ims-metadata", "MetadataPagedResponse_v2", { items: [] }],
  // The two disagree elsewhere: a text here, a boolean in the Python SDK.
  [false, "ims-metadata", "MetadataItem_v2", { recordId: true }],
  [true, "ims-metadata", "MetadataItem_v2", { recordId: "15", plantSapCode: "1219", stepped: null }],
  [true, "ims-metadata", "MetadataSearchRequest", [{ tag: "x", terminal: null, unknown: 1 }]],
  [false, "ims-metadata", "MetadataSearchRequest", { tag: "x" }],
  [true, "ims-metadata", "FacetItem", { systemCode: "GRA-IMS", count: 15 }],
  // A number here, a text in the metadata and in the patch.
  [true, "ims-subscriptions", "SubscriptionCompleteModel", { ...complete, plantSapCode: 1219 }],
  [false, "ims-subscriptions", "SubscriptionCompleteModel", { ...complete, plantSapCode: "1219" }],
  [true, "ims-subscriptions", "SubscriptionsCompleteDto", { data: { items: [] }, errors: { a: null } }],
  [false, "ims-subscriptions", "RtSubscriptionBase", { timeseriesId }],
  [true, "ims-subscriptions", "RtSubscriptionBase", { timeseriesId, customerId: timeseriesId, expiration: null }],
  [true, "ims-subscriptions-management", "SubscriptionPatchRequestItem", { plantSapCode: "1219" }],
  [false, "ims-subscriptions-management", "SubscriptionPatchRequestItem", { notAllowedField: 1 }],
  [true, "ims-subscriptions-management", "MessageModel", { message: "Invalid field: x", traceId: "trace-1" }],
  [true, "ims-subscriptions-management", "SubscriptionsResponse", { data: { items: [] }, count: 0 }],
])("%s for %s %s %j", (expected, api, schema, value) => {
  expect(createValidator(documentOf(api))(refTo(schema), value).length === 0).toBe(expected);
});
