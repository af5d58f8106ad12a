import { Ajv2020 } from "ajv/dist/2020.js";
import type { OperationId, OperationTypes } from "@omnia-timeseries/core/operations";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { apis } from "./apis.ts";
import { createExamples } from "./examples.ts";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";
import type { Handlers } from "./served-api.ts";
import { ask, imsSubscriptions } from "./wire.test-support.ts";

interface ResponseObject {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** What is wrong with a body by the document, of which `response` is a part. */
function findProblems(document: Readonly<Record<string, unknown>>, response: ResponseObject, body: unknown): unknown {
  const name = response.$ref?.split("/").at(-1);
  const { responses } = document["components"] as { responses: Record<string, ResponseObject> };
  const { content } = name === undefined ? response : responses[name]!;
  const validate = ajv.compile({ ...content!["application/json"]!.schema, components: document["components"] });
  return validate(body) ? [] : validate.errors;
}

const rows = apis.flatMap((api) =>
  Object.values(api.operations).map((operation) => ({ name: `${api.name} ${operation.operationId}`, api, operation })),
);

/** Where an operation must have something that is not there at first. */
const preparations: Readonly<Record<string, readonly [method: string, path: string, body?: unknown][]>> = {
  "timeseries DeleteSubscriptions": [["POST", "/streaming/subscriptions", [{ id: "{id}" }]]],
  "ims-subscriptions DeleteRealTimeSubscription": [["POST", "/realtime", [{ timeseriesId: "{id}" }]]],
  "alarm-events DeleteSubscription": [["POST", "/streaming/subscriptions/{facility}"]],
};
const bodies: Readonly<Record<string, unknown>> = {
  "timeseries postTimeseries": { name: "b", facility: "1219" },
  "timeseries puttimeseries": { name: "b", facility: "1219" },
  "timeseries patchTimeseries": { unit: "kg" },
  "timeseries GetOrAddTimeseries": [{ name: "a", facility: "1219" }],
  "timeseries writeData": { datapoints: [{ time: "2024-01-02T00:00:00Z", value: 1 }] },
  "timeseries writeMultipleData": { items: [{ id: "{id}", datapoints: [] }] },
  "timeseries GetMultipleData": [{ id: "{id}" }, { id: "{id}", aggregateFunctions: ["avg", "stddev"] }],
  "timeseries GetMultipleFirst": [{ id: "{id}" }, { facility: "1219", name: "nothing" }],
  "timeseries GetMultipleLatest": [{ id: "{id}" }],
  "timeseries CreateSubscriptions": [{ id: "{id}" }],
  "timeseries SetRealTimeDestination": { connectionString: "c" },
  "ims-metadata SearchMultiple": [{ plantSapCode: "1755" }],
  "ims-subscriptions CreateSubscriptions": [{ uId: "ASGB-1030" }, { uId: "nothing" }],
  "ims-subscriptions CreateRealTimeSubscriptions": [{ timeseriesId: "{id}" }],
  "ims-subscriptions SetRealTimeDestination": { connectionString: "c" },
  "ims-subscriptions-management PatchSubscriptionByUid": { name: "b" },
  "alarm-events SetRealTimeDestination": { connectionString: "c" },
};
const queries: Readonly<Record<string, string>> = {
  "timeseries GetAggregatedData": "?aggregateFunction=avg&aggregateFunction=count",
  "timeseries getDataByName": "?name=a&facility=1219",
  "alarm-events GetEvents": "?sourceName=*&includeOtherFields=true",
};

describe("every operation of every API", () => {
  let server: MockServer;
  let fill: (text: string) => string;
  beforeAll(() => {
    const datapoints = [{ time: "2024-01-01T00:00:00Z", value: 1 }];
    server = createMockServer({
      ...createExamples(0),
      auth: "none",
      series: [{ name: "a", facility: "1219", datapoints }],
    });
    const values: Readonly<Record<string, string>> = {
      id: server.store.series[0]!.id,
      timeseriesId: server.store.series[0]!.id,
      query: "a*",
      facet: "source",
      name: "1219",
      uid: "GRA-15",
      plant: "1755",
      tag: "GRA-STAT-20-1310_G01.ST",
      systemCode: "GRA-IMS",
      facility: "AHA",
    };
    fill = (text) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!);
  });

  test.each(rows)("$name answers as its document says", async ({ name, api, operation }) => {
    server.reset();
    await ask(server, "POST", `${imsSubscriptions}/`, [{ uId: "GRA-15" }]);
    const filled = (value: unknown): unknown => value && JSON.parse(fill(JSON.stringify(value)));
    for (const [method, path, body] of preparations[name] ?? []) {
      await ask(server, method, api.basePath + fill(path), filled(body));
    }
    const target = api.basePath + fill(operation.path) + (queries[name] ?? "");
    const { status, json } = await ask(server, operation.method, target, filled(bodies[name]));
    expect([status, operation.success]).toEqual([operation.success.includes(202) ? 202 : 200, operation.success]);
    const paths = api.document["paths"] as Record<
      string,
      Record<string, { responses: Record<string, ResponseObject> }>
    >;
    const response = paths[operation.path]![operation.method.toLowerCase()]!.responses[String(status)]!;
    expect(findProblems(api.document, response, json)).toEqual([]);
    expect(server.requests.at(-1)).toMatchObject({ api: api.name, operationId: operation.operationId });
  });

  test("the check can fail", () => {
    const response = { content: { "application/json": { schema: { $ref: "#/components/schemas/MessageModel" } } } };
    expect(findProblems(apis[0]!.document, response, { message: "ok" })).toEqual([]);
    expect(findProblems(apis[0]!.document, response, { text: "ok" })).not.toEqual([]);
  });
});

