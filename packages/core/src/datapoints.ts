import { formatTime } from "./time.ts";
import { toMilliseconds } from "./to-milliseconds.ts";

/** One point: `time` in nanoseconds since 1970-01-01T00:00:00Z, `value` (NaN where there is none), `status` (192 = good). */
export interface Datapoint {
  readonly time: bigint;
  readonly value: number;
  readonly status: number;
}

/** One point as the service's JSON has it: `time` is RFC 3339 in UTC with 7 fraction digits (9 where it needs them). */
export interface DatapointRow {
  readonly time: string;
  readonly value: number;
  readonly status: number;
}

/**
 * The points of one series as columns: row `i` is `time[i]`, `value[i]`, `status[i]`.
 * A point costs 20 bytes this way; as objects it would cost over 100.
 *
 * @example
 * ```ts
 * const points = await client.getDatapoints({ id, startTime: "now-1d" });
 * for (let i = 0; i < points.length; i++) total += points.value[i]!;
 * ```
 */
export class Datapoints implements Iterable<Datapoint> {
  /** GUID; empty for a series that was read by name where the answer does not say it. */
  readonly id: string;
  /** Nanoseconds since 1970-01-01T00:00:00Z, ascending. */
  readonly time: BigInt64Array;
  /** NaN where there is no value. */
  readonly value: Float64Array;
  /** 192 = good. */
  readonly status: Uint32Array;
  /** How many points the window holds in all, where the service says so; it can exceed `length`. */
  declare readonly totalCount?: number;

  constructor(columns: {
    readonly id: string;
    readonly time: BigInt64Array;
    readonly value: Float64Array;
    readonly status: Uint32Array;
    readonly totalCount?: number | undefined;
  }) {
    this.id = columns.id;
    this.time = columns.time;
    this.value = columns.value;
    this.status = columns.status;
    if (columns.totalCount !== undefined) this.totalCount = columns.totalCount;
  }

  get length(): number {
    return this.time.length;
  }

  /** The point in row `index`; a negative index counts from the end, as in `Array.prototype.at`. */
  at(index: number): Datapoint | undefined {
    const time = this.time.at(index);
    if (time === undefined) return undefined;
    return { time, value: this.value.at(index)!, status: this.status.at(index)! };
  }

  *[Symbol.iterator](): Iterator<Datapoint> {
    for (let i = 0; i < this.length; i++) yield this.at(i)!;
  }

  /** Times in milliseconds since 1970-01-01T00:00:00Z, for `Date` and for charts. Loses what is below about 1 µs. */
  timeMs(): Float64Array {
    return toMilliseconds(this.time);
  }

  /** Rows as the service's JSON has them. */
  toRows(): DatapointRow[] {
    return Array.from(this, ({ time, value, status }) => ({ time: formatTime(time, 7), value, status }));
  }

  /** The rows, so that `JSON.stringify` never meets a bigint. */
  toJSON(): DatapointRow[] {
    return this.toRows();
  }
}
