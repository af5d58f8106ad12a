// What a mock server holds, read from its store: the oracle of the schedules.
import type { Datapoints } from "@omnia-timeseries/core";
import type { MockServer, TimeseriesItem } from "@omnia-timeseries/mock-server";

export interface StoredPoint {
  readonly value: number;
  readonly status: number;
}

export interface StoredSeries {
  readonly item: TimeseriesItem;
  /** By their times, in ns since 1970-01-01T00:00:00Z, ascending. */
  readonly points: ReadonlyMap<bigint, StoredPoint>;
}

export interface Stored {
  /** By their ids, in the order of their creation. */
  readonly series: ReadonlyMap<string, StoredSeries>;
  /** Ids of the series whose live data is subscribed to. */
  readonly subscriptions: readonly string[];
}

export function takeStored(server: MockServer): Stored {
  const read = (item: TimeseriesItem): readonly [string, StoredSeries] => {
    const { time, value, status } = server.store.points(item.id);
    const points = Array.from(time, (at, i) => [at, { value: value[i]!, status: status[i]! }] as const);
    return [item.id, { item, points: new Map(points) }];
  };
  return {
    series: new Map(server.store.series.map(read)),
    subscriptions: server.state().streaming.all.map(({ key }) => key),
  };
}

const view = new DataView(new ArrayBuffer(8));

/** The bits of a double, so that −0 and 0 are two values. */
export function bitsOf(value: number): string {
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}

export function describePoint(time: bigint, { value, status }: StoredPoint): string {
  return `${time} ${bitsOf(value)} ${status}`;
}

/** A line for each row, exact to the last bit. */
export function describeRows({ time, value, status }: Pick<Datapoints, "time" | "value" | "status">): string[] {
  return Array.from(time, (at, i) => describePoint(at, { value: value[i]!, status: status[i]! }));
}

/**
 * All of it as text, but for the times of changes. Ids that are not among `known` are new, and so not known before.
 */
export function describeStored({ series, subscriptions }: Stored, known: ReadonlySet<string>): string {
  const lines = Array.from(series.values(), ({ item, points }) => {
    const { id, name, facility, unit, description } = item;
    const rows = [...points]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([time, point]) => describePoint(time, point));
    return JSON.stringify([known.has(id) ? id : "new", name, facility, unit, description, rows]);
  });
  return [...lines.toSorted(), ...subscriptions.toSorted()].join("\n");
}
