// The bytes of all operations, read by JSON.parse and protobuf-es alone.
import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import { timeseries } from "../wire.test-support.ts";
import { createKnownServer, listKnownRequests, sendKnown } from "./requests.test-support.ts";

const json = "application/json; charset=utf-8";
const protobuf = ["application/x-protobuf", "application/protobuf", "application/x-google-protobuf"];
const errorOf = (statusCode: number): unknown => ({
  statusCode,
  message: expect.stringMatching(/./),
  traceId: expect.stringMatching(/^0H\w{11}:[0-9A-F]{8}$/),
});

const operations = apis.flatMap((api) =>
  Object.values(api.operations).map(({ method, path }) => ({
    method,
    path: (api.basePath + path).replaceAll(/\{\w+\}/g, "x"),
  })),
);

describe("answers", () => {
  test("always have a body, of the type that they say, and as long as they say", async () => {
    const { server, a, b } = createKnownServer();
    for (const request of listKnownRequests(a, b)) {
      const response = await sendKnown(server, request);
      const bytes = await response.bytes();
      expect([200, 202]).toContain(response.status);
      expect(bytes.length).toBeGreaterThan(0);
      expect(response.headers.get("content-length") ?? String(bytes.length)).toBe(String(bytes.length));
      expect(response.headers.get("content-type")).toBe(request.accept ?? json);
      const read =
        request.accept === undefined
          ? (JSON.parse(new TextDecoder().decode(bytes)) as object)
          : fromBinary(CompactDatapointsDtoSchema, bytes);
      expect(typeof read).toBe("object");
    }
  });

  test("have times with seven digits", async () => {
    const { server, a, b } = createKnownServer({ now: () => Date.UTC(2024, 5, 1, 12, 0, 0, 7) });
    const times: string[] = [];
    for (const request of listKnownRequests(a, b).filter(({ accept }) => accept === undefined)) {
      const text = await (await sendKnown(server, request)).text();
      times.push(...[...text.matchAll(/"(\d{4}-\d\d-\d\dT[^"]*)"/g)].map(([, time]) => time!));
    }
    expect(times.filter((time) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(time))).toEqual([]);
    // Of datapoints, as they were given to the server; of metadata, by its clock; of events.
    for (const time of [
      "2024-01-01T00:00:00.1234567Z",
      "2024-06-01T12:00:00.0070000Z",
      "2024-01-01T12:00:00.0000000Z",
    ]) {
      expect(times).toContain(time);
    }
  });

  test.each(protobuf)("as %s have times in ns as int64, values as double, statuses as uint32", async (accept) => {
    const { server, a } = createKnownServer();
    const response = await sendKnown(server, { method: "GET", path: `${timeseries}/${a}/data`, accept });
    const { data } = fromBinary(CompactDatapointsDtoSchema, await response.bytes());
    const start = BigInt(Date.UTC(2024, 0, 1)) * 1_000_000n;
    const row = (ns: bigint, value: number, status: number) => [
      { case: "int64", value: start + ns },
      { case: "double", value },
      { case: "uint32", value: status },
    ];
    expect(data.map(({ id, totalCount, fields }) => ({ id, totalCount, fields }))).toEqual([
      { id: a, totalCount: 3n, fields: ["time", "value", "status"] },
    ]);
    expect(data[0]!.values.map(({ value }) => value)).toEqual([
      ...row(0n, 1, 192),
      ...row(123_456_700n, 2.5, 64),
      ...row(86_400_000_000_000n, -3, 192),
    ]);
  });
});

describe.each(operations)("$method $path", ({ method, path }) => {
  test.each([...protobuf, "text/html", "*/*;q=0"])("errors are JSON for those who accept %s", async (accept) => {
    const { server } = createKnownServer();
    const response = await server.fetch(`http://h${path}`, { method, headers: { accept } });
    expect([response.status, response.headers.get("content-type")]).toEqual([401, json]);
    expect(JSON.parse(await response.text())).toEqual(errorOf(401));
  });

  test("other methods are 405, and say which there are; HEAD has no body", async () => {
    const { server } = createKnownServer();
    const allowed = operations
      .filter((operation) => operation.path === path)
      .map((operation): string => operation.method);
    for (const other of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY"]) {
      if (allowed.includes(other)) continue;
      const response = await server.fetch(`http://h${path}`, { method: other });
      const text = await response.text();
      expect([other, response.status, response.headers.get("content-type")]).toEqual([other, 405, json]);
      expect(new Set(response.headers.get("allow")!.split(", "))).toEqual(new Set(allowed));
      expect(other === "HEAD" ? text : JSON.parse(text)).toEqual(other === "HEAD" ? "" : errorOf(405));
    }
  });
});

test.each(["/", "/plant", "/plant/timeseries/v1.7/no/such/path", "/plant/timeseries/v1.6", "/plant/timeseries/v1.70"])(
  "%s is nowhere",
  async (path) => {
    const { server } = createKnownServer();
    const response = await server.fetch(`http://h${path}`, { headers: { authorization: "Bearer x" } });
    expect([response.status, response.headers.get("content-type")]).toEqual([404, json]);
    expect(JSON.parse(await response.text())).toEqual(errorOf(404));
  },
);