describe("several APIs in one server", () => {
  /** Resource ids of test, as the official Python SDKs have them. */
  const resources = {
    timeseries: "32f2a909-8a98-4eb8-b22d-1208d9350cb0",
    "ims-metadata": "310547f5-022b-4fb5-b13e-2b468b8bf658",
    "ims-subscriptions": "789d768e-32ac-417b-b286-be5e0d460809",
    "ims-subscriptions-management": "789d768e-32ac-417b-b286-be5e0d460809",
    "alarm-events": "657b2767-ee47-47ff-b745-af501ea053cb",
  };
  const reads = {
    timeseries: "/",
    "ims-metadata": "/",
    "ims-subscriptions": "/",
    "ims-subscriptions-management": "/GRA-IMS/counter",
    "alarm-events": "/sources",
  };

  test.each(apis)("$name takes tokens for its own resource ids only", async (api) => {
    const server = createMockServer(createExamples(0));
    const { credential } = server.clientOptions();
    for (const resource of new Set(Object.values(resources))) {
      const { token } = (await credential.getToken(`${resource}/.default`))!;
      const { status, json } = await ask(server, "GET", api.basePath + reads[api.name], undefined, token);
      expect([resource, status]).toEqual([resource, resource === resources[api.name] ? 200 : 401]);
      expect(typeof (status === 200 ? json : json["message"])).toBe(status === 200 ? "object" : "string");
    }
  });

  test("the log tells operations of one name apart by their API", async () => {
    const server = createMockServer({ auth: "none" });
    await ask(server, "GET", "/plant/timeseries/v1.7/streaming/subscriptions");
    await ask(server, "GET", "/iiot/ae/v1/streaming/subscriptions");
    expect(server.requests.of("GetSubscriptions").map(({ api }) => api)).toEqual(["timeseries", "alarm-events"]);
    expect(server.requests.of("GetSubscriptions", "alarm-events").map(({ url }) => url)).toEqual([
      "http://any.host/iiot/ae/v1/streaming/subscriptions",
    ]);
  });

  test("an API with a handler missing, or with one that answers something else, does not compile", () => {
    type All = Handlers<OperationTypes, OperationId>;
    expectTypeOf<Omit<All, "GetLatest">>().not.toExtend<All>();
    expectTypeOf<Omit<All, "GetFacets"> & { GetFacets: All["HistoryTimeseries"] }>().not.toExtend<All>();
    expectTypeOf<All>().toExtend<Handlers<OperationTypes, "GetLatest">>();
  });

  test("client options hold an origin alone", () => {
    expect(createMockServer().clientOptions()).toMatchObject({ environment: "test", baseUrl: "http://127.0.0.1" });
  });
});
