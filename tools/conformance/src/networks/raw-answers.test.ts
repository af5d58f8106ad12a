// The client against answers that no HTTP library would write. Bodies are made with JSON.stringify and protobuf-es.
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { TimeseriesClient, TimeseriesClientOptions } from "@omnia-timeseries/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { errorOf, formatCases } from "../fake-client.ts";
import { createRawServer } from "./raw-server.test-support.ts";
import type { RawServer } from "./raw-server.test-support.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const rows = Array.from({ length: 200 }, (_, i) => ({ time: BigInt(i) * 1_000_000_000n, value: i / 3, status: 192 }));
const values = rows.map(({ value }) => value);
const created = JSON.stringify({ data: { items: [{ id, name: "a", facility: "1219" }] } });

let server: RawServer;
let elsewhere: RawServer;
beforeAll(async () => {
  server = await createRawServer();
  elsewhere = await createRawServer();
});
beforeEach(() => Promise.all([server.reset(), elsewhere.reset()]));
afterAll(() => Promise.all([server.close(), elsewhere.close()]));

function createClient(options: Partial<TimeseriesClientOptions> = {}): TimeseriesClient {
  let tokens = 0;
  return createTimeseriesClient({
    environment: "test",
    baseUrl: server.url,
    credential: accessToken(() => `token-${++tokens}`),
    attemptTimeoutMs: 1000,
    sleep: async () => {},
    ...options,
  });
}

/** A head with these lines, and a body. */
function message(statusLine: string, lines: readonly string[], body: string | Uint8Array = ""): Buffer {
  return Buffer.concat([
    Buffer.from([`HTTP/1.1 ${statusLine}`, ...lines, "", ""].join("\r\n"), "latin1"),
    Buffer.from(body),
  ]);
}

const whole = (body: string | Uint8Array, lines: readonly string[] = []): Buffer =>
  message("200 OK", [...lines, `content-length: ${Buffer.byteLength(body)}`], body);

describe.each(formatCases)("$format.name", ({ format, body }) => {
  const good = Buffer.from(body([{ id, rows, totalCount: rows.length }]));
  const zipped = gzipSync(good);
  const broken = Buffer.from(zipped).fill(0xa5, zipped.length >> 1);

  const failures: readonly (readonly [string, Buffer, readonly string[]])[] = [
    // What comes out of it before the check sum fails may be no answer already.
    ["a gzip that breaks", whole(broken, ["content-encoding: gzip"]), ["decode", "network"]],
    ["gzip in the name only", whole(good, ["content-encoding: gzip"]), ["network"]],
    ["a head that is no HTTP", Buffer.from("SSH-2.0-OpenSSH_9.2\r\n"), ["network"]],
    ["a header without a name", message("200 OK", [": nothing", "content-length: 0"]), ["network"]],
    ["two lengths that differ", message("200 OK", ["content-length: 5", "content-length: 6"], "12345"), ["network"]],
    ["a length that is no number", message("200 OK", ["content-length: many"], good), ["network"]],
    [
      "a chunk that ends early",
      Buffer.concat([
        message("200 OK", ["transfer-encoding: chunked"], `${good.length.toString(16)}\r\n`),
        good.subarray(0, 50),
      ]),
      ["network"],
    ],
    ["a chunk without a length", message("200 OK", ["transfer-encoding: chunked"], "zz\r\nabc\r\n"), ["network"]],
    ["a length of less than the body", message("200 OK", ["content-length: 20"], good), ["incomplete", "decode"]],
    ["204", message("204 No Content", []), ["bad-request", "decode", "incomplete"]],
    ["an empty 200", whole(""), ["incomplete", "decode"]],
    ["a page of a proxy", whole("<html>Please sign in</html>", ["content-type: text/html"]), ["decode"]],
    ["an empty 502", message("502 Bad Gateway", ["content-length: 0"]), ["server"]],
    [
      "a page that says 502",
      message("502 Bad Gateway", ["content-type: text/html", "content-length: 15"], "<html>502</html>".slice(0, 15)),
      ["server"],
    ],
  ];

  test.each(failures)("%s is a typed error, and no points", async (_, bytes, codes) => {
    server.answer = (socket) => socket.end(bytes);
    const error = await errorOf(createClient({ format }).getDatapoints({ id, limit: 1000 }));
    expect(codes).toContain(error.code);
    expect(error).toMatchObject({ operationId: "GetData", attempts: server.requests.length });
    expect(server.requests.length).toBe(error.isRetryable ? 3 : 1);
  });

  test.each(failures.filter(([, , codes]) => codes[0] === "network"))(
    "%s, and then whole, is read",
    async (_, bytes) => {
      server.answer = (socket, number) => socket.end(number === 1 ? bytes : whole(good));
      const points = await createClient({ format }).getDatapoints({ id, limit: 1000 });
      expect([...points.value]).toEqual(values);
    },
  );

  test("a body that never ends is cut off at maxAnswerBytes, and the connection with it", async () => {
    let closed: Promise<unknown> | undefined;
    server.answer = (socket) => {
      closed = new Promise((resolve) => socket.on("close", resolve));
      socket.write(message("200 OK", ["connection: close"], good));
      // White space after JSON, and one series after the other in Protobuf, are good for ever.
      const filler = format.name === "json" ? Buffer.alloc(65_536, " ") : good;
      const pump = (): void => {
        while (!socket.destroyed && socket.write(filler));
      };
      socket.on("drain", pump);
      pump();
    };
    const error = await errorOf(createClient({ format, maxAnswerBytes: 1_000_000 }).getDatapoints({ id, limit: 1000 }));
    expect(error).toMatchObject({ code: "decode", message: "The answer is longer than 1000000 bytes." });
    await closed;
    expect(server.requests).toHaveLength(1);
  });

  test("a body that trickles for ever ends with the try", async () => {
    const timers: NodeJS.Timeout[] = [];
    server.answer = (socket) => {
      socket.write(message("200 OK", [`content-length: ${good.length}`]));
      let sent = 0;
      timers.push(setInterval(() => socket.write(good.subarray(sent, ++sent)), 20));
      socket.on("close", () => timers.forEach(clearInterval));
    };
    const error = await errorOf(
      createClient({ format, attemptTimeoutMs: 150, retry: { tries: 2 } }).getDatapoints({ id }),
    );
    expect(error).toMatchObject({ code: "timeout", attempts: 2 });
  });

  test("a connection that the server closes while it rests is opened anew", async () => {
    server.answer = (socket) => {
      socket.write(whole(good, ["connection: keep-alive"]));
      // Closed without a word, after the client has taken it back.
      setTimeout(() => socket.resetAndDestroy(), 20);
    };
    const client = createClient({ format });
    for (let i = 0; i < 5; i++) {
      expect((await client.getDatapoints({ id, limit: 1000 })).length).toBe(rows.length);
      // Around the moment of the reset.
      await new Promise((resolve) => setTimeout(resolve, 16 + i * 2));
    }
  });
});

