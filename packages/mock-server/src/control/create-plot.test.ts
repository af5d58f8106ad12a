import { formatTime, parseTime } from "@omnia-timeseries/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createColumnSource } from "../store/point-source.ts";
import { createPlot } from "./create-plot.ts";

interface Row {
  readonly time: bigint;
  readonly value: number;
  readonly status: number;
}

const sourceOf = (rows: readonly Row[]) =>
  createColumnSource({
    time: BigInt64Array.from(rows.map(({ time }) => time)),
    value: Float64Array.from(rows.map(({ value }) => value)),
    status: Uint32Array.from(rows.map(({ status }) => status)),
  });
const closed = { start: false, end: false };
const anyTime = fc.bigInt({ min: -3000n, max: 3000n });
const anyRows = fc
  .uniqueArray(
    fc.record({ time: anyTime, value: fc.integer({ min: -9, max: 9 }), status: fc.constantFrom(0, 64, 191, 192, 216) }),
    { selector: ({ time }) => time, maxLength: 60 },
  )
  .map((rows) => rows.toSorted((a, b) => Number(a.time - b.time)));

/** Row by row, by the words of the document. */
function plotSlowly(rows: readonly Row[], start: bigint, end: bigint, buckets: number) {
  const inside = rows.filter(({ time }) => time >= start && time < end);
  const groups = new Map<number, Row[]>();
  const width = Math.ceil(Number(end - start) / buckets);
  for (const row of inside) {
    const bucket = Math.floor(Number(row.time - start) / width);
    groups.set(bucket, [...(groups.get(bucket) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const values = group.map(({ value }) => value);
    return {
      time: formatTime(group[0]!.time, 9),
      count: group.length,
      first: values[0],
      last: values.at(-1),
      min: Math.min(...values),
      max: Math.max(...values),
      bad: group.filter(({ status }) => status < 192).length,
    };
  });
}

describe("a plot", () => {
  test("has what a row-by-row reading finds in each bucket", () => {
    fc.assert(
      fc.property(anyRows, anyTime, anyTime, fc.integer({ min: 1, max: 90 }), (rows, start, end, buckets) => {
        const plot = createPlot(sourceOf(rows), { start, end }, closed, buckets);
        expect(plot.buckets).toEqual(plotSlowly(rows, start, end, buckets));
        expect(plot.buckets.length).toBeLessThanOrEqual(buckets);
        expect(plot.isSampled).toBe(false);
        expect(plot.count).toBe(rows.filter(({ time }) => time >= start && time < end).length);
        expect([parseTime(plot.startTime), parseTime(plot.endTime)]).toEqual([start, end]);
      }),
    );
  });

  test("goes over more points than it reads at once", () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => ({ time: BigInt(i), value: i % 1000, status: 192 }));
    const { count, buckets } = createPlot(sourceOf(rows), { start: 0n, end: 70_000n }, closed, 7);
    expect([count, buckets.map((bucket) => bucket.count)]).toEqual([70_000, Array(7).fill(10_000)]);
  });

  test("of more than a million points is made of samples, with ends and counts that are exact", () => {
    const length = 1_200_000;
    const time = BigInt64Array.from({ length }, (_, i) => BigInt(i));
    const value = Float64Array.from(time, (ns) => Number(ns) % 1000);
    const source = createColumnSource({ time, value, status: new Uint32Array(length).fill(64) });
    let read = 0;
    const counting = {
      ...source,
      read: (...window: Parameters<typeof source.read>) => {
        const columns = source.read(...window);
        read += columns.time.length;
        return columns;
      },
    };
    const plot = createPlot(counting, { start: 7n, end: 2_000_000n }, closed, 100);
    expect([plot.count, plot.isSampled]).toEqual([length - 7, true]);
    expect(read).toBeLessThan(120_000);
    expect(plot.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(length - 7);
    const exact = createPlot(source, { start: 7n, end: 1_000_007n }, closed, 50).buckets;
    const ends = plot.buckets.map((bucket) => [bucket.time, bucket.first, bucket.last]);
    expect(ends.slice(0, 50)).toEqual(exact.map((bucket) => [bucket.time, bucket.first, bucket.last]));
    expect(plot.buckets.every(({ min, max, bad, count }) => min >= 0 && max < 1000 && bad > 900 && bad <= count)).toBe(
      true,
    );
  });

  test("without ends reaches from the first point to the last one", () => {
    const rows = [5n, 8n].map((time) => ({ time, value: 1, status: 192 }));
    const open = { start: true, end: true };
    const plot = createPlot(sourceOf(rows), { start: -100n, end: 100n }, open, 400);
    expect(plot).toMatchObject({ startTime: formatTime(5n, 9), endTime: formatTime(9n, 9), count: 2 });
    expect(createPlot(sourceOf([]), { start: -100n, end: 100n }, open, 400).buckets).toEqual([]);
  });
});
