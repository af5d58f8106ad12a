// The token goes to the service alone: real servers, of which one records everything that reaches it and must get nothing.
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { Layer, TimeseriesClientOptions } from "@omnia-timeseries/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { errorOf } from "./fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const item = { id, name: "1219-PT-1234", facility: "1219" };

let answer: RequestListener;
let served: IncomingMessage[] = [];
let strayed: IncomingMessage[] = [];
const service = createServer((request, response) => {
  served.push(request);
  answer(request, response);
});
const elsewhere = createServer((request, response) => {
  strayed.push(request);
  response.end("{}");
});
const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  await Promise.all([listen(service), listen(elsewhere)]);
});
beforeEach(() => {
  served = [];
  strayed = [];
  answer = (_, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data: { items: [item] } }));
});
afterAll(async () => {
  for (const server of [service, elsewhere]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const createClient = (options: Partial<TimeseriesClientOptions> = {}) =>
  createTimeseriesClient({
    environment: "test",
    baseUrl: urlOf(service),
    credential: accessToken(() => "secret-token"),
    sleep: async () => {},
    ...options,
  });

test("the service itself gets it", async () => {
  await expect(createClient().getTimeseriesById({ id })).resolves.toEqual(item);
  expect(served.map(({ headers }) => headers.authorization)).toEqual(["Bearer secret-token"]);
});

describe.each([301, 302, 303, 307, 308])("a redirect, %i", (status) => {
  test.each([
    ["to another port", () => `${urlOf(elsewhere)}/x`],
    ["to another scheme", () => urlOf(elsewhere).replace("http:", "https:")],
    ["to the same host by another name", () => urlOf(elsewhere).replace("127.0.0.1", "localhost")],
    ["without a scheme", () => `//${new URL(urlOf(elsewhere)).host}/x`],
    ["to the service itself", () => `${urlOf(service)}/plant/timeseries/v1.7/${id}`],
  ])("%s is not followed", async (_, location) => {
    answer = (__, response) => response.writeHead(status, { location: location() }).end();
    const error = await errorOf(createClient().getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "network", operationId: "getTimeseriesById" });
    expect({ served: served.length, strayed }).toEqual({ served: 3, strayed: [] });
  });
});

test("a fetch of one's own is told not to follow either", async () => {
  const redirects: string[] = [];
  const client = createClient({
    fetch: (request) => {
      redirects.push(request.redirect);
      return fetch(request);
    },
  });
  await client.getTimeseriesById({ id });
  expect(redirects).toEqual(["error"]);
});

describe("a layer that sends a request elsewhere", () => {
  const sendTo =
    (change: (url: string) => string): Layer =>
    (next) =>
    (attempt) =>
      next({ ...attempt, request: { ...attempt.request, url: change(attempt.request.url) } });

  test.each<[string, (url: string) => string]>([
    ["another port", (url) => url.replace(urlOf(service), urlOf(elsewhere))],
    ["another host", () => "https://evil.example/plant"],
    ["the host as a user's name", (url) => url.replace("http://", "http://evil@")],
    ["a host that begins like it", (url) => url.replace("127.0.0.1", "127.0.0.1.evil.example")],
    ["the host before an @", () => `${urlOf(service)}@evil.example/`],
    ["a host after a backslash", () => "http:\\\\evil.example/"],
    ["no scheme", () => "//evil.example/"],
    ["no URL", () => "x"],
  ])("%s: is refused before a token is asked for", async (_, change) => {
    let asked = 0;
    const credential = accessToken(() => `secret-${++asked}`);
    const error = await errorOf(createClient({ layers: [sendTo(change)], credential }).getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "invalid-argument", attempts: 0 });
    expect(error.message).toContain(`elsewhere than to ${urlOf(service)}`);
    expect({ asked, served, strayed }).toEqual({ asked: 0, served: [], strayed: [] });
  });

  test("may change the path and the query", async () => {
    const layers = [sendTo((url) => `${url}?subscription-key=secret-key`)];
    await expect(createClient({ layers }).getTimeseriesById({ id })).resolves.toEqual(item);
    expect(served[0]!.url).toBe(`/plant/timeseries/v1.7/${id}?subscription-key=secret-key`);
  });

  test("is told of headers that HTTP cannot carry, without them", async () => {
    const layers: Layer[] = [
      (next) => (attempt) => next({ ...attempt, request: { ...attempt.request, headers: { "x-key": "secret\nkey" } } }),
    ];
    const error = await errorOf(createClient({ layers }).getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "invalid-argument" });
    expect(`${error.message} ${error.stack}`).not.toContain("secret\n");
    expect(served).toEqual([]);
  });
});

describe("client.rest", () => {
  interface Loose {
    readonly GET: (path: string, init?: object) => Promise<unknown>;
    readonly HEAD: (path: string, init?: object) => Promise<unknown>;
    readonly request: (method: string, path: string, init?: object) => Promise<unknown>;
  }
  const params = { path: { id } };
  const rest = (): Loose => createClient().rest as unknown as Loose;

  test.each<[string, object]>([
    ["baseUrl", { baseUrl: "https://evil.example" }],
    ["fetch", { fetch }],
    ["Request", { Request }],
    ["middleware", { middleware: [{ onRequest: () => new Request("https://evil.example") }] }],
    ["pathSerializer", { pathSerializer: () => "//evil.example" }],
    ["querySerializer", { querySerializer: () => "a=b" }],
  ])("refuses %s for one request", async (name, init) => {
    for (const call of [
      rest().GET("/{id}", { params, ...init }),
      rest().request("get", "/{id}", { params, ...init }),
    ]) {
      const error = await errorOf(call);
      expect(error).toMatchObject({ code: "invalid-argument" });
      expect(error.message).toContain(`client.rest: ${name} cannot be set for one request.`);
    }
    expect({ served, strayed }).toEqual({ served: [], strayed: [] });
  });

  test.each(["https://evil.example/", "//evil.example/", "/\\evil.example", "/../../x", "/unknown"])(
    "knows the API's paths alone: %s",
    async (path) => {
      expect(await errorOf(rest().GET(path))).toMatchObject({ code: "invalid-argument" });
      expect(served).toEqual([]);
    },
  );

  test("rejects with an OmniaError whatever cannot be sent", async () => {
    const calls = [
      rest().HEAD("/{id}", { params }),
      rest().GET("/{id}", { params, headers: { "x-key": "secret\nkey" } }),
      rest().GET("/{id}", { params, body: { a: 1n } }),
      rest().GET("/{id}", { params: { path: { id: "\uD800" } } }),
      rest().request("TRACE", "/{id}", { params }),
    ];
    for (const error of await Promise.all(calls.map(errorOf))) {
      expect(error).toMatchObject({ code: "invalid-argument" });
      expect(`${error.message} ${error.stack}`).not.toContain("secret\n");
    }
    expect(served).toEqual([]);
  });

  test("rejects with `decode`, and nothing of the answer, where that is no JSON", async () => {
    answer = (_, response) => response.end("<html>secret</html>");
    const error = await errorOf(rest().GET("/{id}", { params }));
    expect(error).toMatchObject({ code: "decode" });
    expect(`${error.message} ${String(error.cause)}`).not.toContain("secret");
  });

  test("has no middleware", () => {
    expect(Object.keys(createClient().rest)).not.toEqual(expect.arrayContaining(["use"]));
  });
});
