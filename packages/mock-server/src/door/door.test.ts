import { describe, expect, test } from "vitest";
import { createServer, readMessage } from "../server.test-support.ts";

describe("what callers do that is easily got wrong", () => {
  test.each(["True", "true", "TRUE"])("booleans in any case: includeOutsidePoints=%s", async (yes) => {
    const { send, id } = createServer();
    const response = await send(`/${id}/data?startTime=2024-01-02&includeOutsidePoints=${yes}&debug=True`);
    expect((await response.json()).data.items[0].datapoints.length).toBe(2);
  });

  test("booleans that are none are refused", async () => {
    const { send, id } = createServer();
    const response = await send(`/${id}/data?includeOutsidePoints=yes`);
    expect(response.status).toBe(400);
    expect((await readMessage(response)).message).toContain("includeOutsidePoints");
  });

  test.each(["10", "%2010", "+10", "%2B10", "0010"])("integers as .NET reads them: limit=%s", async (limit) => {
    const { send, id } = createServer();
    expect((await send(`/${id}/data?limit=${limit}&status=${limit}`)).status).toBe(200);
  });

  test.each(["", "1e3", "1e999", "0x10", "10.0", "1,000", "Infinity", "NaN", "ten", "1_0", "%D9%A1", "2147483648"])(
    "no integers: %s",
    async (text) => {
      const { send, id } = createServer();
      for (const name of ["limit", "status"]) {
        const response = await send(`/${id}/data?${name}=${text}`);
        expect(response.status).toBe(400);
        expect((await readMessage(response)).message).toContain(name);
      }
    },
  );

  test("a required parameter is required, though clients have a default for it", async () => {
    const { server } = createServer();
    const events = "http://h/iiot/ae/v1/events/AHA";
    const headers = { authorization: "Bearer x" };
    const { statusCode, message } = await readMessage(await server.fetch(events, { headers }));
    expect([statusCode, message]).toEqual([400, "Parameter 'sourceName': is required."]);
    expect((await server.fetch(`${events}?sourceName=*`, { headers })).status).toBe(200);
  });

  test("arrays as repeated keys", async () => {
    const { send, id } = createServer();
    const count = async (query: string) => (await (await send(`/${id}/data?${query}`)).json()).data.items[0].totalCount;
    expect(await count("status=64")).toBe(1);
    expect(await count("status=192&status=64")).toBe(2);
    expect(await count("status=0")).toBe(0);
  });

  test.each(["IMS", "ims", "TSDB", "datalake"])("federationSource=%s", async (source) => {
    const { send, id } = createServer({ series: [{ name: "a", facility: "1219", source: "IMS" }] });
    expect((await send(`/${id}/data?federationSource=${source}`)).status).toBe(200);
  });

  test("names of parameters in any case, and parameters that nobody knows", async () => {
    const { send, id } = createServer();
    const response = await send(`/${id}/data?STARTTIME=2024-01-02&colour=red`);
    expect((await response.json()).data.items[0].totalCount).toBe(1);
  });

  test("a parameter given twice is refused", async () => {
    const { send, id } = createServer();
    expect((await send(`/${id}/data?limit=1&limit=2`)).status).toBe(400);
  });

  test.each([
    "2024-01-02T00:00:00Z",
    "2024-01-02T00:00:00.000Z",
    "2024-01-02T00:00:00.000000Z",
    "2024-01-02",
    "2024-01-02T01:00:00.000000%2B01:00",
  ])("times as %s", async (startTime) => {
    const { send, id } = createServer();
    expect((await (await send(`/${id}/data?startTime=${startTime}`)).json()).data.items[0].totalCount).toBe(1);
  });

  test.each(["", "now", "2024-01-02T00:00:00", "2024-13-01", "2024-01-02T00:00:00+01:00"])(
    "no times: %s",
    async (startTime) => {
      const { send, id } = createServer();
      const response = await send(`/${id}/data?startTime=${startTime}`);
      expect(response.status).toBe(400);
      expect((await readMessage(response)).message).toContain("startTime");
    },
  );

  test("paths with a slash at the end, in any case, and the base without one", async () => {
    const { send, id } = createServer();
    expect((await send("?limit=10")).status).toBe(200);
    expect((await send("/?limit=10")).status).toBe(200);
    expect((await send(`/${id}/data/?limit=10`)).status).toBe(200);
    expect((await send(`/${id}/DATA/Latest`)).status).toBe(200);
  });

  test("a content type on requests without a body", async () => {
    const { send, id } = createServer();
    expect((await send(`/${id}/data`, { headers: { "content-type": "application/json" } })).status).toBe(200);
  });

  test.each([
    ["application/json; charset=utf-8", 200],
    ["text/json", 200],
    ["application/vnd.x+json", 200],
    ["text/plain", 415],
    ["application/x-protobuf", 415],
  ])("a body as %s: %d", async (type, status) => {
    const { send } = createServer();
    const body = JSON.stringify({ name: "b", facility: "1219" });
    const response = await send("/", { method: "POST", body, headers: { "content-type": type } });
    expect(response.status).toBe(status);
    expect(typeof (await response.json())).toBe("object");
  });

  test("a message whose definition is not public is refused, and not read as something else", async () => {
    const { send } = createServer();
    const body = JSON.stringify([{ name: "b", facility: "1219" }]);
    const headers = { "content-type": "application/x-protobuf" };
    const response = await send("/getoradd", { method: "POST", body, headers });
    expect(await readMessage(response)).toMatchObject({
      statusCode: 415,
      message: expect.stringContaining("Protobuf"),
    });
  });

  test.each(["", "{", "[1"])("the body %j is refused", async (body) => {
    const { send } = createServer();
    const response = await send("/", { method: "POST", body, headers: { "content-type": "application/json" } });
    expect(await readMessage(response)).toMatchObject({ statusCode: 400, message: expect.stringContaining("body") });
  });

  test("errors are JSON, whatever is accepted", async () => {
    const { send } = createServer();
    const response = await send("/x/data", { headers: { accept: "application/x-protobuf" } });
    expect(response.headers.get("content-type")).toContain("application/json");
    const message = await readMessage(response);
    expect(message).toEqual({ statusCode: 400, message: expect.any(String), traceId: expect.any(String) });
    expect(message.traceId).toMatch(/^0H[0-9A-V]{11}:[0-9A-F]{8}$/);
  });

  test("a wrong method is told the right ones", async () => {
    const { send } = createServer();
    const response = await send("/data");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await readMessage(response)).toMatchObject({ statusCode: 405 });
  });

  test("browsers on any origin may ask, and read what they need", async () => {
    const { server, send } = createServer();
    const preflight = await server.fetch("http://any.host/plant/timeseries/v1.7/data", {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    for (const path of ["/", "/not-a-guid"]) {
      const exposed = (await send(path)).headers.get("access-control-expose-headers")!.toLowerCase();
      for (const name of ["retry-after", "www-authenticate", "traceparent"]) expect(exposed).toContain(name);
    }
  });
});

describe("sign-in", () => {
  const url = "http://127.0.0.1/plant/timeseries/v1.7";
  const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";

  test("a token of the server opens it, whoever asks for it", async () => {
    const { server } = createServer({ auth: "tokens" });
    const { credential, fetch } = server.clientOptions();
    const { token } = (await credential.getToken(scope))!;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
  });

  test.each(["/", "/not-a-guid", "/facets/source"])(
    "none, or another one, is refused before anything else: %s",
    async (path) => {
      const { server } = createServer({ auth: "tokens" });
      for (const authorization of ["", "Bearer x", "Basic eDp5"]) {
        const url = `http://h/plant/timeseries/v1.7${path}`;
        const response = await server.fetch(url, authorization === "" ? {} : { headers: { authorization } });
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
        expect(await readMessage(response)).toMatchObject({ statusCode: 401, message: expect.any(String) });
      }
    },
  );

  test("a token dies on the mock's clock", async () => {
    const { server } = createServer({ auth: "tokens" });
    const { credential, fetch } = server.clientOptions();
    const { token } = (await credential.getToken([scope]))!;
    server.clock.advance("2h");
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(401);
  });

  test("with auth none any bearer token will do, but there must be one", async () => {
    const { server, send } = createServer();
    expect((await send("/")).status).toBe(200);
    const response = await server.fetch("http://h/plant/timeseries/v1.7/");
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });
});
