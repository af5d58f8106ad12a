// Random series around every bound that reads have, the questions to them, and every page of the answers.
import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import type { CompactDatapointsDto } from "@omnia-timeseries/protobuf/messages";
import fc from "fast-check";
import { expect } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import type { MockServerOptions } from "../mock-server-options.ts";
import { dayMs, toText, yearMs } from "./oracle.test-support.ts";
import type { ExpectedInterval, Row } from "./oracle.test-support.ts";
import { send } from "./wire.test-support.ts";

export const nowMs = Date.UTC(2024, 5, 1);
export const nowNs = BigInt(nowMs) * 1_000_000n;

/** What the bounds of sources and of windows are at: now, two days and three years before, 1970, and long before. */
const anchors = [0, 2 * dayMs, 3 * yearMs, nowMs, 4 * yearMs].map((ms) => nowNs - BigInt(ms) * 1_000_000n);

/** Times near the bounds, in steps of `stepNs`, so that many meet. */
export function times(stepNs: bigint, steps = 6): fc.Arbitrary<bigint> {
  return fc
    .tuple(fc.constantFrom(...anchors), fc.integer({ min: -steps, max: steps }))
    .map(([anchor, step]) => anchor + BigInt(step) * stepNs);
}

/** Numbers whose bits the oracle holds; JSON has no −0 in JavaScript's writer. */
export const values: fc.Arbitrary<number> = fc
  .oneof(
    fc.integer({ min: -50, max: 50 }),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value)),
  )
  .map((value) => value + 0);

export const status: fc.Arbitrary<number> = fc.constantFrom(0, 64, 192);
export const statuses: fc.Arbitrary<number[]> = fc.uniqueArray(fc.constantFrom<number>(0, 64, 192), { maxLength: 2 });
export const federationSource: fc.Arbitrary<string | undefined> = fc.constantFrom(undefined, "IMS", "TSDB", "DataLake");

export function rows(time: fc.Arbitrary<bigint>, maxLength = 30): fc.Arbitrary<Row[]> {
  return fc.array(fc.record({ time, value: values, status }), { maxLength });
}

const secondNs = 1_000_000_000n;
const nsPerUnit: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n, d: 86_400n };

/** The length of a processing interval in ns. */
export function toNs(interval: string | undefined): bigint | undefined {
  if (interval === undefined) return undefined;
  return BigInt(interval.slice(0, -1)) * nsPerUnit[interval.slice(-1)]! * secondNs;
}

/** Nanoseconds within `seconds` of 0, on whole seconds and off them. */
function offset(seconds: number, least = -seconds): fc.Arbitrary<bigint> {
  return fc
    .tuple(fc.integer({ min: least, max: seconds }), fc.constantFrom(0n, 0n, 100n, 499_999_900n, 999_999_900n))
    .map(([whole, ns]) => BigInt(whole) * secondNs + ns);
}

/** What is asked of the aggregates of one window; the list of functions is never empty. */
export const aggregateRequest = fc.record({
  functions: fc.subarray(["avg", "min", "max", "sum", "stddev", "count", "first", "last", "median"], { minLength: 1 }),
  interval: fc.constantFrom(undefined, "1s", "7s", "10s", "1m", "45s", "1h", "2d"),
  fill: fc.constantFrom(undefined, "none", "null", "previous", "linear", "0", "-2.5"),
  alignToCache: fc.boolean(),
  statuses,
});

const anchor = fc.constantFrom(...anchors);
const offsets = fc.array(fc.record({ offset: offset(120), value: values, status }), { maxLength: 40 });
const length = fc.record({ start: offset(130), window: offset(150, 0) });

/** Points within two minutes of one of the bounds, and a window that may lie across it. */
export const aggregateQuestions = fc.record({
  anchor,
  offsets,
  length,
  request: aggregateRequest,
  series: fc.constantFrom<"test" | "IMS">("test", "IMS"),
  source: federationSource,
  limit: fc.integer({ min: 1, max: 40 }),
});

