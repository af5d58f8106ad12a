import { once } from "node:events";
import { request } from "node:http";
import { get } from "node:https";
import { connect } from "node:net";
import type { LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";
import type { MockServerOptions } from "./mock-server-options.ts";
import type { ListenOptions } from "./listen.ts";
import { sendRaw } from "./raw-http.test-support.ts";

const path = "/plant/timeseries/v1.7";
const head = `GET ${path} HTTP/1.1\r\nauthorization: Bearer x\r\nconnection: close\r\n`;
const traceId: unknown = expect.stringMatching(/^0H\w{11}:\w{8}$/);

async function listen(options?: ListenOptions, more?: MockServerOptions): Promise<MockServer> {
  const server = createMockServer({ auth: "none", ...more });
  await server.listen(options);
  return server;
}

describe("the host that a request names", () => {
  test.each(["localhost", "LOCALHOST", "localhost:1", "127.0.0.1", "127.9.8.7:80", "127.1", "[::1]", "[::1]:80"])(
    "%s is good",
    async (host) => {
      await using server = await listen();
      const [answer] = await sendRaw(server.url, `${head}host: ${host}\r\n\r\n`);
      expect(answer!.statusCode).toBe(200);
    },
  );

  test.each([
    "rebound.example",
    "rebound.example:80",
    "localhost.rebound.example",
    "127.0.0.1.rebound.example",
    "10.0.0.1",
    "[::2]",
    "0.0.0.0",
  ])("%s is refused", async (host) => {
    await using server = await listen();
    const [answer] = await sendRaw(server.url, `${head}host: ${host}\r\n\r\n`);
    const name = new URL(`http://${host}`).hostname.replaceAll(/[[\]]/g, "");
    expect(JSON.parse(answer!.body)).toEqual({
      statusCode: 421,
      message: expect.stringMatching(`'${name}'.*allowHosts.*--allow-host ${name}`),
      traceId,
    });
    expect([answer!.statusCode, answer!.headers["content-type"]]).toEqual([421, "application/json; charset=utf-8"]);
    expect(server.requests.length).toBe(0);
  });

  test("counts in the target too, and cannot hide there", async () => {
    await using server = await listen();
    const target = head.replace(path, `http://rebound.example${path}`);
    const [answer] = await sendRaw(server.url, `${target}host: localhost\r\n\r\n`);
    expect(answer!.statusCode).toBe(421);
    const [good] = await sendRaw(server.url, `${head.replace(path, `http://localhost${path}`)}host: localhost\r\n\r\n`);
    expect(good!.statusCode).toBe(200);
  });

  test.each(["", "host: \r\n", "host: a b\r\n", "host: localhost@rebound.example\r\n"])(
    "%j is refused with a message",
    async (line) => {
      await using server = await listen();
      const [answer] = await sendRaw(server.url, `${head}${line}\r\n`);
      expect(answer!.statusCode).toBeOneOf([400, 421]);
      expect(JSON.parse(answer!.body)).toEqual({
        statusCode: answer!.statusCode,
        message: expect.any(String),
        traceId,
      });
    },
  );

  test("may be one that was allowed, on any port", async () => {
    await using server = await listen({ allowHosts: ["mock", "Mock_2.Example", "10.1.2.3", "fe80::1"] });
    for (const host of ["mock", "mock:4180", "MOCK", "mock_2.example", "10.1.2.3:1", "[fe80::1]"]) {
      const [answer] = await sendRaw(server.url, `${head}host: ${host}\r\n\r\n`);
      expect([host, answer!.statusCode]).toEqual([host, 200]);
    }
    const [other] = await sendRaw(server.url, `${head}host: mocks\r\n\r\n`);
    expect(other!.statusCode).toBe(421);
  });

  test.each(["http://mock", "mock:80", "", "a b", "*", "[::1]", "a/b"])("%j cannot be allowed", async (host) => {
    const server = createMockServer();
    await expect(server.listen({ allowHosts: [host] })).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining("allowHosts"),
    });
    expect(() => server.url).toThrow("listen()");
  });

  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");

  test("on all addresses: the one that the request came to", async () => {
    await using server = await listen({ host: "0.0.0.0" });
    const { port } = new URL(server.url);
    for (const { address } of outside) {
      const [own] = await sendRaw(`http://${address}:${port}`, `${head}host: ${address}:${port}\r\n\r\n`);
      expect(own!.statusCode).toBe(200);
      const [other] = await sendRaw(`http://127.0.0.1:${port}`, `${head}host: ${address}\r\n\r\n`);
      expect(other!.statusCode).toBe(421);
    }
    const [answer] = await sendRaw(`http://127.0.0.1:${port}`, `${head}host: container\r\n\r\n`);
    expect(answer!.statusCode).toBe(421);
  });

  test("in process it is any", async () => {
    const server = createMockServer({ auth: "none" });
    const response = await server.fetch(`http://rebound.example${path}`, { headers: { authorization: "Bearer x" } });
    expect(response.status).toBe(200);
  });
});

