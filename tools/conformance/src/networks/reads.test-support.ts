// What the schedules read, and what a store must give for it.
import { findTimeseries } from "@omnia-timeseries/core";
import type { Datapoint, Datapoints, TimeseriesClient } from "@omnia-timeseries/core";
import type { CallOptions } from "@omnia-timeseries/core";
import { bitsOf, describePoint, describeRows } from "./stored.test-support.ts";
import type { Stored, StoredSeries } from "./stored.test-support.ts";

export interface ReadInput {
  readonly kind: ReadKind;
  /** Ids of series; not all of them need exist. */
  readonly ids: readonly [string, ...string[]];
  readonly name: string;
  /** In ns since 1970-01-01T00:00:00Z; the end is behind the start. */
  readonly startTime: bigint;
  readonly endTime: bigint;
  readonly limit: number;
  readonly intervalSeconds: number;
}

/** The refusal that a read comes to. */
export interface Refused {
  readonly refused: string;
}

interface ReadCase {
  readonly operationIds: readonly string[];
  /** Whether it takes several requests, between which a write can come. */
  readonly isPaged?: boolean;
  /** The result in a form that compares, exact to the last bit. */
  readonly run: (client: TimeseriesClient, input: ReadInput, options: CallOptions) => Promise<unknown>;
  readonly expected: (stored: Stored, input: ReadInput) => unknown;
}

export const facility = "1219";
const functions = ["min", "max", "count", "first", "last"] as const;
const notFound: Refused = { refused: "not-found" };

const describeOne = (point: Datapoint | undefined): string | null =>
  point === undefined ? null : describePoint(point.time, point);

/** Points of the window, ascending. */
function pointsOf({ points }: StoredSeries, { startTime, endTime }: ReadInput): string[] {
  const inside = [...points].filter(([time]) => startTime <= time && time < endTime);
  return inside.map(([time, point]) => describePoint(time, point));
}

function ofFirst(use: (series: StoredSeries, input: ReadInput) => unknown): ReadCase["expected"] {
  return (stored, input) => {
    const series = stored.series.get(input.ids[0]);
    return series === undefined ? notFound : use(series, input);
  };
}

const page = ({ startTime, endTime, limit }: ReadInput) => ({ startTime, endTime, limit });
const describePage = (points: Datapoints & { readonly continuationToken: string | undefined }): unknown => ({
  rows: describeRows(points),
  hasMore: points.continuationToken !== undefined,
});
const expectPage = (series: StoredSeries, input: ReadInput): unknown => {
  const rows = pointsOf(series, input);
  return { rows: rows.slice(0, input.limit), hasMore: rows.length > input.limit };
};

/** Intervals from the start of the window on, those without points left out (specs/EVIDENCE.md). */
function intervalsOf({ points }: StoredSeries, { startTime, endTime, intervalSeconds }: ReadInput): string[] {
  const width = BigInt(intervalSeconds) * 1_000_000_000n;
  const groups = new Map<bigint, number[]>();
  for (const [time, { value }] of points) {
    if (time < startTime || time >= endTime) continue;
    const at = startTime + ((time - startTime) / width) * width;
    groups.set(at, [...(groups.get(at) ?? []), value]);
  }
  return Array.from(groups, ([at, values]) => {
    // −0 and 0 are equally small.
    const [min, max] = [Math.min(...values) + 0, Math.max(...values) + 0];
    return [at, min, max, values.length, bitsOf(values[0]!), bitsOf(values.at(-1)!)].join(" ");
  });
}

type Intervals = { readonly time: BigInt64Array } & Readonly<Record<(typeof functions)[number], Float64Array>>;

function describeIntervals({ time, min, max, count, first, last }: Intervals): string[] {
  return Array.from(time, (at, i) =>
    [at, min[i]! + 0, max[i]! + 0, count[i], bitsOf(first[i]!), bitsOf(last[i]!)].join(" "),
  );
}

interface MultiResult {
  readonly datapoints?: Datapoints;
  readonly error?: { readonly code: string };
}

const describeMulti = (results: readonly MultiResult[]): unknown[] =>
  results.map(({ datapoints, error }) =>
    datapoints === undefined ? { refused: error?.code } : describeRows(datapoints),
  );

function ofEach(pick: (rows: string[], input: ReadInput) => string[]): ReadCase["expected"] {
  return ({ series }, input) =>
    input.ids.map((id) => (series.has(id) ? pick(pointsOf(series.get(id)!, input), input) : notFound));
}

const items = ({ ids, startTime, endTime }: ReadInput) => ids.map((id) => ({ id, startTime, endTime }));
const itemsOf = ({ series }: Stored): unknown[] => Array.from(series.values(), ({ item }) => item);
const all = { maxItems: 1000 };

