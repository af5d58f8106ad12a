import { describe, expect, test } from "vitest";
import { createExpectations } from "./log/expectations.ts";
import { createMockServer } from "./mock-server.ts";
import { createRequestLog } from "./request-log.ts";
import type { AnsweredRequest } from "./request-log.ts";
import { createServer } from "./server.test-support.ts";

const answered: AnsweredRequest = {
  api: "timeseries",
  operationId: "Getall",
  method: "POST",
  url: "http://h/a",
  accept: null,
  contentType: "application/json",
  hasBody: true,
  body: "{}",
  unknown: [],
  statusCode: 200,
  isUnexpected: false,
  fault: undefined,
  startedMs: 0,
};
const headers = { "content-type": "application/json" };

describe("the log", () => {
  test("says when, how long by the server's clock, and how to ask again", async () => {
    const { server, send, id } = createServer({ now: () => Date.UTC(2024, 0, 1) });
    server.clock.freeze();
    server.faults.next({ latencyMs: 1500 });
    const body = `{"datapoints":[{"time":"2024-01-01T00:00:00Z","value":1.50}]}`;
    const sent = send(`/${id}/data?sub=s3cr3t&async=false`, { method: "POST", headers, body });
    await expect.poll(() => server.faults.waiting).toEqual([]);
    server.clock.advance(1500);
    await sent;
    const url = `http://127.0.0.1/plant/timeseries/v1.7/${id}/data?sub=hidden&async=false`;
    expect(server.requests[0]).toMatchObject({
      number: 1,
      time: "2024-01-01T00:00:01.500000000Z",
      durationMs: 1500,
      isUnexpected: false,
      curl: `curl --request 'POST' '${url}' --header "authorization: Bearer $TOKEN" --header 'content-type: application/json' --data-raw '${body}'`,
    });
  });

  test.each<[string, object]>([
    ["a fault", { statusCode: 503 }],
    ["a reset", { reset: "before-headers" }],
  ])("has the body of a write that met %s", async (_, fault) => {
    const { server, send, id } = createServer();
    server.faults.next(fault);
    await send(`/${id}/data`, { method: "POST", headers, body: `{"datapoints":[]}` }).catch(() => undefined);
    expect(server.requests[0]?.curl).toContain(`'{"datapoints":[]}'`);
  });

  test("has the body of a write that was not expected", async () => {
    const { server, send, id } = createServer();
    server.requests.expect([]);
    await send(`/${id}/data`, { method: "POST", headers, body: `{"datapoints":[]}` });
    expect(server.requests[0]?.curl).toContain(`'{"datapoints":[]}'`);
  });

  test("names a body that it did not keep as a file, and none where there was none", async () => {
    const { server, send } = createServer();
    await send("/data", { method: "POST", headers, body: `{"a":"${"x".repeat(20_000)}"}` });
    await send("/query/x", { method: "DELETE" });
    expect(server.requests.map(({ curl }) => /--data.*$/.exec(curl)?.[0])).toEqual([
      "--data-binary @body.json",
      undefined,
    ]);
  });

  test("numbers go on when it is cleared, and positions begin anew", async () => {
    const { server, send } = createServer();
    await send("");
    server.requests.clear();
    await send("");
    expect(server.requests.map(({ number }) => number)).toEqual([2]);
    expect(server.requests.explain()).toContain("\n1. GET ");
    server.reset();
    await send("");
    expect(server.requests.map(({ number }) => number)).toEqual([3]);
  });

  test("keeps the last 100 000 requests, tells how many went, and keeps the last 1000 bodies", () => {
    const { log, record } = createRequestLog(
      () => undefined,
      () => 0,
      createExpectations(),
    );
    for (let i = 0; i < 100_000; i++) record(answered);
    expect([log.length, log.forgotten]).toEqual([100_000, 0]);
    for (let i = 0; i < 2500; i++) record(answered);
    expect(log.length).toBeGreaterThanOrEqual(100_000);
    expect(log.length).toBeLessThanOrEqual(101_000);
    expect(log.forgotten + log.length).toBe(102_500);
    expect([log[0]!.number, log.at(-1)!.number]).toEqual([log.forgotten + 1, 102_500]);
    expect(log.filter(({ curl }) => curl.includes("'{}'")).map(({ number }) => number)).toEqual(
      Array.from({ length: 1000 }, (_, i) => 101_501 + i),
    );
    const lines = log.explain().split("\n");
    expect(lines[0]).toBe(`102500 requests to the mock server, the first ${log.forgotten} are forgotten`);
    expect(lines[1]).toBe(`${log.forgotten + 1}. POST /a`);
    log.clear();
    expect([log.length, log.forgotten, log.explain()]).toEqual([0, 0, "0 requests to the mock server"]);
  });

  test("prints and compares as the array that it is", () => {
    const { requests } = createMockServer();
    expect(requests).toEqual([]);
    expect(Object.keys(requests)).toEqual([]);
  });
});