describe("the sign-in's socket", () => {
  const discover = (server: MockServer, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(server.authority);
      const path = `/${server.tenantId}/v2.0/.well-known/openid-configuration`;
      // The name is checked against the certificate, as clients do; only where it leads is said here.
      const lookup: LookupFunction = (_name, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]);
      get({ host, port, path, ca: server.ca, agent: false, lookup }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });

  test("has a certificate for the names in use, and refuses others", async () => {
    await using server = await listen({ allowHosts: ["mock", "10.1.2.3"] });
    for (const host of ["localhost", "127.0.0.1", "mock"]) expect(await discover(server, host)).toBe(200);
    await expect(discover(server, "rebound.example")).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  test("refuses a foreign host though the client trusts it", async () => {
    await using server = await listen();
    const { port } = new URL(server.authority);
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: "rebound.example" };
      get({ host: "127.0.0.1", port, servername: "localhost", ca: server.ca, headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });
    expect(await answer).toBe(421);
  });
});

describe("what is too long", () => {
  const post = (length: number) =>
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
  const good = `${head}host: localhost\r\n\r\n`;

  test("a body: 413, and the connection goes on", async () => {
    await using server = await listen({}, { maxBodyBytes: 100 });
    const answers = await sendRaw(server.url, post(1000), " ".repeat(1000), good);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([413, 200]);
    expect(JSON.parse(answers[0]!.body)).toEqual({ statusCode: 413, message: expect.any(String), traceId });
  });

  test("a body in chunks: 413 when the first byte too many comes", async () => {
    await using server = await listen({}, { maxBodyBytes: 100 });
    const chunk = `a\r\n${" ".repeat(10)}\r\n`;
    const start = post(0).replace("content-length: 0", "transfer-encoding: chunked");
    const answers = await sendRaw(server.url, start, ...Array.from({ length: 11 }, () => chunk), "0\r\n\r\n", good);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([413, 200]);
  });

  test("a body that says so is refused before it comes", async () => {
    await using server = await listen();
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: "Bearer x", "content-type": "application/json", "content-length": 30_000_001 };
      const sent = request(`${server.url}${path}`, { method: "POST", headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on("error", reject).flushHeaders();
    });
    expect(status).toBe(413);
  });

  test.each([
    [8192, 200],
    [8193, 414],
    [20_000, 414],
    [100_000, 414],
  ])("a request line of %d bytes: %d", async (bytes, statusCode) => {
    await using server = await listen();
    const filled = `GET ${path}/search?name=`;
    const line = `${filled}${"x".repeat(bytes - filled.length - " HTTP/1.1\r\n".length)} HTTP/1.1\r\n`;
    const rest = "host: localhost\r\nauthorization: Bearer x\r\nconnection: close\r\n\r\n";
    const [answer] = await sendRaw(server.url, line + rest);
    expect(answer!.statusCode).toBe(statusCode);
    expect(JSON.parse(answer!.body)).toMatchObject(statusCode === 200 ? { data: {} } : { statusCode, traceId });
  });

  test("headers: 431", async () => {
    await using server = await listen();
    const [answer] = await sendRaw(server.url, `${head}host: localhost\r\nx: ${"y".repeat(50_000)}\r\n\r\n`);
    expect(JSON.parse(answer!.body)).toEqual({ statusCode: 431, message: expect.stringContaining("32768"), traceId });
  });
});

describe("what is no HTTP", () => {
  test.each([
    ["words", "hello\r\n\r\n", 400],
    ["a broken version", `GET ${path} HTTP/9.9\r\nhost: localhost\r\n\r\n`, 400],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    ["a header without a colon", `GET ${path} HTTP/1.1\r\nhost localhost\r\n\r\n`, 400],
    ["a length that is none", `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n`, 400],
    ["two lengths", `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n`, 400],
    [
      "a length and chunks",
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`,
      400,
    ],
    ["a target without a slash", `GET plant HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`, 400],
    ["OPTIONS *", `OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`, 400],
    ["CONNECT", `CONNECT localhost:1 HTTP/1.1\r\nhost: localhost:1\r\n\r\n`, 405],
    ["TRACE", `TRACE ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`, 405],
    ["an unknown expectation", `${head}host: localhost\r\nexpect: the unexpected\r\n\r\n`, 200],
    ["an upgrade", `${head.replace("close", "upgrade")}host: localhost\r\nupgrade: h2c\r\n\r\n`, 200],
  ])("%s", async (_, text, statusCode) => {
    await using server = await listen();
    const [answer] = await sendRaw(server.url, text);
    expect(answer!.statusCode).toBe(statusCode);
    expect(JSON.parse(answer!.body)).toMatchObject(statusCode === 200 ? { data: {} } : { statusCode, traceId });
    const [next] = await sendRaw(server.url, `${head}host: localhost\r\n\r\n`);
    expect(next!.statusCode).toBe(200);
  });
});

test("what is broken off, or no TLS, ends no process and no other connection", async () => {
  await using server = await listen();
  const texts = [`CONNECT localhost:1 HTTP/1.1\r\nhost: localhost:1\r\n\r\n`, "hello\r\n\r\n", head, ""];
  for (const url of [server.url, server.authority]) {
    for (const text of texts) {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      await once(socket, "connect");
      socket.write(text);
      socket.resetAndDestroy();
      await sendRaw(url, text);
    }
  }
  const [answer] = await sendRaw(server.url, `${head}host: localhost\r\n\r\n`);
  expect(answer!.statusCode).toBe(200);
  const path = `/${server.tenantId}/v2.0/.well-known/openid-configuration`;
  const status = new Promise((resolve, reject) => {
    get(`${server.authority}${path}`, { ca: server.ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
  expect(await status).toBe(200);
});

test("IPv6", async () => {
  await using server = await listen({ host: "::1" });
  expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  const response = await fetch(`${server.url}${path}`, { headers: { authorization: "Bearer x" } });
  expect(response.status).toBe(200);
});