test.each([301, 302, 303, 307, 308])(
  "a redirect by %i is not followed, and nobody else gets the token",
  async (status) => {
    elsewhere.answer = (socket) => socket.end(whole(created));
    server.answer = (socket) =>
      socket.end(message(`${status} Moved`, [`location: ${elsewhere.url}/plant`, "content-length: 0"]));
    const client = createClient({ retry: { tries: 2 } });
    expect((await errorOf(client.getTimeseriesById({ id }))).code).toBe("network");
    expect((await errorOf(client.postTimeseries({ name: "a", facility: "1219" }))).code).toBe("outcome-unknown");
    expect(elsewhere.requests).toEqual([]);
    expect(server.requests.length).toBe(3);
  },
);

test("a text with a byte that is not UTF-8 is refused, and does not become another text", async () => {
  const bytes = Buffer.from(created);
  bytes[created.indexOf('"a"') + 1] = 0xff;
  server.answer = (socket) => socket.end(whole(bytes));
  const error = await errorOf(createClient().getTimeseriesById({ id }));
  expect(error).toMatchObject({ code: "decode", operationId: "getTimeseriesById" });
  expect(error.message).toContain("not JSON");
});

test("401 for ever: two requests for each try that is made, with two tokens", async () => {
  server.answer = (socket) => socket.end(message("401 Unauthorized", ["content-length: 0"]));
  const client = createClient();
  expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "unauthorized", attempts: 1 });
  expect(server.requests.map((text) => /token-\d+/.exec(text)![0])).toEqual(["token-1", "token-2"]);
});

test("429 with a date is waited for, by the service's own clock", async () => {
  const waits: number[] = [];
  server.answer = (socket, number) =>
    number === 1
      ? socket.end(
          message("429 Too Many Requests", [
            "date: Wed, 21 Oct 2026 07:28:00 GMT",
            "retry-after: Wed, 21 Oct 2026 07:28:45 GMT",
            "content-length: 0",
          ]),
        )
      : socket.end(whole(created));
  let nowMs = 0;
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
    nowMs += ms;
  };
  await createClient({ sleep, now: () => nowMs }).getTimeseriesById({ id });
  expect(waits[0]).toBe(45_000);
  expect(nowMs).toBe(45_000);
});

describe("a series that is created", () => {
  const ways: readonly (readonly [string, (socket: Socket) => void])[] = [
    ["the connection is reset", (socket) => socket.resetAndDestroy()],
    ["nothing is answered", () => undefined],
    ["the answer is cut", (socket) => socket.end(whole(created).subarray(0, -5))],
    ["the answer is no JSON", (socket) => socket.end(whole("<html></html>"))],
    ["the gateway gives up", (socket) => socket.end(message("504 Gateway Timeout", ["content-length: 0"]))],
    ["the answer is a redirect", (socket) => socket.end(message("302 Found", ["location: /", "content-length: 0"]))],
  ];
  test.each(ways)("where %s, is asked for once, and may be there", async (_, answer) => {
    server.answer = answer;
    const client = createClient({ attemptTimeoutMs: 150 });
    const error = await errorOf(client.postTimeseries({ name: "a", facility: "1219" }));
    expect(error).toMatchObject({ code: "outcome-unknown", attempts: 1, isRetryable: false });
    expect(error.message).toContain("may or may not have been carried out");
    expect(server.requests).toHaveLength(1);
  });

  test("on a connection that dies while it rests is asked for once, each time", async () => {
    server.answer = (socket) => {
      socket.write(whole(created, ["connection: keep-alive"]));
      setTimeout(() => socket.resetAndDestroy(), 10);
    };
    const client = createClient();
    const outcomes: string[] = [];
    for (let i = 0; i < 12; i++) {
      const outcome = client.postTimeseries({ name: `a${i}`, facility: "1219" }).then(
        () => "done",
        (error: unknown) => (error as { code: string }).code,
      );
      outcomes.push(await outcome);
      await new Promise((resolve) => setTimeout(resolve, 6 + i));
    }
    expect(outcomes.filter((outcome) => outcome !== "done" && outcome !== "outcome-unknown")).toEqual([]);
    expect(server.requests.length).toBeLessThanOrEqual(12);
  });
});
