// The client against a plain HTTP server that does not keep its promises.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { Format, TimeseriesClient } from "@omnia-timeseries/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { errorOf, formatCases } from "./fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const rows = Array.from({ length: 500 }, (_, i) => ({ time: BigInt(i) * 1_000_000_000n, value: i, status: 192 }));

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

let behaviour: Behaviour;
let requests: number;
const server = createServer((request, response) => {
  requests++;
  request.resume();
  behaviour(response, request);
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  requests = 0;
});

function createClient(format: Format): TimeseriesClient {
  const { port } = server.address() as AddressInfo;
  return createTimeseriesClient({
    environment: "test",
    baseUrl: `http://127.0.0.1:${port}`,
    credential: accessToken(() => "token"),
    format,
    attemptTimeoutMs: 200,
    sleep: async () => {},
  });
}

describe.each(formatCases)("$format.name", ({ format, body }) => {
  const whole = Buffer.from(body([{ id, rows, totalCount: rows.length }]));
  const half = whole.subarray(0, whole.length / 2);
  const answerWhole: Behaviour = (response) => response.end(whole);

  const misbehaviours: readonly (readonly [string, Behaviour, readonly string[]])[] = [
    ["a reset before the headers", (response) => response.socket!.destroy(), ["network"]],
    [
      "a body cut short of its Content-Length",
      (response) =>
        response.writeHead(200, { "content-length": whole.length }).write(half, () => response.socket!.destroy()),
      ["network", "incomplete"],
    ],
    [
      "a chunked body cut in the middle",
      (response) => response.write(half, () => response.socket!.destroy()),
      ["network"],
    ],
    // Nothing on the wire tells that such a body is not whole: only what is in it does.
    [
      "a body without length, closed early",
      (response) =>
        response.socket!.end(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"), half])),
      ["incomplete"],
    ],
    ["an answer that never comes", () => {}, ["timeout"]],
    ["headers and then nothing", (response) => response.flushHeaders(), ["timeout"]],
    ["a body that stops half way", (response) => response.write(half), ["timeout"]],
  ];

  test.each(misbehaviours)("%s is tried again, then whole", async (_, misbehave) => {
    behaviour = (response, request) => (requests === 1 ? misbehave : answerWhole)(response, request);
    const points = await createClient(format).getDatapoints({ id, limit: 500 });
    expect([...points.value]).toEqual(rows.map(({ value }) => value));
    expect(requests).toBe(2);
  });

  test.each(misbehaviours)("%s every time is an error, and no points", async (_, misbehave, codes) => {
    behaviour = misbehave;
    const error = await errorOf(createClient(format).getDatapoints({ id, limit: 500 }));
    expect(codes).toContain(error.code);
    expect(error).toMatchObject({ attempts: 3, operationId: "GetData" });
    expect(requests).toBe(3);
  });

  test("a cut at any byte never gives a wrong number of points", async () => {
    const small = Buffer.from(body([{ id, rows: rows.slice(0, 3), totalCount: 3 }]));
    for (let length = 0; length < small.length; length++) {
      const client = createTimeseriesClient({
        environment: "test",
        credential: accessToken(() => "token"),
        format,
        fetch: async () => new Response(new Uint8Array(small.subarray(0, length))),
        retry: { tries: 1 },
      });
      expect(["incomplete", "decode"]).toContain((await errorOf(client.getDatapoints({ id }))).code);
    }
  });

  test("a redirect is not followed: the token would go along", async () => {
    behaviour = (response) => response.writeHead(307, { location: "http://127.0.0.1:9/" }).end();
    expect((await errorOf(createClient(format).getDatapoints({ id }))).code).toBe("network");
  });

  test("an answer of a page that is no API is refused", async () => {
    behaviour = (response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>");
    expect((await errorOf(createClient(format).getDatapoints({ id }))).code).toBe("decode");
  });
});