const cases = {
  getDatapoints: {
    operationIds: ["GetData"],
    run: async (client, input, options) =>
      describePage(await client.getDatapoints({ id: input.ids[0], ...page(input) }, options)),
    expected: ofFirst(expectPage),
  },
  readDatapoints: {
    operationIds: ["GetData"],
    isPaged: true,
    run: async (client, { ids, startTime, endTime, limit }, options) => {
      const reader = client.readDatapoints({ id: ids[0], startTime, endTime, pageSize: limit }, options);
      return describeRows(await reader.all({ maxPoints: 1000 }));
    },
    expected: ofFirst(pointsOf),
  },
  getDatapointsByName: {
    operationIds: ["getDataByName"],
    run: async (client, input, options) =>
      describePage(await client.getDatapointsByName({ facility, name: input.name, ...page(input) }, options)),
    expected: ({ series }, input) => {
      const named = [...series.values()].find(({ item }) => item.name === input.name);
      return named === undefined ? notFound : expectPage(named, input);
    },
  },
  getFirstDatapoint: {
    operationIds: ["GetFirst"],
    run: async (client, { ids, startTime, endTime }, options) =>
      describeOne(await client.getFirstDatapoint({ id: ids[0], afterTime: startTime, beforeTime: endTime }, options)),
    expected: ofFirst((series, input) => pointsOf(series, input).at(0) ?? null),
  },
  getLatestDatapoint: {
    operationIds: ["GetLatest"],
    run: async (client, { ids, startTime, endTime }, options) =>
      describeOne(await client.getLatestDatapoint({ id: ids[0], afterTime: startTime, beforeTime: endTime }, options)),
    expected: ofFirst((series, input) => pointsOf(series, input).at(-1) ?? null),
  },
  getAggregates: {
    operationIds: ["GetAggregatedData"],
    run: async (client, { ids, startTime, endTime, intervalSeconds }, options) => {
      const window = { id: ids[0], startTime, endTime, processingInterval: `${intervalSeconds}s` as const };
      return describeIntervals(await client.getAggregates({ ...window, aggregateFunctions: functions }, options));
    },
    expected: ofFirst(intervalsOf),
  },
  readAggregates: {
    operationIds: ["GetAggregatedData"],
    isPaged: true,
    run: async (client, { ids, startTime, endTime, intervalSeconds, limit }, options) => {
      const window = { id: ids[0], startTime, endTime, processingInterval: `${intervalSeconds}s` as const };
      const reader = client.readAggregates({ ...window, aggregateFunctions: functions, pageSize: limit }, options);
      return describeIntervals(await reader.all({ maxPoints: 1000 }));
    },
    expected: ofFirst(intervalsOf),
  },
  getMultiDatapoints: {
    operationIds: ["GetMultipleData"],
    run: async (client, input, options) => {
      const asked = items(input).map((item) => ({ ...item, limit: input.limit }));
      return describeMulti(await client.getMultiDatapoints({ items: asked }, options));
    },
    expected: ofEach((rows, { limit }) => rows.slice(0, limit)),
  },
  getFirstMultiDatapoint: {
    operationIds: ["GetMultipleFirst"],
    run: async (client, input, options) =>
      describeMulti(await client.getFirstMultiDatapoint({ items: items(input) }, options)),
    expected: ofEach((rows) => rows.slice(0, 1)),
  },
  getLatestMultiDatapoint: {
    operationIds: ["GetMultipleLatest"],
    run: async (client, input, options) =>
      describeMulti(await client.getLatestMultiDatapoint({ items: items(input) }, options)),
    expected: ofEach((rows) => rows.slice(-1)),
  },
  getTimeseries: {
    operationIds: ["Getall"],
    run: async (client, { limit }, options) => {
      const { items, continuationToken } = await client.getTimeseries({ facility, limit }, options);
      return { items, hasMore: continuationToken !== undefined };
    },
    expected: (stored, { limit }) => {
      const items = itemsOf(stored);
      return { items: items.slice(0, limit), hasMore: items.length > limit };
    },
  },
  readTimeseries: {
    operationIds: ["Getall"],
    isPaged: true,
    run: (client, { limit }, options) => client.readTimeseries({ pageSize: limit }, options).all(all),
    expected: itemsOf,
  },
  searchTimeseries: {
    operationIds: ["GetSearch"],
    run: async (client, { name }, options) =>
      (await client.searchTimeseries({ name: `*${name.slice(-1)}` }, options)).items,
    expected: ({ series }, { name }) =>
      Array.from(series.values(), ({ item }) => item).filter((item) => item.name!.endsWith(name.slice(-1))),
  },
  readTimeseriesSearch: {
    operationIds: ["GetSearchByQuery"],
    isPaged: true,
    run: (client, { limit }, options) =>
      client.readTimeseriesSearch({ query: "*1219*", pageSize: limit }, options).all(all),
    expected: itemsOf,
  },
  getTimeseriesById: {
    operationIds: ["getTimeseriesById"],
    run: (client, { ids }, options) => client.getTimeseriesById({ id: ids[0] }, options),
    expected: ofFirst(({ item }) => item),
  },
  findTimeseries: {
    operationIds: ["Getall"],
    isPaged: true,
    run: async (client, { name }, options) => {
      const { found, missing } = await findTimeseries(client, { facility, names: [name, "nothing"] }, options);
      return [found.get(name) ?? null, missing.includes("nothing")];
    },
    expected: ({ series }, { name }) => [
      [...series.values()].find(({ item }) => item.name === name)?.item ?? null,
      true,
    ],
  },
  getStreamingSubscriptions: {
    operationIds: ["GetSubscriptions"],
    run: async (client, _, options) => (await client.getStreamingSubscriptions({}, options)).map(({ id }) => id),
    expected: ({ subscriptions }) => subscriptions,
  },
} satisfies Record<string, ReadCase>;

export type ReadKind = keyof typeof cases;
export const reads: Readonly<Record<ReadKind, ReadCase>> = cases;
export const readKinds: readonly ReadKind[] = Object.keys(cases) as ReadKind[];
