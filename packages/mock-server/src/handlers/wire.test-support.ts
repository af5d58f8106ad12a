// What the tests of handlers share: a server with two series, and its wire as other libraries read it.
import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { expect } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import type { MockServerOptions } from "../mock-server-options.ts";

export const base = "http://any.host/plant/timeseries/v1.7";
const nowMs = Date.UTC(2024, 5, 1);

export interface Item {
  id?: string;
  name?: string;
  facility?: string;
  statusCode?: number;
  message?: string;
  totalCount: number;
  datapoints: { time: string; value: number; status: number }[];
}
export interface Page {
  data: { items: Item[] };
  continuationToken: string | null;
}

export function createServer(
  datapoints: { time: string; value: number; status?: number }[] = [],
  more: MockServerOptions = {},
) {
  const series = [
    { name: "a", facility: "1219", datapoints },
    { name: "b", facility: "1219" },
  ];
  const server = createMockServer({ auth: "none", validateResponses: true, now: () => nowMs, series, ...more });
  const [a, b] = server.store.series.map(({ id }) => id);
  return { server, a: a!, b: b! };
}

export function send(server: MockServer, method: string, path: string, body?: unknown, accept = "application/json") {
  return server.fetch(base + path, {
    method,
    headers: { authorization: "Bearer x", accept, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export async function read(server: MockServer, path: string): Promise<Page> {
  const response = await send(server, "GET", path);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

export async function readProtobuf(server: MockServer, path: string, accept = "application/x-protobuf") {
  const response = await send(server, "GET", path, undefined, accept);
  expect(response.headers.get("content-type")).toBe(accept);
  return fromBinary(CompactDatapointsDtoSchema, await response.bytes());
}

/** A time as the service writes it, `ms` after 2024-01-01. */
export const at = (ms: number): string => new Date(Date.UTC(2024, 0, 1) + ms).toISOString().replace("Z", "0000Z");
export const point = (ms: number, value: number, status = 192) => ({ time: at(ms), value, status });
