// Every operation of every API, sent by the client to the mock server, with input that its OpenAPI document allows. The
// raw answers are checked against the document by a validator that neither of the two knows.
import { readFileSync } from "node:fs";
import { Validator } from "@cfworker/json-schema";
import { createAlarmEventsClient } from "@omnia-timeseries/alarm-events";
import { operations as alarmEvents } from "@omnia-timeseries/alarm-events/operations";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import { operations as timeseries } from "@omnia-timeseries/core/operations";
import type { Operation } from "@omnia-timeseries/core/operations";
import {
  createImsMetadataClient,
  createImsSubscriptionsClient,
  createImsSubscriptionsManagementClient,
} from "@omnia-timeseries/ims";
import { managementOperations, metadataOperations, subscriptionsOperations } from "@omnia-timeseries/ims/operations";
import { createExamples, createMockServer } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { arbitraryOf, follow } from "./valid-input.test-support.ts";
import type { Document, Known, Schema } from "./valid-input.test-support.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface DescribedOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
/** The bare client, as far as it is the same for all APIs. */
interface Rest {
  request(method: string, path: string, init: object): Promise<{ readonly response: Response }>;
}

const facility = "1219";
const uid = "ASGB-1031";
const server = createMockServer({
  ...createExamples(0),
  seed: 1,
  // Of a historian, so that every `federationSource` has it.
  series: [{ name: "1219-PT-1234", facility, source: "IMS", datapoints: [{ time: "2024-01-01T12:00:00Z", value: 1 }] }],
});
const { id } = server.store.series[0]!;
const secret = "Endpoint=sb://hub.example.org/";

/** What an operation needs to be there. */
const prepare: Readonly<Record<string, () => Promise<unknown>>> = {
  DeleteSubscriptions: () =>
    createTimeseriesClient(server.clientOptions()).createStreamSubscription({ items: [{ id }] }),
  DeleteSubscription: () =>
    createAlarmEventsClient(server.clientOptions()).createRoutingSubscription({ facility: "AHA" }),
  DeleteRealTimeSubscription: () =>
    createImsSubscriptionsClient(server.clientOptions()).createRealTimeSubscriptions({ timeseriesIds: [id] }),
  PatchSubscriptionByUid: () =>
    createImsSubscriptionsClient(server.clientOptions()).createSubscriptions({ uids: [uid] }),
};

/** A name that must be one that exists. */
const names: Readonly<Record<string, string>> = { getFacilityByName: facility, getDataByName: "1219-PT-1234" };

const apis = [
  { name: "timeseries", operations: timeseries, create: createTimeseriesClient, values: { facility } },
  {
    name: "ims-metadata",
    operations: metadataOperations,
    create: createImsMetadataClient,
    values: { uid, facet: "plantStidCode" },
  },
  {
    name: "ims-subscriptions",
    operations: subscriptionsOperations,
    create: createImsSubscriptionsClient,
    values: { uid, uId: uid, systemCode: "ASGB-IMS" },
  },
  {
    name: "ims-subscriptions-management",
    operations: managementOperations,
    create: createImsSubscriptionsManagementClient,
    values: { uid, systemCode: "ASGB-IMS", plantSapCode: "1191" },
  },
  { name: "alarm-events", operations: alarmEvents, create: createAlarmEventsClient, values: { facility: "AHA" } },
] as const;

/** Examples are no schemas, though some validators look for such in them. */
function withoutExamples(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExamples);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "example" && name !== "examples");
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutExamples(inner)]));
}

const readDocument = (name: string): Document =>
  withoutExamples(
    parse(readFileSync(new URL(`../../../specs/${name}/openapi.yaml`, import.meta.url), "utf8")),
  ) as Document;

