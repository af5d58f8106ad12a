// What the client asks for and reads of compression, on the wire of a plain HTTP server.
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { Format, TimeseriesClient } from "@omnia-timeseries/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatCases } from "./fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const rows = Array.from({ length: 5000 }, (_, i) => ({ time: BigInt(i) * 1_000_000_000n, value: i / 3, status: 192 }));

let body: Buffer;
let asked: IncomingHttpHeaders;
let cutBytes = 0;
const server = createServer((request, response) => {
  asked = request.headers;
  const isCompressed = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const bytes = isCompressed ? gzipSync(body) : body;
  response.writeHead(200, isCompressed ? { "content-encoding": "gzip" } : {});
  response.end(bytes.subarray(0, bytes.length - cutBytes));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

function createClient(format: Format): TimeseriesClient {
  return createTimeseriesClient({
    environment: "test",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credential: accessToken(() => "token"),
    format,
    retry: { tries: 1 },
  });
}

describe.each(formatCases)("$format.name", ({ format, body: createBody }) => {
  beforeAll(() => {
    body = Buffer.from(createBody([{ id, rows, totalCount: rows.length }]));
  });

  test.each([
    ["compressed, as fetch asks for it", undefined, /\bgzip\b/],
    ["as it is, when the caller asks for that", { "accept-encoding": "identity" }, /^identity$/],
  ])("is read %s", async (_, headers, expected) => {
    cutBytes = 0;
    const page = await createClient(format).getDatapoints({ id, limit: 5000 }, { headers });
    expect(asked["accept-encoding"]).toMatch(expected);
    expect(Array.from(page.value)).toEqual(rows.map(({ value }) => value));
  });

  // The last 8 bytes are a check sum and a length, which Node's fetch does not insist on.
  test.each([100, 1000, 5000])("a compressed body that lacks its last %i bytes is an error", async (count) => {
    cutBytes = count;
    await expect(createClient(format).getDatapoints({ id, limit: 5000 })).rejects.toMatchObject({
      code: expect.stringMatching(/^(network|incomplete)$/),
    });
  });

  test("a compressed body that lacks its check sum is an error, or whole", async () => {
    cutBytes = 8;
    const outcome = await createClient(format)
      .getDatapoints({ id, limit: 5000 })
      .then(
        (page) => page.length,
        (error: { code?: string }) => error.code,
      );
    expect(outcome).toBeOneOf([rows.length, "network", "incomplete"]);
  });
});
