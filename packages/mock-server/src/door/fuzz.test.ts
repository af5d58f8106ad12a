import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import { splitAnswers, sendRaw } from "../raw-http.test-support.ts";
import { timeseries } from "../wire.test-support.ts";
import { createKnownServer, listKnownRequests } from "./requests.test-support.ts";

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

const { a, b } = createKnownServer();
const known: readonly Sent[] = listKnownRequests(a, b).map(({ method, path, accept, body }) => ({
  method,
  path,
  headers: [
    ["authorization", "Bearer x"],
    ["content-type", "application/json"],
    ["accept", accept ?? "application/json"],
  ],
  body: body === undefined ? undefined : JSON.stringify(body),
}));

// What servers stumble over.
const oddTexts = [
  ["", " ", "\0", "/", "//", "..", "%", "%2f", "%00", "%zz", "%E0%A4", "?", "#", "&", "=", ";", "\\", "*", "+"],
  ["__proto__", "constructor", "null", "undefined", "true", "True", "NaN", "-0", "1e999", "-1", "0", "2147483648"],
  ["9".repeat(30), "0001-01-01", "9999-12-31T23:59:59.9999999Z", "2024-02-30", "now", "x".repeat(9000), "\uD800"],
  [a, b, a.toUpperCase(), "00000000-0000-0000-0000-000000000000", "1219", "AHA", "avg", "linear", "0s", "1d", "IMS"],
].flat();
const oddText = fc.constantFrom(...oddTexts);
const anyText = fc.oneof(oddText, fc.string({ unit: "binary", maxLength: 20 }), fc.string({ maxLength: 5 }));
const oddJson = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, "", [], {}, [[]], [null], { id: null }, 2 ** 53),
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
);

/** A text with a part of it taken away or replaced. */
function changeText(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(8), anyText)
    .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
}

/** A value of JSON with one of its parts replaced, wherever it is. */
function changeJson(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== "object" || value === null) return oddJson;
  const parts = Object.entries(value as Record<string, unknown>);
  const inParts = parts.map(([key, part]) =>
    changeJson(part).map((changed) =>
      Array.isArray(value)
        ? value.map((item: unknown, i) => (String(i) === key ? changed : item))
        : { ...value, [key]: changed },
    ),
  );
  const more = fc.tuple(anyText, oddJson).map(([key, added]) => {
    if (Array.isArray(value)) return [...(value as unknown[]), added];
    return Object.fromEntries([...parts, [key, added]]);
  });
  return fc.oneof(oddJson, more, ...inParts, ...inParts);
}

/** As a part of a URL; half a surrogate pair has no such form. */
function encode(text: string): string {
  return encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text)));
}

