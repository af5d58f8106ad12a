// Which operation is sent again after which failure, for every operation of every API. What is expected is written
// down here from the design's words, not read from the operations tables.
import { createAlarmEventsClient } from "@omnia-timeseries/alarm-events";
import { operations as alarmEvents } from "@omnia-timeseries/alarm-events/operations";
import { accessToken, createTimeseriesClient, isOmniaError } from "@omnia-timeseries/core";
import { operations as timeseries } from "@omnia-timeseries/core/operations";
import type { Operation } from "@omnia-timeseries/core/operations";
import {
  createImsMetadataClient,
  createImsSubscriptionsClient,
  createImsSubscriptionsManagementClient,
} from "@omnia-timeseries/ims";
import { managementOperations, metadataOperations, subscriptionsOperations } from "@omnia-timeseries/ims/operations";
import { describe, expect, test } from "vitest";

const apis = [
  ["timeseries", timeseries, createTimeseriesClient],
  ["ims-metadata", metadataOperations, createImsMetadataClient],
  ["ims-subscriptions", subscriptionsOperations, createImsSubscriptionsClient],
  ["ims-subscriptions-management", managementOperations, createImsSubscriptionsManagementClient],
  ["alarm-events", alarmEvents, createAlarmEventsClient],
] as const;

/** Creating the same twice is an error, or makes two. All that is not here may be sent twice. */
const notRepeatable: ReadonlySet<string> = new Set([
  "timeseries POST /",
  "timeseries POST /streaming/subscriptions",
  "ims-subscriptions POST /",
  "ims-subscriptions POST /realtime",
  "alarm-events POST /streaming/subscriptions/{facility}",
]);

/** Where a conflict passes: writes of points. */
const retryConflict: ReadonlySet<string> = new Set([
  "timeseries POST /{id}/data",
  "timeseries POST /data",
  "timeseries DELETE /{id}/data",
]);

const coded = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
const refuse = (status: number) => (): Response => Response.json({ statusCode: status, message: "x" }, { status });
const fail = (code: string) => (): never => {
  throw coded(code);
};
const breakOff = (): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"data":'));
        controller.error(new Error("terminated"));
      },
    }),
  );
const never = (): Promise<Response> => new Promise(() => {});

type Again = "always" | "repeatable" | "never" | "conflict";
interface Failure {
  readonly answer: () => Response | Promise<Response>;
  readonly again: Again;
  /** Whether the service may have done its work before this failure. */
  readonly mayBeDone: boolean;
}

const failures: Readonly<Record<string, Failure>> = {
  ...Object.fromEntries(
    [425, 429, 503].map((status) => [status, { answer: refuse(status), again: "repeatable", mayBeDone: false }]),
  ),
  ...Object.fromEntries(
    [408, 502, 504].map((status) => [status, { answer: refuse(status), again: "repeatable", mayBeDone: true }]),
  ),
  ...Object.fromEntries(
    [400, 401, 403, 404, 413].map((status) => [status, { answer: refuse(status), again: "never", mayBeDone: false }]),
  ),
  409: { answer: refuse(409), again: "conflict", mayBeDone: false },
  500: { answer: refuse(500), again: "never", mayBeDone: true },
  "a connection that never came about": { answer: fail("ECONNREFUSED"), again: "always", mayBeDone: false },
  "a host without an address": { answer: fail("ENOTFOUND"), again: "always", mayBeDone: false },
  "a connection that broke": { answer: fail("ECONNRESET"), again: "repeatable", mayBeDone: true },
  "a body that broke off": { answer: breakOff, again: "repeatable", mayBeDone: true },
  "a body cut short": {
    answer: () => new Response("{", { headers: { "content-length": "9" } }),
    again: "repeatable",
    mayBeDone: true,
  },
  "no answer in time": { answer: never, again: "repeatable", mayBeDone: true },
};

/** The least that an operation can be asked with. */
function parametersOf(operation: Operation): object {
  const known: Readonly<Record<string, string>> = { facet: "facility", startTime: "2024-01-01T00:00:00Z" };
  const ofPlace = (place: string): object =>
    Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === place && (place === "path" || parameter.required === true))
        .map(({ name, pattern, enum: allowed }) => [
          name,
          allowed?.[0] ?? (pattern === undefined ? (known[name] ?? "x") : "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc"),
        ]),
    );
  return {
    params: { path: ofPlace("path"), query: ofPlace("query") },
    ...(operation.body !== undefined && { body: {} }),
  };
}

interface Rest {
  request(method: string, path: string, init: object): Promise<{ readonly response: Response }>;
}

describe.each(apis)("%s", (name, operations, create) => {
  const all = Object.values<Operation>(operations).map((operation) => [operation.operationId, operation] as const);

  test.each(all)("%s", async (_, operation) => {
    const key = `${name} ${operation.method} ${operation.path}`;
    const isRepeatable = !notRepeatable.has(key);
    for (const [what, { answer, again, mayBeDone }] of Object.entries(failures)) {
      let requests = 0;
      let nowMs = 0;
      const client = create({
        environment: "test",
        credential: accessToken(() => "token"),
        attemptTimeoutMs: 3,
        now: () => nowMs,
        sleep: async (ms) => {
          nowMs += ms;
        },
        fetch: async () => {
          requests++;
          return answer();
        },
      });
      const outcome = await (client.rest as unknown as Rest)
        .request(operation.method, operation.path, parametersOf(operation))
        .then(
          ({ response }) => response.status,
          (error: unknown) => (isOmniaError(error) ? error : undefined),
        );
      const isSentAgain =
        again === "always" ||
        (again === "repeatable" && isRepeatable) ||
        (again === "conflict" && retryConflict.has(key));
      expect({ what, requests }).toEqual({ what, requests: isSentAgain ? 3 : 1 });
      const isUnknown = mayBeDone && !isRepeatable;
      const error = typeof outcome === "object" ? outcome : undefined;
      expect({ what, isUnknown: error?.code === "outcome-unknown" }).toEqual({ what, isUnknown });
      // What was answered at last, `rest` hands out as it came.
      const says = error !== undefined && mayBeDone && operation.method !== "GET" ? true : undefined;
      expect({ what, mayBeDone: error?.mayBeDone }).toEqual({ what, mayBeDone: says });
    }
  });
});

test("every operation that is named here exists", () => {
  const all = apis.flatMap(([name, operations]) =>
    Object.values<Operation>(operations).map(({ method, path }) => `${name} ${method} ${path}`),
  );
  expect(all).toEqual(expect.arrayContaining([...notRepeatable, ...retryConflict]));
});
