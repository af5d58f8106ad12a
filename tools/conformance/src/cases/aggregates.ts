import { wireTime } from "../bodies.ts";
import type { Answer } from "../suite/answer.ts";
import { dig, digList, expectStatus, readJson } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase, Query, Sample } from "../suite/case.ts";
import { expectThat, NotApplicable } from "../suite/finding.ts";
import { between, readToken, toNs } from "../suite/rows.ts";
import type { Row } from "../suite/rows.ts";

const shared = { operationIds: ["GetAggregatedData"], needs: ["read"] } as const;

function valuesOf(rows: readonly Row[]): readonly number[] {
  return rows.map(({ value }) => value).filter((value) => typeof value === "number");
}

function readBuckets(answer: Answer): readonly unknown[] {
  expectStatus(answer, 200);
  return digList(digList(readJson(answer), "data", "items")[0], "datapoints");
}

async function askBuckets({ send, sample }: CaseContext, query: Query): Promise<readonly unknown[]> {
  return readBuckets(await send({ path: `/${(await sample()).id}/data/aggregates`, query }));
}

/** A service may add up in another order, or in another type. */
function expectNear(bucket: unknown, name: string, expected: number): void {
  const got = dig(bucket, name);
  const isNear = typeof got === "number" && Math.abs(got - expected) <= 1e-6 * Math.max(1, Math.abs(expected));
  expectThat(isNear, `'${name}' is ${typeof got === "number" ? "another number" : typeof got}`);
}

/** One interval over rows 1 to 6, and its functions. */
async function askOne(
  context: CaseContext,
  functions: readonly string[],
): Promise<{ bucket: unknown; of: readonly number[] }> {
  const { rows } = await context.sample();
  const startTime = wireTime(between(rows[0]!, rows[1]!));
  const endTime = wireTime(between(rows[6]!, rows[7]!));
  const buckets = await askBuckets(context, { startTime, endTime, aggregateFunction: functions });
  expectThat(buckets.length === 1, `${buckets.length} intervals where no processingInterval is given`);
  expectThat(toNs(String(dig(buckets[0], "time"))) === toNs(startTime), "the interval is not stamped with its start");
  return { bucket: buckets[0], of: valuesOf(rows.slice(1, 7)) };
}

interface Grid {
  readonly interval: string;
  readonly intervalNs: bigint;
  /** A whole multiple of the interval since 1970, so that all ways to align are the same. */
  readonly startNs: bigint;
  /** How many whole intervals from there are inside the sample. */
  readonly count: number;
}

/** Intervals of whole seconds inside the sample. */
function layGrid({ rows }: Sample): Grid {
  const first = rows[0]!.ns;
  const last = rows.at(-1)!.ns;
  const seconds = (last - first) / 5_000_000_000n;
  if (seconds < 2n) throw new NotApplicable("the points that were read are too near one another");
  const intervalNs = seconds * 1_000_000_000n;
  const startNs = (first / intervalNs + 1n) * intervalNs;
  return { interval: `${seconds}s`, intervalNs, startNs, count: Number((last - startNs) / intervalNs) };
}

function countIn(rows: readonly Row[], from: bigint, to: bigint): number {
  return rows.filter(({ ns, value }) => from <= ns && ns < to && typeof value === "number").length;
}

