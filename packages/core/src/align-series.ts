import { OmniaError } from "./omnia-error.ts";
import { formatProcessingInterval, toIntervalNs } from "./processing-interval.ts";
import type { ProcessingInterval } from "./processing-interval.ts";

/** What is true between two points: the straight line between them, or the earlier one. */
export type Interpolation = "linear" | "hold";

/** How a series is read between its points. */
interface Between {
  /** Default `linear`. */
  readonly interpolation?: Interpolation | undefined;
  /**
   * Such as `"15m"`. Between points further apart nothing is interpolated, and a value that is older is not held.
   * Default: no limit.
   */
  readonly maxGap?: ProcessingInterval | undefined;
}

/** Datapoints, or columns like theirs; what it says of itself goes before the options. */
export interface SeriesToAlign extends Between {
  /** Nanoseconds since 1970-01-01T00:00:00Z, ascending. */
  readonly time: BigInt64Array;
  /** NaN where there is none: nothing is held or interpolated from it. */
  readonly value: Float64Array;
  /** As its metadata has it: whether it changes in steps. Those that do are always held. */
  readonly step?: boolean | undefined;
}

export interface AlignOptions extends Between {
  /**
   * Length of the steps of the common times, such as `"1m"`: all whole multiples of it since 1970 from the first point
   * of any series to the last. Default: all times of all series.
   */
  readonly every?: ProcessingInterval | undefined;
}

/** One time column, and a value column of each series; NaN where a series has nothing to say. */
export interface AlignedSeries<Values> {
  /** Nanoseconds since 1970-01-01T00:00:00Z, strictly ascending. */
  readonly time: BigInt64Array;
  readonly values: Values;
}

/** Most rows of a column, 1 GiB. */
const maxRows = 2 ** 27;

function readLength(interval: ProcessingInterval | undefined, name: string): bigint | undefined {
  if (interval === undefined) return undefined;
  formatProcessingInterval(interval, name);
  return toIntervalNs(interval);
}

function validateSeries({ time, value }: SeriesToAlign, place: string): void {
  if (time.length !== value.length) {
    throw new OmniaError(
      "invalid-argument",
      `${place}: has ${time.length} times and ${value.length} values. Give one value for each time.`,
    );
  }
  for (let i = 1; i < time.length; i++) {
    if (time[i]! < time[i - 1]!) {
      throw new OmniaError("invalid-argument", `${place}: time[${i}] is before the one in front of it. Sort it.`);
    }
  }
}

function validateRows(rows: number): void {
  if (rows <= maxRows) return;
  throw new OmniaError(
    "invalid-argument",
    `series: have ${rows} common times, above ${maxRows}. Give a longer \`every\`, or fewer points.`,
  );
}

/** All times of all series, each once. */
function uniteTimes(series: readonly SeriesToAlign[]): BigInt64Array {
  const length = series.reduce((sum, { time }) => sum + time.length, 0);
  validateRows(length);
  const all = new BigInt64Array(length);
  let end = 0;
  for (const { time } of series) {
    all.set(time, end);
    end += time.length;
  }
  all.sort();
  let kept = 0;
  for (const time of all) {
    if (kept === 0 || all[kept - 1] !== time) all[kept++] = time;
  }
  return all.slice(0, kept);
}

/** Whole multiples of a length from the first point to the last. */
function stepTimes(series: readonly SeriesToAlign[], step: bigint): BigInt64Array {
  let first: bigint | undefined;
  let last: bigint | undefined;
  for (const { time } of series) {
    const [from, to] = [time.at(0), time.at(-1)];
    if (from !== undefined && (first === undefined || from < first)) first = from;
    if (to !== undefined && (last === undefined || to > last)) last = to;
  }
  if (first === undefined || last === undefined) return new BigInt64Array();
  const start = first + ((step - (first % step)) % step);
  if (start > last) return new BigInt64Array();
  const length = Number((last - start) / step) + 1;
  validateRows(length);
  return new BigInt64Array(length).map((_, i) => start + BigInt(i) * step);
}

/** The value of a series at each time. */
function readAt(
  times: BigInt64Array,
  { time, value }: SeriesToAlign,
  isHeld: boolean,
  maxGap: bigint | undefined,
): Float64Array {
  const isTooLong = (length: bigint): boolean => maxGap !== undefined && length > maxGap;
  let next = 0;
  return Float64Array.from(times, (at) => {
    while (next < time.length && time[next]! <= at) next++;
    if (next === 0) return Number.NaN;
    const [from, before] = [time[next - 1]!, value[next - 1]!];
    if (from === at) return before;
    if (isHeld) return isTooLong(at - from) ? Number.NaN : before;
    const to = time[next];
    if (to === undefined || isTooLong(to - from)) return Number.NaN;
    return before + (value[next]! - before) * (Number(at - from) / Number(to - from));
  });
}

/**
 * Several series on common times. At a time of its own a series has its own value; between two points the line
 * between them, or, held, the earlier one; before the first nothing, after the last nothing, or, held, the last.
 * Of points at one time the last counts. A gap shows where a common time lies in it; `every` makes sure of that.
 *
 * @example
 * ```ts
 * const { series } = await readMany(client, { series: [pressure, valve], startTime: "now-1d", maxPoints: 1_000_000 });
 * const { time, values } = alignSeries(
 *   [series.get(pressure)!, { ...series.get(valve)!, step: true }],
 *   { every: "1m", maxGap: "10m" },
 * );
 * ```
 * @throws OmniaError `invalid-argument` for times that do not ascend, columns of different length, bad options, and
 *   more common times than a column holds
 */
export function alignSeries<Key>(
  series: ReadonlyMap<Key, SeriesToAlign>,
  options?: AlignOptions,
): AlignedSeries<ReadonlyMap<Key, Float64Array>>;
export function alignSeries(
  series: readonly SeriesToAlign[],
  options?: AlignOptions,
): AlignedSeries<readonly Float64Array[]>;
export function alignSeries(
  series: ReadonlyMap<unknown, SeriesToAlign> | readonly SeriesToAlign[],
  options: AlignOptions = {},
): AlignedSeries<ReadonlyMap<unknown, Float64Array> | readonly Float64Array[]> {
  const given = [...series.values()];
  const step = readLength(options.every, "every");
  const readers = given.map((one, i) => {
    const place = `series[${i}]`;
    const interpolation = one.interpolation ?? options.interpolation ?? "linear";
    if (interpolation !== "linear" && interpolation !== "hold") {
      const shown = JSON.stringify(interpolation);
      throw new OmniaError("invalid-argument", `${place}.interpolation: ${shown} is not "linear" or "hold".`);
    }
    validateSeries(one, place);
    const maxGap = readLength(one.maxGap ?? options.maxGap, `${place}.maxGap`);
    const isHeld = one.step === true || interpolation === "hold";
    return (times: BigInt64Array) => readAt(times, one, isHeld, maxGap);
  });
  const time = step === undefined ? uniteTimes(given) : stepTimes(given, step);
  const columns = readers.map((read) => read(time));
  const values = Array.isArray(series) ? columns : new Map([...series.keys()].map((key, i) => [key, columns[i]!]));
  return { time, values };
}