/** Points as above, and many questions to them, raw and aggregated: by id, by name, and to series that there are not. */
export const mixedQuestions = fc.record({
  anchor,
  offsets,
  source: federationSource,
  alignToCache: fc.boolean(),
  items: fc.array(
    fc.record({
      target: fc.constantFrom("test", "IMS", "unknown"),
      byName: fc.boolean(),
      length,
      aggregates: fc.option(aggregateRequest, { nil: undefined }),
      statuses,
      outside: fc.boolean(),
      limit: fc.integer({ min: 1, max: 12 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

/** A server with one series of the historian and one of another source. */
export function createSeries(datapoints: readonly Row[], more: MockServerOptions = {}) {
  const series = ["test", "IMS"].map((source) => ({ name: source, facility: "1219", source, datapoints }));
  const server = createMockServer({ auth: "none", validateResponses: true, now: () => nowMs, series, ...more });
  const ids = server.store.series.map(({ id }) => id);
  return { server, ids: { test: ids[0]!, IMS: ids[1]! } };
}

type QueryValue = string | number | boolean | undefined;

/** The text of a query; what is undefined is left out, and lists become repeated keys. */
export function toQuery(parameters: Readonly<Record<string, QueryValue | readonly QueryValue[]>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one !== undefined) query.append(name, String(one));
  }
  return query.toString();
}

export interface WireItem {
  readonly id?: string;
  readonly name?: string;
  readonly facility?: string;
  readonly statusCode?: number;
  readonly totalCount?: number;
  readonly datapoints: readonly Readonly<Record<string, string | number>>[];
}
export interface WirePage {
  readonly data: { readonly items: readonly WireItem[] };
  readonly continuationToken: string | null;
}

/** The rows of a Protobuf item as JSON has them: cells without a value are left out. */
function toRows({ fields, values: cells }: CompactDatapointsDto["data"][number]): Record<string, unknown>[] {
  const all: Record<string, unknown>[] = [];
  for (let i = 0; i < cells.length; i += fields.length) {
    const row: Record<string, unknown> = {};
    fields.forEach((name, field) => {
      const { value } = cells[i + field]!.value;
      if (name === "time") row[name] = toText(value as bigint);
      else if (value !== undefined) row[name] = Number(value);
    });
    all.push(row);
  }
  return all;
}

/** One page in JSON, which must be the same in Protobuf. */
export async function readBoth(server: MockServer, method: string, path: string, body?: unknown): Promise<WirePage> {
  const json = await send(server, method, path, body);
  const text = await json.text();
  expect([json.status, text]).toEqual([200, expect.stringMatching(/^\{/)]);
  const page = JSON.parse(text) as WirePage;
  const protobuf = await send(server, method, path, body, "application/x-protobuf");
  const compact = fromBinary(CompactDatapointsDtoSchema, await protobuf.bytes());
  expect(compact.continuationToken).toBe(page.continuationToken ?? "");
  const answered = page.data.items.map(({ id, totalCount, datapoints }) => ({
    id: id ?? "",
    totalCount: BigInt(totalCount ?? 0),
    datapoints,
  }));
  expect(
    compact.data.map((item) => ({ id: item.id, totalCount: item.totalCount ?? 0n, datapoints: toRows(item) })),
  ).toEqual(answered);
  return page;
}

/** Every page, by tokens in the query. */
export async function readAll(server: MockServer, method: string, path: string, body?: unknown): Promise<WirePage[]> {
  const pages: WirePage[] = [];
  let token: string | null = "";
  while (token !== null) {
    const more: string = token === "" ? "" : `${path.includes("?") ? "&" : "?"}continuationToken=${token}`;
    const page = await readBoth(server, method, path + more, body);
    // No test has as many points: an end that never comes fails instead of hanging.
    expect(pages.push(page)).toBeLessThan(200);
    token = page.continuationToken;
  }
  return pages;
}

/** Every page of a GET; undefined where the series is not found. */
export async function readFound(server: MockServer, path: string): Promise<WirePage[] | undefined> {
  const { status: code } = await send(server, "GET", path);
  return code === 404 ? undefined : readAll(server, "GET", path);
}

/** A row as the service writes it. */
export function toWire({ time, value, status: code }: Row): { time: string; value: number; status: number } {
  return { time: toText(time), value, status: code };
}

/** Where intervals are not what they should be, in words; nothing where they are. */
export function compareIntervals(actual: WireItem["datapoints"], expected: readonly ExpectedInterval[]): string[] {
  const times = [actual.map(({ time }) => time).join(), expected.map(({ time }) => toText(time)).join()];
  if (times[0] !== times[1]) return [`times ${times[0]} instead of ${times[1]}`];
  return expected.flatMap(({ values: wanted }, i) => {
    const { time, ...row } = actual[i]!;
    const names = [Object.keys(row).toSorted().join(), [...wanted.keys()].toSorted().join()];
    if (names[0] !== names[1]) return [`${time}: has ${names[0]} instead of ${names[1]}`];
    return [...wanted].flatMap(([name, { value, tolerance }]) =>
      Math.abs((row[name] as number) - value) <= tolerance
        ? []
        : [`${time}: ${name} is ${row[name]} instead of ${value} ± ${tolerance}`],
    );
  });
}
