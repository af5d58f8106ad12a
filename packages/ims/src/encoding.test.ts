import type { Operation, OperationParameter } from "@omnia-timeseries/core/operations";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFakeService } from "./fake-service.test-support.ts";
import { createImsSubscriptionsManagementClient } from "./management-client.ts";
import { createImsMetadataClient } from "./metadata-client.ts";
import { managementOperations, metadataOperations, subscriptionsOperations } from "./operations.ts";
import { createImsSubscriptionsClient } from "./subscriptions-client.ts";

// Any text that has a place in a URL, with what has a meaning there made frequent.
const text = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.string({
      unit: fc.constantFrom("/", "?", "#", "&", "=", "+", "%", " ", ".", "*", "ø", "å", "a", "$", "{", "}", "\\"),
      minLength: 1,
    }),
  )
  .filter((value) => value !== "." && value !== "..");

function valueOf({ minimum, maximum, enum: values, pattern }: OperationParameter): fc.Arbitrary<string | number> {
  if (values !== undefined) return fc.constantFrom(...values);
  if (pattern !== undefined) return fc.uuid();
  return minimum === undefined ? text : fc.integer({ min: minimum, max: maximum ?? 2 ** 31 - 1 });
}

interface Values {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | number>>;
}

/** Values for all parameters in the path, and for some or all of the others. */
function valuesOf({ parameters }: Operation): fc.Arbitrary<Values> {
  const inPlace = (place: string): fc.Arbitrary<Record<string, string>> => {
    const here = parameters.filter((parameter) => parameter.in === place);
    const requiredKeys = here.filter(({ required }) => required === true).map(({ name }) => name);
    const values = here.map((parameter) => [parameter.name, valueOf(parameter)] as const);
    return fc.record(Object.fromEntries(values), { requiredKeys, noNullPrototype: true }) as never;
  };
  return fc.record({ path: inPlace("path"), query: inPlace("query") });
}

/** What a server makes of a URL, by the URL standard and the operation's template. */
function readBack(url: string, base: string, template: string): Values {
  const { origin, pathname, searchParams, hash } = new URL(url);
  expect(hash).toBe("");
  expect(origin + pathname.slice(0, new URL(base).pathname.length)).toBe(base);
  const segments = pathname.slice(new URL(base).pathname.length).split("/");
  const names = template.split("/");
  expect(segments).toHaveLength(names.length);
  const path = names.flatMap((name, i) => {
    if (name.startsWith("{")) return [[name.slice(1, -1), decodeURIComponent(segments[i]!)]];
    expect(segments[i]).toBe(name);
    return [];
  });
  return { path: Object.fromEntries(path) as Record<string, string>, query: Object.fromEntries(searchParams) };
}

/** The bare client, as far as it is the same for all APIs. */
interface Rest {
  request(method: string, path: string, init: object): Promise<unknown>;
}

const apis = [
  { path: "ims-metadata/v1.3", operations: metadataOperations, create: createImsMetadataClient },
  { path: "ims-subscriptions/v1.2", operations: subscriptionsOperations, create: createImsSubscriptionsClient },
  {
    path: "ims-subscriptions-management/v1.2",
    operations: managementOperations,
    create: createImsSubscriptionsManagementClient,
  },
] as const;
const rows = apis.flatMap(({ path, operations, create }) =>
  Object.values<Operation>(operations)
    .filter(({ parameters }) => parameters.length > 0)
    .map((operation) => ({
      name: `${path} ${operation.operationId}`,
      operation,
      create,
      base: `https://api.gateway.equinor.com/plant/${path}`,
    })),
);

test.each(rows)("$name: a server reads back every parameter", async ({ operation, create, base }) => {
  await fc.assert(
    fc.asyncProperty(valuesOf(operation), async (params) => {
      const { options, sent } = createFakeService(Response.json({}));
      const rest = create(options).rest as unknown as Rest;
      await rest.request(operation.method.toLowerCase(), operation.path, { params });
      const asText = Object.entries(params.query).map(([name, value]) => [name, String(value)]);
      expect(readBack(sent[0]!.url, base, operation.path)).toEqual({
        path: params.path,
        query: Object.fromEntries(asText) as unknown,
      });
    }),
  );
});
