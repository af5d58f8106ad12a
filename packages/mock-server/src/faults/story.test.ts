// A nightly job that reads a day of a pressure, and the night goes wrong.
import { createTimeseriesClient, isOmniaError } from "@omnia-timeseries/core";
import type { TimeseriesClient } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";

const startTime = "2024-01-01T00:00:00Z";
const endTime = "2024-01-02T00:00:00Z";
const values = Array.from({ length: 24 }, (_, hour) => 80 + hour / 4);
const datapoints = values.map((value, hour) => ({ time: new Date(Date.parse(startTime) + hour * 3_600_000), value }));

async function readDay(client: TimeseriesClient, id: string): Promise<number[]> {
  const day = await client.readDatapoints({ id, startTime, endTime, pageSize: 5 }).all({ maxPoints: 24 });
  return [...day.value];
}

describe.each(["in process", "over sockets"])("a bad night, %s", (how) => {
  let server: MockServer;
  let client: TimeseriesClient;
  let id: string;

  beforeEach(async () => {
    server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", unit: "bar", datapoints }] });
    ({ id } = server.store.series[0]!);
    // One after the other: which fault a request meets goes by the order in which they arrive.
    const { fetch, ...options } = { ...server.clientOptions(), limits: { concurrency: 1 } };
    if (how === "in process") {
      client = createTimeseriesClient({ ...options, fetch, format: protobuf });
    } else {
      await server.listen();
      client = createTimeseriesClient({ ...options, baseUrl: server.url, format: protobuf });
    }
  });
  afterEach(() => server.close());

  test("the service is busy for a minute, a connection breaks, a token is revoked: the job has every point", async () => {
    // Nobody waits: a minute passes as soon as somebody would wait for it.
    server.clock.skipWaits();
    const startedMs = server.clock.now();
    server.faults.next({ operationId: "GetData", statusCode: 429, retryAfterSeconds: 60 });
    server.faults.next({ operationId: "GetData", reset: "after-headers" });
    server.faults.next({ operationId: "GetData", token: "revoked" });
    expect(await readDay(client, id), server.requests.explain()).toEqual(values);
    expect(server.clock.now() - startedMs).toBeGreaterThanOrEqual(60_000);
    const statuses = server.requests.map(({ statusCode }) => statusCode);
    expect(statuses.slice(0, 5), server.requests.explain()).toEqual([429, 200, 401, 200, 200]);
    expect(server.faults.waiting).toEqual([]);
  });

  test("the service is down for longer than the job waits: the job says so, and what to look for", async () => {
    server.faults.next({ operationId: "GetData", statusCode: 503, times: 3 });
    server.clock.skipWaits();
    const error = await readDay(client, id).catch((thrown: unknown) => thrown);
    expect(isOmniaError(error, "server")).toBe(true);
    expect(error).toMatchObject({ statusCode: 503, attempts: 3, operationId: "GetData" });
    expect(server.requests.explain()).toContain("fault: statusCode 503");
  });

  test("by a seed, the same night twice", async () => {
    const nights: string[] = [];
    for (let night = 0; night < 2; night++) {
      server.reset();
      server.faults.schedule({ seed: 11, rate: 0.5, faults: [{ statusCode: 503 }, { reset: "before-headers" }] });
      server.clock.skipWaits();
      const outcome = await readDay(client, id).then(
        (read) => `all ${read.length} points`,
        (error: unknown) => String(error),
      );
      nights.push([outcome, ...server.requests.map(({ statusCode }) => statusCode)].join(" "));
    }
    expect(nights[1]?.replaceAll(/\(trace ID [^)]*\)/g, "")).toBe(nights[0]?.replaceAll(/\(trace ID [^)]*\)/g, ""));
    expect(server.requests.explain()).toContain("faults of seed 11");
  });
});