function changePath(path: string): fc.Arbitrary<string> {
  const segments = path.split("/");
  return fc.oneof(
    changeText(path),
    fc.tuple(anyText, anyText).map(([name, value]) => {
      const query = `${encode(name)}=${encode(value)}`;
      return `${path}${path.includes("?") ? "&" : "?"}${query}`;
    }),
    // The value of a parameter that the operation has.
    fc.tuple(fc.nat(20), anyText).map(([index, value]) => {
      const [start = "", query = ""] = path.split("?");
      const pairs = query.split("&");
      const changed = pairs.map((pair, i) =>
        i === index % pairs.length ? `${pair.split("=")[0]}=${encode(value)}` : pair,
      );
      return `${start}?${changed.join("&")}`;
    }),
    fc.tuple(fc.nat(segments.length - 1), anyText).map(([index, text]) => segments.with(index, encode(text)).join("/")),
  );
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY", "PROPFIND", "get", "x"];
const headerNames = ["authorization", "accept", "content-type", "content-length", "origin", "expect", "host"];
const headerValues = [
  "",
  "Bearer",
  "Bearer \t",
  "bearer x.y.z",
  `Bearer ${"a".repeat(5000)}`,
  "*/*",
  "application/x-protobuf",
  "application/json;q=x",
  ",;,=",
  "text/json",
  "application/vnd.a+json; charset=latin1",
  "-1",
  "1e9",
  "100-continue",
  "\u00e5",
];

const sentRequest: fc.Arbitrary<Sent> = fc.constantFrom(...known).chain((base) => {
  const { body } = base;
  return fc.record({
    method: fc.oneof({ weight: 9, arbitrary: fc.constant(base.method) }, fc.constantFrom(...methods)),
    path: fc.oneof(fc.constant(base.path), changePath(base.path)),
    headers: fc.oneof(
      { weight: 4, arbitrary: fc.constant(base.headers) },
      fc
        .tuple(fc.constantFrom(...headerNames), fc.constantFrom(...headerValues))
        .map((header) => [...base.headers.filter(([name]) => name !== header[0]), header] as const),
    ),
    body:
      body === undefined
        ? fc.option(anyText, { nil: undefined, freq: 5 })
        : fc.oneof(
            fc.constant(body),
            changeText(body),
            changeJson(JSON.parse(body)).map((value) => JSON.stringify(value)),
            changeJson(JSON.parse(body)).map((value) => JSON.stringify(value)),
          ),
  });
});

/** What is wrong with an answer, whatever was asked. */
function findFault(statusCode: number, mediaType: string | null, bytes: Uint8Array): string | undefined {
  if (statusCode >= 500) return `status ${statusCode}: ${new TextDecoder().decode(bytes)}`;
  if (bytes.length === 0) return "an empty body";
  if (statusCode < 400) return undefined;
  if (mediaType !== "application/json; charset=utf-8") return `an error as ${mediaType}`;
  const message = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const isModel =
    Object.keys(message).join() === "statusCode,message,traceId" &&
    message["statusCode"] === statusCode &&
    typeof message["message"] === "string" &&
    message["message"] !== "" &&
    /^0H\w{11}:[0-9A-F]{8}$/.test(String(message["traceId"]));
  return isModel ? undefined : `no MessageModel: ${JSON.stringify(message)}`;
}

function createRequest({ method, path, headers, body }: Sent): Request | undefined {
  try {
    const withBody = body !== undefined && !["GET", "HEAD"].includes(method.toUpperCase());
    return new Request(`http://h${path}`, {
      method,
      headers: headers.map(([name, value]) => [name, value]),
      ...(withBody ? { body } : {}),
    });
  } catch {
    // No browser and no Node would send it.
    return undefined;
  }
}

test("the requests that are changed are of every operation", async () => {
  const { server } = createKnownServer();
  for (const sent of known) expect((await server.fetch(createRequest(sent)!)).ok).toBe(true);
  const asked = new Set(server.requests.map(({ api, operationId }) => `${api} ${operationId}`));
  expect(asked.size).toBe(apis.reduce((sum, api) => sum + Object.keys(api.operations).length, 0));
});

describe.each([false, true])("strict: %s", (strict) => {
  test("whatever is asked, the answer is whole and no 5xx, and the next request is good", async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(sentRequest, { minLength: 1, maxLength: 4 }), async (all) => {
        const { server } = createKnownServer({ strict, validateResponses: true });
        for (const sent of all) {
          const request = createRequest(sent);
          if (request === undefined) continue;
          const isHead = request.method === "HEAD";
          const response = await server.fetch(request);
          const bytes = await response.bytes();
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          const fault = findFault(response.status, response.headers.get("content-type"), bytes);
          expect(isHead ? undefined : fault).toBeUndefined();
        }
        const next = await server.fetch(`http://h${timeseries}`, { headers: { authorization: "Bearer x" } });
        expect(next.status).toBe(200);
      }),
      { numRuns: fuzzRuns(250) },
    );
    // It would prove little if all were refused, or nothing was.
    expect(statuses.get(200)).toBeGreaterThan(20);
    expect(statuses.get(400)).toBeGreaterThan(20);
  });
});

describe("over a socket", () => {
  const encodeRaw = ({ method, path, headers, body = "" }: Sent): string =>
    [
      `${method} ${path} HTTP/1.1`,
      "host: localhost",
      "connection: close",
      ...headers.map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n");

  const rawRequest = fc.oneof(
    sentRequest.map(encodeRaw),
    fc.constantFrom(...known).chain((base) => changeText(encodeRaw(base))),
    fc.string({ unit: "binary", maxLength: 200 }),
  );

  test("broken HTTP too: an answer without a 5xx, or none and the end", async () => {
    const { server } = createKnownServer();
    await server.listen();
    let answered = 0;
    try {
      await fc.assert(
        fc.asyncProperty(rawRequest, fc.nat(200), async (text, cut) => {
          const bytes = Buffer.from(text, "latin1");
          const answers = await sendRaw(server.url, bytes.subarray(0, cut), bytes.subarray(cut));
          answered += answers.length;
          for (const { statusCode, headers, body } of answers) {
            // An answer to HEAD has none, and one that asks for more (100) is none.
            if (text.startsWith("HEAD") || statusCode < 200) continue;
            expect(findFault(statusCode, headers["content-type"] ?? null, Buffer.from(body))).toBeUndefined();
          }
          const next = await fetch(`${server.url}${timeseries}`, { headers: { authorization: "Bearer x" } });
          expect(next.status).toBe(200);
          await next.arrayBuffer();
        }),
        { numRuns: fuzzRuns(150) },
      );
    } finally {
      await server.close();
    }
    expect(answered).toBeGreaterThan(100);
  });

  test("its reader finds the answers that came", () => {
    const text =
      "HTTP/1.1 400 Bad Request\r\nA: b\r\ncontent-length: 2\r\n\r\n{}" +
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0A\r\nbcdefghijk\r\n0\r\n\r\n" +
      "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1";
    expect(splitAnswers(Buffer.from(text))).toEqual([
      { statusCode: 400, headers: { a: "b", "content-length": "2" }, body: "{}" },
      { statusCode: 200, headers: { "transfer-encoding": "chunked" }, body: "abcdefghijk" },
      { statusCode: 200, headers: { "content-length": "1" }, body: "1" },
    ]);
  });
});
