// What the schedules write, and what a store must hold after it.
import type { CallOptions, TimeseriesClient } from "@omnia-timeseries/core";
import type { TimeseriesItem } from "@omnia-timeseries/mock-server";
import { facility } from "./reads.test-support.ts";
import type { Refused } from "./reads.test-support.ts";
import type { Stored, StoredPoint, StoredSeries } from "./stored.test-support.ts";

export interface WriteInput {
  readonly kind: WriteKind;
  /** Ids of series; not all of them need exist. */
  readonly ids: readonly [string, ...string[]];
  readonly name: string;
  readonly unit: string;
  readonly points: readonly (StoredPoint & { readonly time: bigint })[];
  readonly startTime: bigint;
  readonly endTime: bigint;
  readonly async: boolean;
}

interface WriteCase {
  readonly operationId: string;
  /** A second try that finds nothing counts as done: whether the first one removed it cannot be told. */
  readonly isGoneDone?: boolean;
  readonly run: (client: TimeseriesClient, input: WriteInput, options: CallOptions) => Promise<unknown>;
  /** What is stored once it is done, or why it must be refused. */
  readonly apply: (stored: Stored, input: WriteInput) => Stored | Refused;
}

const refused = (code: string): Refused => ({ refused: code });

function withSeries(stored: Stored, changed: readonly StoredSeries[]): Stored {
  const series = new Map(stored.series);
  for (const one of changed) series.set(one.item.id, one);
  return { ...stored, series };
}

function addPoints({ item, points }: StoredSeries, added: WriteInput["points"]): StoredSeries {
  return { item, points: new Map([...points, ...added.map(({ time, ...point }) => [time, point] as const)]) };
}

const findNamed = ({ series }: Stored, name: string): StoredSeries | undefined =>
  [...series.values()].find(({ item }) => item.name === name);

/** Of the fields that are compared, those of a series that is new. */
function createSeries(name: string, unit?: string): StoredSeries {
  const item = { name, facility, unit: unit ?? null, description: null, id: `new ${name}` } as TimeseriesItem;
  return { item, points: new Map() };
}

/** What becomes of the first series of the input. */
function changeFirst(
  change: (series: StoredSeries, input: WriteInput, stored: Stored) => StoredSeries | Refused,
): WriteCase["apply"] {
  return (stored, input) => {
    const series = stored.series.get(input.ids[0]);
    if (series === undefined) return refused("not-found");
    const changed = change(series, input, stored);
    return "refused" in changed ? changed : withSeries(stored, [changed]);
  };
}

const rename =
  (fieldsOf: (item: TimeseriesItem, input: WriteInput) => Partial<TimeseriesItem>) =>
  ({ item, points }: StoredSeries, input: WriteInput, stored: Stored): StoredSeries | Refused => {
    const owner = findNamed(stored, input.name);
    if (owner !== undefined && owner.item.id !== item.id) return refused("conflict");
    return { item: { ...item, ...fieldsOf(item, input) }, points };
  };

const cases = {
  writeData: {
    operationId: "writeData",
    run: (client, { ids, points, async }, options) =>
      client.writeData({ id: ids[0], datapoints: points, async }, options),
    apply: changeFirst((series, { points }) => addPoints(series, points)),
  },
  writeMultiple: {
    operationId: "writeMultipleData",
    run: (client, { ids, points, async }, options) =>
      client.writeMultiple({ items: ids.map((id) => ({ id, datapoints: points })), async }, options),
    apply: (stored, { ids, points }) => {
      const series = ids.map((id) => stored.series.get(id));
      if (series.includes(undefined)) return refused("not-found");
      return withSeries(
        stored,
        series.map((one) => addPoints(one!, points)),
      );
    },
  },
  deleteData: {
    operationId: "deleteData",
    run: (client, { ids, startTime, endTime }, options) =>
      client.deleteData({ id: ids[0], startTime, endTime }, options),
    apply: changeFirst(({ item, points }, { startTime, endTime }) => ({
      item,
      points: new Map([...points].filter(([time]) => time < startTime || time >= endTime)),
    })),
  },
  postTimeseries: {
    operationId: "postTimeseries",
    run: (client, { name, unit }, options) => client.postTimeseries({ name, facility, unit }, options),
    apply: (stored, { name, unit }) =>
      findNamed(stored, name) === undefined ? withSeries(stored, [createSeries(name, unit)]) : refused("conflict"),
  },
  patchTimeseries: {
    operationId: "patchTimeseries",
    run: (client, { ids, name, unit }, options) => client.patchTimeseries({ id: ids[0], name, unit }, options),
    apply: changeFirst(rename((_, { name, unit }) => ({ name, unit }))),
  },
  putTimeseries: {
    operationId: "puttimeseries",
    run: (client, { ids, name }, options) => client.putTimeseries({ id: ids[0], name, facility }, options),
    apply: changeFirst(rename((_, { name }) => ({ name, unit: null, description: null }))),
  },
  getOrAddTimeseries: {
    operationId: "GetOrAddTimeseries",
    run: (client, { name, unit }, options) =>
      client.getOrAddTimeseries({ items: [name, `${name} B`].map((one) => ({ name: one, facility, unit })) }, options),
    apply: (stored, { name, unit }) => {
      const missing = [name, `${name} B`].filter((one) => findNamed(stored, one) === undefined);
      return withSeries(
        stored,
        missing.map((one) => createSeries(one, unit)),
      );
    },
  },
  deleteTimeseriesById: {
    operationId: "DeleteTimeseries",
    isGoneDone: true,
    run: (client, { ids }, options) => client.deleteTimeseriesById({ id: ids[0] }, options),
    apply: ({ series, subscriptions }, { ids: [id] }) => {
      if (!series.has(id)) return refused("not-found");
      const left = [...series].filter(([one]) => one !== id);
      return { series: new Map(left), subscriptions: subscriptions.filter((one) => one !== id) };
    },
  },
  createStreamSubscription: {
    operationId: "CreateSubscriptions",
    run: (client, { ids }, options) => client.createStreamSubscription({ items: ids.map((id) => ({ id })) }, options),
    apply: ({ series, subscriptions }, { ids }) =>
      ids.every((id) => series.has(id))
        ? { series, subscriptions: [...new Set([...subscriptions, ...ids])] }
        : refused("not-found"),
  },
  deleteStreamSubscription: {
    operationId: "DeleteSubscriptions",
    isGoneDone: true,
    run: (client, { ids }, options) => client.deleteStreamSubscription({ id: ids[0] }, options),
    apply: ({ series, subscriptions }, { ids: [id] }) =>
      subscriptions.includes(id)
        ? { series, subscriptions: subscriptions.filter((one) => one !== id) }
        : refused("not-found"),
  },
} satisfies Record<string, WriteCase>;

export type WriteKind = keyof typeof cases;
export const writes: Readonly<Record<WriteKind, WriteCase>> = cases;
export const writeKinds: readonly WriteKind[] = Object.keys(cases) as WriteKind[];
