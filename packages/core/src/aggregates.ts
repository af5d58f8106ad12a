import type { AggregateFunction } from "./aggregate-function.ts";
import { formatTime } from "./time.ts";
import { toMilliseconds } from "./to-milliseconds.ts";

/** One for each function; where the type does not say which were asked for, any may be absent. */
type Each<F extends AggregateFunction, T> = AggregateFunction extends F
  ? { readonly [K in F]?: T }
  : { readonly [K in F]: T };

/** One interval: `time`, its start in nanoseconds since 1970-01-01T00:00:00Z, and a number for each function (NaN where there is none). */
export type Aggregate<F extends AggregateFunction = AggregateFunction> = { readonly time: bigint } & Each<F, number>;

/** One interval as the service's JSON has it: `time` is RFC 3339 in UTC with 7 fraction digits (9 where it needs them). */
export type AggregateRow<F extends AggregateFunction = AggregateFunction> = { readonly time: string } & Each<F, number>;

/**
 * The intervals of one series as columns: `time`, and one column for each function that was asked for, no other.
 * All are `Float64Array`, also `count`, and NaN where there is no number.
 *
 * @example
 * ```ts
 * const day = await client.getAggregates({ id, aggregateFunctions: ["avg"], startTime: "now-1d", processingInterval: "15m" });
 * day.avg; // Float64Array
 * ```
 */
export type Aggregates<F extends AggregateFunction = AggregateFunction> = AggregateTable<F> & Each<F, Float64Array>;

/** What aggregates have whatever the functions are. */
class AggregateTable<F extends AggregateFunction> implements Iterable<Aggregate<F>> {
  readonly id: string;
  /** Starts of the intervals in nanoseconds since 1970-01-01T00:00:00Z, ascending. */
  readonly time: BigInt64Array;
  readonly #columns: Readonly<Record<string, Float64Array>>;

  constructor(id: string, time: BigInt64Array, columns: Readonly<Record<F, Float64Array>>) {
    this.id = id;
    this.time = time;
    this.#columns = columns;
    Object.assign(this, columns);
  }

  /** The functions asked for. */
  get functions(): readonly AggregateFunction[] {
    return Object.keys(this.#columns) as AggregateFunction[];
  }

  get length(): number {
    return this.time.length;
  }

  /** The interval in row `index`; a negative index counts from the end, as in `Array.prototype.at`. */
  at(index: number): Aggregate<F> | undefined {
    const time = this.time.at(index);
    return time === undefined ? undefined : this.#row(time, index);
  }

  *[Symbol.iterator](): Iterator<Aggregate<F>> {
    for (let i = 0; i < this.length; i++) yield this.#row(this.time[i]!, i);
  }

  /** Starts in milliseconds since 1970-01-01T00:00:00Z, for `Date` and for charts. Loses what is below about 1 µs. */
  timeMs(): Float64Array {
    return toMilliseconds(this.time);
  }

  /** Rows as the service's JSON has them. */
  toRows(): AggregateRow<F>[] {
    return Array.from(this.time, (ns, i) => this.#row(formatTime(ns, 7), i));
  }

  /** The rows, so that `JSON.stringify` never meets a bigint. */
  toJSON(): AggregateRow<F>[] {
    return this.toRows();
  }

  #row<Time>(time: Time, index: number): { readonly time: Time } & Each<F, number> {
    const numbers = Object.entries(this.#columns).map(([name, column]) => [name, column.at(index)!]);
    return { time, ...(Object.fromEntries(numbers) as Each<F, number>) };
  }
}

/** @param columns one for each function, as long as `time` */
export function createAggregates<F extends AggregateFunction>(
  id: string,
  time: BigInt64Array,
  columns: Readonly<Record<F, Float64Array>>,
): Aggregates<F> {
  return new AggregateTable(id, time, columns) as Aggregates<F>;
}
