// What the service should answer, computed the plain way over rows: loops, BigInt, no code of the server.

/** A point; `time` in ns since 1970-01-01T00:00:00Z. */
export interface Row {
  readonly time: bigint;
  readonly value: number;
  readonly status: number;
}

/** A number and by how much an answer may differ from it. */
export interface Expected {
  readonly value: number;
  readonly tolerance: number;
}

/** An interval as it should be answered; functions without a value are not in it. */
export interface ExpectedInterval {
  readonly time: bigint;
  readonly values: ReadonlyMap<string, Expected>;
}

const nsPerMs = 1_000_000n;
export const yearMs = 365 * 24 * 3_600_000;
export const dayMs = 24 * 3_600_000;

/** Rounded towards the past, unlike the division of BigInt. */
function divideDown(a: bigint, b: bigint): bigint {
  const rest = ((a % b) + b) % b;
  return (a - rest) / b;
}

/** RFC 3339 with as many fractional digits as asked for; 7 as the service writes it. */
export function toText(ns: bigint, digits = 7): string {
  const seconds = divideDown(ns, 1_000_000_000n);
  const fraction = String(ns - seconds * 1_000_000_000n).padStart(9, "0");
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction.slice(0, digits)}Z`;
}

/** The points that a source has: all that `test` series have is in Omnia, the historian knows its own only. */
export function rowsOfSource(
  rows: readonly Row[],
  seriesSource: string,
  federationSource: string | undefined,
  nowMs: number,
): readonly Row[] | undefined {
  const ago = (ms: number): bigint => BigInt(nowMs - ms) * nsPerMs;
  if (federationSource === "TSDB") return rows.filter(({ time }) => time >= ago(3 * yearMs));
  if (federationSource === "DataLake") return rows.filter(({ time }) => time < ago(2 * dayMs));
  if (federationSource !== "IMS") return rows;
  return seriesSource === "IMS" ? rows.filter(({ time }) => time <= ago(0)) : undefined;
}

/** Of two rows at one time the later one counts; times are cut to 100 ns. */
export function storeRows(written: readonly Row[]): Row[] {
  const stored = new Map<bigint, Row>();
  for (const row of written) {
    const time = divideDown(row.time, 100n) * 100n;
    stored.set(time, { ...row, time });
  }
  return [...stored.values()].toSorted((a, b) => (a.time < b.time ? -1 : 1));
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  // Nothing is one page without anything.
  return chunks.length === 0 ? [[]] : chunks;
}

export interface RawQuestion {
  readonly start: bigint;
  readonly end: bigint;
  readonly statuses: readonly number[];
  readonly limit: number;
  readonly outside: boolean;
}

function pass(rows: readonly Row[], statuses: readonly number[]): Row[] {
  return rows.filter(({ status }) => statuses.length === 0 || statuses.includes(status));
}

/** Every page of a window. */
export function pagesOf(all: readonly Row[], question: RawQuestion): { pages: Row[][]; totalCount: number } {
  const rows = pass(all, question.statuses);
  const { start } = question;
  const end = question.end < start ? start : question.end;
  const inside = rows.filter(({ time }) => time >= start && time < end);
  const pages = chunk(inside, question.limit);
  if (question.outside) {
    const before = rows.filter(({ time }) => time < start).at(-1);
    const after = rows.find(({ time }) => time >= end);
    if (before !== undefined) pages[0]!.unshift(before);
    if (after !== undefined) pages.at(-1)!.push(after);
  }
  return { pages, totalCount: inside.length };
}

/** The first or the latest row from `after` on and before `before`. */
export function endOf(
  all: readonly Row[],
  which: "first" | "latest",
  bounds: { after?: bigint | undefined; before?: bigint | undefined; statuses: readonly number[] },
): Row | undefined {
  const { after, before, statuses } = bounds;
  const rows = pass(all, statuses).filter(
    ({ time }) => (after === undefined || time >= after) && (before === undefined || time < before),
  );
  return which === "first" ? rows[0] : rows.at(-1);
}

/** Values here are 0 or at least 2^-40, so that every bit of one, and enough of a mean, is whole at this scale. */
const scaleBits = 300n;

function toExact(value: number): bigint {
  return BigInt(Math.round(value * 2 ** Number(scaleBits)));
}

/** The double nearest to a fraction, but for its last bit. */
function toDouble(numerator: bigint, denominator: bigint): number {
  const quotient = (numerator << 400n) / denominator;
  return Number(quotient) / 2 ** 400;
}

/** The square root of a whole number, rounded down, by bisection. */
function rootOf(square: bigint): bigint {
  let low = 0n;
  let high = 1n << BigInt(square.toString(2).length);
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle <= square) low = middle;
    else high = middle;
  }
  return low;
}

/** Half the distance of 1 to the next double: what rounding one result costs at most, in parts of it. */
const unit = 2 ** -53;

/**
 * Every function of some values, at least one, from exact sums.
 *
 * Tolerances are the known bounds of the plain way to compute in doubles, doubled for what is rounded here:
 * adding n values costs n·u·Σ|x|; the deviation from a mean that is wrong by d costs at most 2·d, and its squares
 * and their sum 4·n·u parts of it.
 */
function evaluate(values: readonly number[]): Map<string, Expected> {
  const n = values.length;
  const whole = BigInt(n);
  const exact = values.map(toExact);
  const total = exact.reduce((a, b) => a + b, 0n);
  const squares = exact.reduce((a, b) => a + b * b, 0n);
  const scale = 1n << scaleBits;
  const size = values.reduce((a, b) => a + Math.abs(b), 0);
  const sumTolerance = 2 * n * unit * size;
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(n / 2) - 1]!, sorted[Math.floor(n / 2)]!];
  const certain = (value: number): Expected => ({ value, tolerance: 0 });
  const functions = new Map<string, Expected>([
    ["sum", { value: toDouble(total, scale), tolerance: sumTolerance }],
    ["avg", { value: toDouble(total, scale * whole), tolerance: (sumTolerance / n) * 2 }],
    ["min", certain(sorted[0]!)],
    ["max", certain(sorted[n - 1]!)],
    ["count", certain(n)],
    ["first", certain(values[0]!)],
    ["last", certain(values[n - 1]!)],
    [
      "median",
      {
        value: toDouble(toExact(low) + toExact(high), 2n * scale),
        tolerance: 4 * unit * (Math.abs(low) + Math.abs(high)),
      },
    ],
  ]);
  if (n > 1) {
    const variance = ((whole * squares - total * total) << 80n) / (whole * (whole - 1n));
    const value = toDouble(rootOf(variance), scale << 40n);
    functions.set("stddev", { value, tolerance: 8 * n * unit * value + 4 * sumTolerance });
  }
  return functions;
}

export interface AggregateQuestion {
  readonly start: bigint;
  readonly end: bigint;
  readonly statuses: readonly number[];
  readonly limit: number;
  readonly functions: readonly string[];
  /** ns; the whole window where it is undefined. */
  readonly interval: bigint | undefined;
  readonly fill: string | undefined;
  readonly alignToCache: boolean;
}

/** Every interval of a window, those without points too. */
function cut(rows: readonly Row[], { start, end, interval, alignToCache }: AggregateQuestion) {
  const length = interval ?? end - start;
  const intervals: { time: bigint; functions: Map<string, Expected> | undefined }[] = [];
  let time = alignToCache && interval !== undefined ? divideDown(start, interval) * interval : start;
  // A window that ends where it starts has no intervals, also where one lies around it.
  if (start >= end) return intervals;
  for (; time < end; time += length) {
    const from = time;
    const inside = rows.filter((row) => row.time >= from && row.time < from + length);
    const values = inside.filter((row) => row.time >= start && row.time < end).map(({ value }) => value);
    intervals.push({ time, functions: values.length === 0 ? undefined : evaluate(values) });
  }
  return intervals;
}

/** What a function is in an interval without points; a count is a whole number next to it. */
function fillOf(intervals: ReturnType<typeof cut>, i: number, name: string, fill: string): Expected | undefined {
  const filled = fillNumber(intervals, i, name, fill);
  if (filled === undefined || name !== "count") return filled;
  return { value: filled.value, tolerance: filled.tolerance + 0.5 };
}

function fillNumber(intervals: ReturnType<typeof cut>, i: number, name: string, fill: string): Expected | undefined {
  if (fill !== "previous" && fill !== "linear") return { value: Number(fill), tolerance: 0 };
  const before = intervals.slice(0, i).findLast(({ functions }) => functions !== undefined);
  const after = intervals.slice(i).find(({ functions }) => functions !== undefined);
  const left = before?.functions?.get(name);
  if (fill === "previous") return left;
  const right = after?.functions?.get(name);
  if (left === undefined || right === undefined) return undefined;
  // The line through both, as a fraction.
  const [passed, all] = [intervals[i]!.time - before!.time, after!.time - before!.time];
  const exact = toExact(left.value) * (all - passed) + toExact(right.value) * passed;
  const rounding = 8 * unit * (Math.abs(left.value) + Math.abs(right.value));
  return { value: toDouble(exact, all << scaleBits), tolerance: left.tolerance + right.tolerance + rounding };
}

/** Every page of the intervals of a window. */
export function intervalPagesOf(
  all: readonly Row[],
  question: AggregateQuestion,
): { pages: ExpectedInterval[][]; totalCount: number } {
  const intervals = cut(pass(all, question.statuses), question);
  const { fill, functions } = question;
  const listed = intervals.flatMap((interval, i) => {
    const isEmpty = interval.functions === undefined;
    if (isEmpty && (fill === undefined || fill === "none" || fill === "null")) return [];
    const values = new Map<string, Expected>();
    for (const name of functions) {
      const value = isEmpty ? fillOf(intervals, i, name, fill!) : interval.functions!.get(name);
      if (value !== undefined) values.set(name, value);
    }
    return [{ time: interval.time, values }];
  });
  return { pages: chunk(listed, question.limit), totalCount: listed.length };
}