/** Calls one operation with random valid input. @returns the status, and what the document says against the answer */
async function call(
  api: (typeof apis)[number],
  document: Document,
  operation: Operation,
  known: Known,
  seed: number,
): Promise<{ status: number; problems: unknown; body: unknown }> {
  const described = document.paths[operation.path]![operation.method.toLowerCase()] as DescribedOperation;
  const shared = (document.paths[operation.path]!["parameters"] ?? []) as readonly Parameter[];
  const parameters = [...shared, ...(described.parameters ?? [])].map((parameter) => follow(document, parameter));
  const sample = <T>(arbitrary: fc.Arbitrary<T>): T => fc.sample(arbitrary, { numRuns: 1, seed })[0]!;
  const valuesIn = (place: string): unknown => {
    const here = parameters.filter((parameter) => parameter.in === place);
    const arbitraries = here.map(({ name, schema }) => [name, arbitraryOf(document, schema, known, name)] as const);
    const requiredKeys = here.filter(({ required }) => required === true).map(({ name }) => name);
    return sample(fc.record(Object.fromEntries(arbitraries), { requiredKeys, noNullPrototype: true }));
  };
  const schema = described.requestBody && follow(document, described.requestBody).content?.["application/json"]?.schema;

  let answer: { status: number; text: string } | undefined;
  const options = server.clientOptions();
  const client = api.create({
    ...options,
    fetch: async (request) => {
      const response = await options.fetch(request);
      answer = { status: response.status, text: await response.clone().text() };
      return response;
    },
  });
  await (client.rest as unknown as Rest).request(operation.method.toLowerCase(), operation.path, {
    params: { path: valuesIn("path"), query: valuesIn("query") },
    ...(schema !== undefined && { body: sample(arbitraryOf(document, schema, known)) }),
  });
  const body: unknown = JSON.parse(answer!.text);
  const response = described.responses[String(answer!.status)];
  const expected = response && follow(document, response).content?.["application/json"]?.schema;
  const validator = new Validator(
    { ...expected, components: { schemas: document.components["schemas"] } } as object,
    "2020-12",
    false,
  );
  const { valid, errors } = validator.validate(body);
  return { status: answer!.status, problems: valid ? [] : errors, body };
}

describe.each(apis)("$name", (api) => {
  const document = readDocument(api.name);
  const known: Known = {
    ...Object.fromEntries(Object.entries(api.values).map(([name, value]) => [name, fc.constant(value)])),
    id: fc.constant(id),
    timeseriesId: fc.constant(id),
    connectionString: fc.constant(secret),
    name: fc.uuid().map((text) => `tag ${text}`),
    continuationToken: fc.constant(undefined),
    startTime: fc.constant("2024-01-01T00:00:00Z"),
    endTime: fc.constant("2024-01-02T00:00:00Z"),
    afterTime: fc.constant("2024-01-01T00:00:00Z"),
    beforeTime: fc.constant("2024-01-02T00:00:00Z"),
    actiontime: fc.constant("2024-01-01T00:00:00Z"),
    time: fc.constant("2024-01-01T00:00:00Z"),
    federationSource: fc.constantFrom("IMS", "TSDB", "DataLake"),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  };

  test.each(Object.values<Operation>(api.operations).map((operation) => [operation.operationId, operation] as const))(
    "%s answers what its document promises",
    async (_, operation) => {
      for (let seed = 1; seed <= 5; seed++) {
        server.reset();
        await prepare[operation.operationId]?.();
        const name = names[operation.operationId];
        const ofOperation = name === undefined ? known : { ...known, name: fc.constant(name) };
        const { status, problems, body } = await call(api, document, operation, ofOperation, seed);
        expect({ status, problems, body }).toMatchObject({ problems: [] });
        expect({ status, body }).toEqual({ status: expect.toBeOneOf([...operation.success]), body });
      }
    },
  );
});

test("docs/api.md has a line for each", () => {
  const page = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8");
  const all = apis.flatMap(({ operations }) => Object.values<Operation>(operations));
  expect(page).toContain(`${all.length} operations of ${apis.length} APIs.`);
  const lines = page.split("\n");
  const isOf = (line: string, { method, path, operationId }: Operation): boolean =>
    line.startsWith(`| \`${method} ${path}\` `) && line.includes(`| \`${operationId}\` `);
  const missing = all.filter((operation) => !lines.some((line) => isOf(line, operation)));
  expect(missing).toEqual([]);
  expect(lines.filter((line) => all.some((operation) => isOf(line, operation)))).toHaveLength(all.length);
});