/** What the intervals from `startNs` on hold: those with points, by stamp and count. */
function expectCounts(
  buckets: readonly unknown[],
  rows: readonly Row[],
  { intervalNs, count }: Grid,
  startNs: bigint,
): void {
  const expected = Array.from({ length: count }, (_, i) => startNs + BigInt(i) * intervalNs)
    .map((from) => ({ from, count: countIn(rows, from, from + intervalNs) }))
    .filter((one) => one.count > 0);
  expectThat(buckets.length === expected.length, `${buckets.length} intervals where ${expected.length} have points`);
  for (const [i, one] of expected.entries()) {
    const stamp = toNs(String(dig(buckets[i], "time")));
    expectThat(stamp === one.from, `interval ${i} is stamped ${stamp - one.from} ns from its start`);
    expectThat(dig(buckets[i], "count") === one.count, `interval ${i} counts other points than those inside it`);
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Aggregates of one series, computed again from its raw points. */
export const aggregateCases: readonly ConformanceCase[] = [
  {
    ...shared,
    name: "without a processingInterval one interval spans the window, with count, min, max, sum, first and last",
    rests: { fact: "[wiki], [changelog], [sdk]" },
    async check(context) {
      const { bucket, of } = await askOne(context, ["count", "min", "max", "sum", "first", "last"]);
      expectNear(bucket, "count", of.length);
      expectNear(bucket, "min", Math.min(...of));
      expectNear(bucket, "max", Math.max(...of));
      expectNear(bucket, "sum", mean(of) * of.length);
      expectNear(bucket, "first", of[0]!);
      expectNear(bucket, "last", of.at(-1)!);
    },
  },
  {
    ...shared,
    name: "avg is the plain mean of the points",
    rests: { assumption: "aggregates" },
    async check(context) {
      const { bucket, of } = await askOne(context, ["avg"]);
      expectNear(bucket, "avg", mean(of));
    },
  },
  {
    ...shared,
    name: "stddev is that of a sample, over n - 1",
    rests: { fact: "[wiki]" },
    async check(context) {
      const { bucket, of } = await askOne(context, ["stddev"]);
      const squares = of.map((value) => (value - mean(of)) ** 2);
      if (Math.max(...squares) < 1e-9) throw new NotApplicable("the points that were read are all the same");
      expectNear(bucket, "stddev", Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / (of.length - 1)));
    },
  },
  {
    ...shared,
    name: "median is the middle of the points, and the mean of the two middle ones of an even number",
    rests: { assumption: "aggregates" },
    async check(context) {
      const { bucket, of } = await askOne(context, ["median"]);
      const sorted = of.toSorted((a, b) => a - b);
      const middle = Math.floor(sorted.length / 2);
      expectNear(
        bucket,
        "median",
        sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
      );
    },
  },
  {
    ...shared,
    name: "an interval has the functions that were asked for, and no other",
    rests: { assumption: "functionsAskedFor" },
    async check(context) {
      const { bucket } = await askOne(context, ["avg", "max"]);
      const names = Object.keys(bucket as object)
        .filter((name) => dig(bucket, name) !== null)
        .toSorted();
      expectThat(names.join() === "avg,max,time", `members ${names.join(", ")}`);
    },
  },
  {
    ...shared,
    name: "an interval is stamped with its start, and holds the points from there to the next",
    rests: { fact: "[wiki]" },
    async check(context) {
      const sample = await context.sample();
      const grid = layGrid(sample);
      const { startNs, intervalNs, interval, count } = grid;
      const window = { startTime: wireTime(startNs), endTime: wireTime(startNs + BigInt(count) * intervalNs) };
      const query = { ...window, aggregateFunction: "count", processingInterval: interval, fill: "none" };
      expectCounts(await askBuckets(context, query), sample.rows, grid, startNs);
    },
  },
  {
    ...shared,
    name: "intervals begin at the start of the window",
    rests: { assumption: "alignToCacheByDefault" },
    async check(context) {
      const sample = await context.sample();
      const { startNs, intervalNs, interval, count } = layGrid(sample);
      const from = startNs + intervalNs / 2n;
      const window = { startTime: wireTime(from), endTime: wireTime(from + BigInt(count - 1) * intervalNs) };
      const query = { ...window, aggregateFunction: "count", processingInterval: interval, fill: "none" };
      const grid = { interval, intervalNs, startNs, count: count - 1 };
      expectCounts(await askBuckets(context, query), sample.rows, grid, from);
    },
  },
  {
    ...shared,
    name: "with alignToCache intervals begin at whole multiples of their length since 1970",
    rests: { assumption: "aggregates" },
    async check(context) {
      const sample = await context.sample();
      const { startNs, intervalNs, interval, count } = layGrid(sample);
      const window = {
        startTime: wireTime(startNs + intervalNs / 2n),
        endTime: wireTime(startNs + BigInt(count) * intervalNs),
      };
      const options = { processingInterval: interval, fill: "none", alignToCache: true };
      const buckets = await askBuckets(context, { ...window, aggregateFunction: "count", ...options });
      const isAligned = buckets.every((bucket) => toNs(String(dig(bucket, "time"))) % intervalNs === 0n);
      expectThat(buckets.length > 0 && isAligned, `${buckets.length} intervals, not all at whole multiples`);
    },
  },
  {
    ...shared,
    name: "intervals without points are left out",
    rests: { assumption: "emptyIntervals" },
    async check(context) {
      const { rows } = await context.sample();
      const gap = rows.findIndex(({ ns }, i) => i > 0 && ns - rows[i - 1]!.ns > 3_000_000_000n);
      if (gap === -1) throw new NotApplicable("the points that were read are too near one another");
      const startNs = (rows[gap - 1]!.ns / 1_000_000_000n) * 1_000_000_000n;
      const endNs = (rows[gap]!.ns / 1_000_000_000n + 1n) * 1_000_000_000n;
      const seconds = (endNs - startNs) / 1_000_000_000n;
      const length = seconds / 4n;
      const query = { startTime: wireTime(startNs), endTime: wireTime(endNs), processingInterval: `${length}s` };
      const buckets = await askBuckets(context, { ...query, aggregateFunction: "count" });
      // Points are at both ends alone, so that the intervals in the middle are empty.
      expectThat(
        buckets.length > 0 && buckets.length < seconds / length,
        `${buckets.length} of ${seconds / length} intervals`,
      );
    },
  },
  {
    ...shared,
    name: "a limit counts intervals, and a token leads to the others",
    rests: { assumption: "limit" },
    async check(context) {
      const { send, sample } = context;
      const { startNs, intervalNs, interval } = layGrid(await sample());
      const window = { startTime: wireTime(startNs), endTime: wireTime(startNs + 3n * intervalNs) };
      const query = { ...window, aggregateFunction: "count", processingInterval: interval };
      const all = await askBuckets(context, query);
      if (all.length < 2) throw new NotApplicable("the points that were read are too far from one another");
      const path = `/${(await sample()).id}/data/aggregates`;
      const page = await send({ path, query: { ...query, limit: 1 } });
      const token = readToken(page);
      expectThat(readBuckets(page).length === 1, `${readBuckets(page).length} intervals with a limit of 1`);
      expectThat(token !== undefined, "no token where there are more intervals");
      const next = readBuckets(await send({ path, query: { ...query, limit: 1, continuationToken: token } }));
      expectThat(dig(next[0], "time") === dig(all[1], "time"), "the second page is not the second interval");
    },
  },
  {
    ...shared,
    name: "intervals of seconds, minutes, hours and days are taken",
    rests: { fact: "[wiki]" },
    async check(context) {
      const { rows } = await context.sample();
      const window = { startTime: rows[2]!.time, endTime: wireTime(rows[2]!.ns + 1_000_000_000n) };
      for (const processingInterval of ["1s", "5m", "10h", "20d"]) {
        const buckets = await askBuckets(context, { ...window, aggregateFunction: "max", processingInterval });
        const isRight = buckets.length === 1 || buckets.length === 2;
        expectThat(isRight, `${buckets.length} intervals of ${processingInterval} over a second with a point`);
      }
    },
  },
  {
    ...shared,
    name: "an interval that is none is refused with 400",
    rests: { assumption: "processingInterval" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const window = { startTime: rows[2]!.time, endTime: rows[3]!.time };
      const query = { ...window, aggregateFunction: "avg", processingInterval: "5 parsecs" };
      const { status } = await send({ path: `/${id}/data/aggregates`, query });
      expectThat(status === 400, `status ${status}`);
    },
  },
  {
    ...shared,
    name: "aggregates are of the points that have one of the statuses asked for",
    rests: { fact: "[changelog]" },
    async check(context) {
      const { rows } = await context.sample();
      const { status } = rows[1]!;
      const query = { startTime: rows[0]!.time, endTime: wireTime(rows.at(-1)!.ns + 100n), status: Number(status) };
      const [bucket] = await askBuckets(context, { ...query, aggregateFunction: "count" });
      expectNear(bucket, "count", valuesOf(rows.filter((row) => row.status === status)).length);
    },
  },
];
