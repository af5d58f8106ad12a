import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { document } from "../gen/mock-control.ts";
import { operations } from "../gen/mock-control-operations.ts";
import type { ControlOperationId } from "../gen/mock-control-operations.ts";
import { controlRequests, createControlled, id } from "./requests.test-support.ts";

/** The document with every object closed: an answer then has no property that it does not name. */
function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== "object" || value === null) return value;
  const closed = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, close(inner)]));
  return closed["type"] === "object" && "properties" in closed ? { additionalProperties: false, ...closed } : closed;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: "document", ...(close(document) as object) });

interface Referring {
  readonly $ref?: string;
}
type Responses = Readonly<Record<string, Referring & { readonly content?: Readonly<Record<string, unknown>> }>>;

/** What the document says of an answer's JSON: nothing, or ajv's errors. */
function findErrors(operationId: ControlOperationId, statusCode: number, body: unknown): unknown {
  const { path, method } = operations[operationId];
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, { responses: Responses }>>>>;
  const response = paths[path]![method.toLowerCase()]!.responses[statusCode];
  if (response === undefined) return `the document has no ${statusCode}`;
  const at = response.$ref ?? `#/paths/${path.replaceAll("/", "~1")}/${method.toLowerCase()}/responses/${statusCode}`;
  const check = ajv.compile({ $ref: `document${encodeURI(at)}/content/application~1json/schema` });
  return check(body) ? undefined : check.errors;
}

function nameOf(method: string, path: string): ControlOperationId {
  const template = path.replace(/\?.*/, "").replace(id, "{id}").replace("/1/", "/{id}/");
  return Object.values(operations).find((row) => row.method === method && row.path === template)!
    .operationId as ControlOperationId;
}

describe("answers are what the document says", () => {
  const asked = controlRequests.filter(({ path }) => path !== "/log/explanation");

  test.each(asked.map((request) => [`${request.method} ${request.path}`, request] as const))(
    "%s",
    async (_, request) => {
      const { server, ask } = await createControlled();
      // Something of everything to tell.
      server.faults.schedule({ seed: 1, rate: 0 });
      server.faults.next({ statusCode: 503 });
      server.faults.next({ latencyMs: 1, body: "corrupt", api: "timeseries", operationId: "GetData", times: 3 });
      server.requests.expect([{ operationId: "GetLatest", times: 2 }]);
      const headers = { authorization: "Bearer x" };
      for (const path of [`/${id}/data/latest`, "", "/%zz"]) {
        await server.fetch(`http://h/plant/timeseries/v1.7${path}`, { headers });
      }
      const response = await ask(request);
      const body = JSON.parse(await response.text()) as unknown;
      expect(findErrors(nameOf(request.method, request.path), response.status, body)).toBeUndefined();
    },
  );

  test("refusals too", async () => {
    const { ask } = await createControlled();
    for (const { method, path } of asked) {
      const response = await ask({ method, path }, { origin: "http://evil.example" });
      const body = JSON.parse(await response.text()) as unknown;
      expect([path, response.status, findErrors(nameOf(method, path), response.status, body)]).toEqual([
        path,
        403,
        undefined,
      ]);
    }
  });
});

test("this check finds what is wrong", () => {
  expect(findErrors("GetClock", 200, { now: "x", offsetMs: 0, isFrozen: false })).toBeUndefined();
  expect(findErrors("GetClock", 200, { now: "x", offsetMs: 0 })).toBeDefined();
  expect(findErrors("GetClock", 200, { now: "x", offsetMs: 0, isFrozen: false, colour: 1 })).toBeDefined();
  expect(findErrors("GetLog", 200, { total: 0, forgotten: 0, requests: [{}] })).toBeDefined();
  expect(findErrors("GetClock", 201, {})).toBeDefined();
});
