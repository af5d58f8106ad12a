import { formatTime } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";

const nowMs = Date.UTC(2026, 10, 22, 12);
const dayMs = 86_400_000;
const nsPerMs = 1_000_000n;

/** Two servers that hold the same points: one computes them, the other was given all of them. */
function createBoth() {
  const plants = [{ facility: "1219", tags: 12, startTime: new Date(nowMs - 25 * dayMs) }];
  const options = { auth: "none", now: () => nowMs } as const;
  const computed = createMockServer({ ...options, plants });
  const text = (value: string | null | undefined): string => value ?? "";
  const series = computed.store.series.map(({ id, name, facility, unit, description, step, source, assetId }) => ({
    id,
    name: text(name),
    facility: text(facility),
    unit: text(unit),
    description: text(description),
    step: step === true,
    source: text(source),
    assetId: text(assetId),
    datapoints: computed.store.points(id),
  }));
  return { computed, stored: createMockServer({ ...options, series }) };
}

const both = createBoth();
/** Pressure, flow, a temperature, two states and the one of an hour. */
const tags = [0, 3, 4, 9, 10, 11].map((number) => {
  const { id } = both.computed.store.series[number]!;
  return { id, times: both.computed.store.points(id).time };
});

interface Step {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
}

/** Somewhere in the plant's time, on points and off them, or outside of it. */
const moment = fc.tuple(
  fc.integer({ min: -50_000, max: 1_050_000 }).map((millionth) => millionth / 1_000_000),
  fc.constantFrom(0n, 0n, 1n, 100n, 777_777n),
);
type Moment = readonly [part: number, ns: bigint];

function timeAt(times: BigInt64Array, [part, ns]: Moment): string {
  const row = Math.floor(part * times.length);
  return formatTime((times[row] ?? BigInt(row < 0 ? nowMs - 26 * dayMs : nowMs + 60_000) * nsPerMs) + ns);
}

const status = fc.subarray([0, 8, 24, 60, 64, 192], { maxLength: 3 });
const limit = fc.integer({ min: 1, max: 300 });
const base = { tag: fc.constantFrom(...tags), from: moment, to: moment };
const source = fc.constantFrom("", "", "&federationSource=IMS", "&federationSource=TSDB", "&federationSource=DataLake");
const toStatus = (statuses: readonly number[]): string => statuses.map((one) => `&status=${one}`).join("");

const read = fc
  .record({ ...base, status, limit, source, outside: fc.boolean() })
  .map(({ tag: { id, times }, from, to, ...more }): Step => {
    const window = `startTime=${timeAt(times, from)}&endTime=${timeAt(times, to)}&limit=${more.limit}`;
    const path = `/${id}/data?${window}&includeOutsidePoints=${more.outside}${toStatus(more.status)}${more.source}`;
    return { method: "GET", path };
  });
const aggregate = fc
  .record({
    ...base,
    status,
    limit,
    source,
    functions: fc.subarray(["avg", "min", "max", "sum", "stddev", "count", "first", "last", "median"], {
      minLength: 1,
    }),
    interval: fc.constantFrom("", "&processingInterval=7m", "&processingInterval=1h", "&processingInterval=2d"),
    fill: fc.constantFrom("", "&fill=none", "&fill=previous", "&fill=linear", "&fill=3"),
  })
  .map(({ tag: { id, times }, from, to, functions, ...more }): Step => {
    const window = `startTime=${timeAt(times, from)}&endTime=${timeAt(times, to)}&limit=${more.limit}`;
    const names = functions.map((name) => `&aggregateFunction=${name}`).join("");
    const path = `/${id}/data/aggregates?${window}${names}${more.interval}${more.fill}${toStatus(more.status)}${more.source}`;
    return { method: "GET", path };
  });
const end = fc
  .record({ ...base, status, source, which: fc.constantFrom("first", "latest"), bounded: fc.boolean() })
  .map(({ tag: { id, times }, from, to, which, bounded, ...more }): Step => {
    const bounds = bounded ? `afterTime=${timeAt(times, from)}&beforeTime=${timeAt(times, to)}` : "";
    return { method: "GET", path: `/${id}/data/${which}?${bounds}${toStatus(more.status)}${more.source}` };
  });
const write = fc
  .record({ ...base, rows: fc.array(fc.record({ at: moment, value: fc.integer() }), { minLength: 1, maxLength: 8 }) })
  .map(({ tag: { id, times }, rows }): Step => {
    const datapoints = rows.map(({ at, value }, i) => ({
      time: timeAt(times, at),
      value,
      status: i % 3 === 0 ? 64 : 192,
    }));
    return { method: "POST", path: `/${id}/data?async=false`, body: { datapoints } };
  });
/** A stretch of points that follow each other. */
const correct = fc
  .record({ tag: base.tag, from: fc.nat({ max: 500 }), length: fc.integer({ min: 1, max: 50 }) })
  .map(({ tag: { id, times }, from, length }): Step => {
    const datapoints = Array.from(times.subarray(from, from + length), (at, i) => ({
      time: formatTime(at),
      value: i,
      status: 8,
    }));
    return { method: "POST", path: `/${id}/data?async=false`, body: { datapoints } };
  });
const remove = fc.record(base).map(({ tag: { id, times }, from, to }): Step => {
  return { method: "DELETE", path: `/${id}/data?startTime=${timeAt(times, from)}&endTime=${timeAt(times, to)}` };
});

async function ask(server: MockServer, { method, path, body }: Step, accept: string): Promise<unknown> {
  const response = await server.fetch(`http://any.host/plant/timeseries/v1.7${path}`, {
    method,
    headers: { authorization: "Bearer x", accept, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return [response.status, Buffer.from(await response.arrayBuffer()).toString("latin1")];
}

test("computed points answer as the same points in memory do, byte for byte, whatever is written and removed", async () => {
  const steps = fc.array(
    fc.oneof(
      { arbitrary: read, weight: 4 },
      { arbitrary: aggregate, weight: 3 },
      { arbitrary: end, weight: 3 },
      { arbitrary: write, weight: 2 },
      { arbitrary: correct, weight: 1 },
      { arbitrary: remove, weight: 1 },
    ),
    { minLength: 4, maxLength: 14 },
  );
  const accepts = fc.constantFrom("application/json", "application/x-protobuf");
  await fc.assert(
    fc.asyncProperty(steps, accepts, async (all, accept) => {
      both.computed.reset();
      both.stored.reset();
      for (const step of all) {
        const expected = await ask(both.stored, step, accept);
        expect(expected).toEqual([200, expect.any(String)]);
        expect(await ask(both.computed, step, accept)).toEqual(expected);
      }
    }),
    { numRuns: 50 },
  );
});
