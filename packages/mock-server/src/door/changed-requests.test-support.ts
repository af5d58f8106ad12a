// Requests that are nearly good, and what every answer must be.
import fc from "fast-check";
import { createKnownServer } from "./requests.test-support.ts";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

const { a, b } = createKnownServer();

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
export function changeText(text: string): fc.Arbitrary<string> {
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

/** A request with its method, path, headers and body changed, or some of them. */
export function changeRequest(base: Sent): fc.Arbitrary<Sent> {
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
}

/** What is wrong with an answer, whatever was asked. */
export function findFault(statusCode: number, mediaType: string | null, bytes: Uint8Array): string | undefined {
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

export function createRequest({ method, path, headers, body }: Sent): Request | undefined {
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

/** As it goes over a socket. */
export function encodeRaw({ method, path, headers, body = "" }: Sent): string {
  return [
    `${method} ${path} HTTP/1.1`,
    "host: localhost",
    "connection: close",
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}
