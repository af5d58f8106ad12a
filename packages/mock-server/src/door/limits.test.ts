import { describe, expect, test } from "vitest";
import { createServer, readMessage } from "../server.test-support.ts";

const json = { "content-type": "application/json" };
const series = JSON.stringify({ name: "b", facility: "1219" });

/** A body that arrives piece by piece, and tells how many pieces were asked for. */
function createPieces(piece: string, count: number) {
  const asked = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (asked.pieces === count) return controller.close();
        asked.pieces += 1;
        controller.enqueue(new TextEncoder().encode(piece));
      },
    },
    { highWaterMark: 0 },
  );
  return { asked, init: { method: "POST", body, duplex: "half" } };
}

describe("bodies", () => {
  test.each([
    [series.length, 200],
    [series.length - 1, 413],
  ])("of as many bytes as are allowed are read: %d bytes, %d", async (maxBodyBytes, status) => {
    const { send } = createServer({ maxBodyBytes });
    const response = await send("/", { method: "POST", body: series, headers: json });
    expect(response.status).toBe(status);
  });

  test("30 000 000 bytes by default, as in Kestrel", async () => {
    const { send } = createServer();
    const statuses = [30_000_000, 30_000_001].map(async (bytes) => {
      const body = series + " ".repeat(bytes - series.length);
      return (await send("/", { method: "POST", body, headers: json })).status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 413]);
  });

  test("that say how long they are are refused unread", async () => {
    const { send } = createServer({ maxBodyBytes: 100 });
    const { asked, init } = createPieces(" ", 1000);
    const response = await send("/", { ...init, headers: { ...json, "content-length": "101" } });
    expect(await readMessage(response)).toEqual({
      statusCode: 413,
      message: expect.stringContaining("100 bytes"),
      traceId: expect.stringMatching(/^0H\w{11}:\w{8}$/),
    });
    expect(asked.pieces).toBe(0);
  });

  test("that do not are counted while they arrive", async () => {
    const { send, server } = createServer({ maxBodyBytes: 100 });
    const { asked, init } = createPieces(" ".repeat(10), 1000);
    const response = await send("/", { ...init, headers: { ...json, "content-length": "10" } });
    expect(await readMessage(response)).toMatchObject({ statusCode: 413 });
    expect(asked.pieces).toBe(11);
    expect(server.requests.at(-1)).toMatchObject({ operationId: "postTimeseries", statusCode: 413 });
  });

  test("are counted in bytes, not in letters", async () => {
    const { send } = createServer({ maxBodyBytes: 40 });
    const body = JSON.stringify({ name: "ååååååå", facility: "1219" });
    expect(body.length).toBeLessThanOrEqual(40);
    expect((await send("/", { method: "POST", body, headers: json })).status).toBe(413);
  });

  test("to the sign-in too", async () => {
    const { server } = createServer({ maxBodyBytes: 100 });
    const url = `http://h/${server.tenantId}/oauth2/v2.0/token`;
    const response = await server.fetch(url, { method: "POST", body: "x=".repeat(51) });
    expect(await readMessage(response)).toEqual({
      statusCode: 413,
      message: expect.any(String),
      traceId: expect.any(String),
    });
  });

  test("of nobody who may are not read", async () => {
    const { server } = createServer({ maxBodyBytes: 100 });
    const { asked, init } = createPieces(" ", 1000);
    const response = await server.fetch("http://h/plant/timeseries/v1.7/", { ...init, headers: json });
    expect(response.status).toBe(401);
    expect(asked.pieces).toBe(0);
  });
});

describe("the request line", () => {
  // "GET " before the path, " HTTP/1.1\r\n" after the query.
  const start = "/plant/timeseries/v1.7/search?name=";
  const fits = 8192 - "GET ".length - start.length - " HTTP/1.1\r\n".length;

  test.each([
    [fits, 200],
    [fits + 1, 414],
    [1_000_000, 414],
  ])("takes 8192 bytes: %d letters in a parameter, %d", async (letters, status) => {
    const { send, server } = createServer();
    const response = await send(`/search?name=${"x".repeat(letters)}`);
    expect(response.status).toBe(status);
    expect(server.requests.at(-1)).toMatchObject({ statusCode: status });
  });

  test("is refused with a message, before sign-in", async () => {
    const { server } = createServer();
    const response = await server.fetch(`http://h${start}${"x".repeat(9000)}`);
    expect(await readMessage(response)).toEqual({
      statusCode: 414,
      message: expect.stringContaining("8192"),
      traceId: expect.any(String),
    });
  });
});

describe("series in one request", () => {
  test.each(["/query/data", "/query/data/first", "/query/data/latest"])("%s: 100, no more", async (path) => {
    const { send, id } = createServer();
    const ask = async (count: number) => {
      const body = JSON.stringify(Array.from({ length: count }, () => ({ id })));
      return send(path, { method: "POST", body, headers: json });
    };
    expect((await ask(100)).status).toBe(200);
    const { statusCode, message } = await readMessage(await ask(101));
    expect([statusCode, message]).toEqual([400, "Body: must NOT have more than 100 items."]);
  });
});

test.each([0, -1, 1.5, Number.NaN])("maxBodyBytes %d is none", (maxBodyBytes) => {
  expect(() => createServer({ maxBodyBytes })).toThrow(expect.objectContaining({ code: "invalid-argument" }));
});
