import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PointColumns } from "../store/columns.ts";
import { describeTag } from "./plant-tag.ts";
import { tagKinds } from "./tag-kinds.ts";
import { createTagPoints } from "./tag-points.ts";

const nsPerSecond = 1_000_000_000n;
const startMs = Date.UTC(2024, 2, 4);
const startNs = BigInt(startMs) * 1_000_000n;

function createSource(number: number, seed = 1) {
  return createTagPoints(describeTag("1219", number), { seed, startNs, now: () => startMs }).source;
}

type Row = readonly [time: bigint, value: number, status: number];

function toRows({ time, value, status }: PointColumns): Row[] {
  return Array.from(time, (at, i) => [at, value[i]!, status[i]!]);
}

/** Every kind in its way: as many points as one read has, over at least some weeks of defects where they are slow. */
const spans = tagKinds.map(({ periodSeconds }, number) => {
  const end = startNs + BigInt(Math.min(periodSeconds * 20_000, 400 * 86_400)) * nsPerSecond;
  return { number, end, rows: toRows(createSource(number).read(startNs, end)) };
});

/** Alike everywhere, unlike doubles by chance, which are mostly next to nothing. */
const part = fc.integer({ min: -20_000, max: 1_000_000 }).map((millionth) => millionth / 1_000_000);
const windows = fc.record({
  span: fc.constantFrom(...spans),
  bounds: fc.tuple(part, part),
  length: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }),
  limit: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
  statuses: fc.option(fc.subarray([0, 8, 24, 60, 64, 192]), { nil: undefined }),
});

describe("the points of a tag", () => {
  test("a window of them is the same part of any larger one, by whom and when ever it is read", () => {
    fc.assert(
      fc.property(windows, ({ span: { number, end, rows }, bounds, length, limit, statuses }) => {
        const at = (position: number): bigint =>
          startNs + BigInt(Math.floor(Number((end - startNs) / 100n) * position)) * 100n;
        const from = at(bounds[0]);
        // Short windows find the edges; long ones defects.
        const to = length === undefined ? at(bounds[1]) : from + BigInt(length) * nsPerSecond;
        const last = to > end ? end : to;
        const wanted = statuses === undefined ? undefined : new Set(statuses);
        const plain = createSource(number);
        const source = wanted === undefined ? plain : plain.withStatuses(wanted);
        const all = wanted === undefined ? rows : rows.filter(([, , status]) => wanted.has(status));
        const inside = all.filter(([time]) => time >= from && time < last);
        expect(source.count(from, last)).toBe(inside.length);
        expect(toRows(source.read(from, last, limit))).toEqual(inside.slice(0, limit));
        expect(source.timeBefore(last)).toBe(all.findLast(([time]) => time < last)?.[0]);
        const next = source.timeFrom(from);
        expect(next === undefined || next >= end ? undefined : next).toBe(all.find(([time]) => time >= from)?.[0]);
      }),
      { numRuns: 300 },
    );
  });

  test("times ascend on ticks of 100 ns, at most a second and a quarter of a period behind their own", () => {
    for (const { number, rows } of spans) {
      const periodNs = BigInt(tagKinds[number]!.periodSeconds) * nsPerSecond;
      const jitters = rows.map(([time]) => time % periodNs);
      expect(rows.every(([time], i) => i === 0 || time > rows[i - 1]![0])).toBe(true);
      expect(rows.every(([time]) => time % 100n === 0n && time >= startNs)).toBe(true);
      expect(jitters.every((jitter) => jitter < nsPerSecond && jitter * 4n < periodNs)).toBe(true);
      // And not all alike.
      expect(new Set(jitters).size).toBeGreaterThan(rows.length / 2);
    }
  });

  test("counts hold over ten years that nobody computes", () => {
    const tenYears = startNs + 3652n * 86_400n * nsPerSecond;
    for (const number of spans.map((span) => span.number)) {
      const source = createSource(number);
      const parts = Array.from({ length: 500 }, (_, i) => startNs + ((tenYears - startNs) * BigInt(i)) / 500n);
      const counts = parts.map((from, i) => source.count(from, parts[i + 1] ?? tenYears));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(source.count(startNs, tenYears));
      const byStatus = [0, 8, 24, 60, 64, 192].map((status) =>
        source.withStatuses(new Set([status])).count(startNs, tenYears),
      );
      expect(byStatus.reduce((sum, count) => sum + count, 0)).toBe(source.count(startNs, tenYears));
    }
  });

  test("a window that begins in a stretch of bad quality has the value from before it", () => {
    const hourNs = 3600n * nsPerSecond;
    // No states: they are the same for hours anyway.
    for (const { number } of spans.filter((span) => tagKinds[span.number]!.state === undefined)) {
      const source = createSource(number);
      const held = source.withStatuses(new Set([8, 24, 60, 64]));
      // Of the first ones, one that is long enough.
      let first = held.timeFrom(startNs)!;
      while (held.count(first, first + 2n * hourNs) < 2) first = held.timeFrom(first + hourNs)!;
      const before = source.read(source.timeBefore(first)!, first);
      const second = held.timeFrom(first + 1n)!;
      const last = source.read(second, second + hourNs);
      expect([number, last.value[0]]).toEqual([number, before.value[0]]);
      expect(last.status[0]).toBeLessThan(192);
    }
  });

  test("hang on seed, facility and tag", () => {
    const end = startNs + 3600n * nsPerSecond;
    const read = (number: number, seed: number, facility: string): Row[] =>
      toRows(
        createTagPoints(describeTag(facility, number), { seed, startNs, now: () => startMs }).source.read(startNs, end),
      );
    const base = read(0, 1, "1219");
    expect(read(0, 1, "1219")).toEqual(base);
    for (const other of [read(0, 2, "1219"), read(12, 1, "1219"), read(0, 1, "GRA")]) {
      expect(other.map(([, value]) => value)).not.toEqual(base.map(([, value]) => value));
      expect(other.map(([time]) => time)).not.toEqual(base.map(([time]) => time));
    }
  });

  test("a later start only leaves out what is before it", () => {
    const later = startNs + 86_400n * nsPerSecond + 1n;
    const source = createTagPoints(describeTag("1219", 3), { seed: 1, startNs: later, now: () => startMs }).source;
    const end = later + 7200n * nsPerSecond;
    expect(toRows(source.read(0n, end))).toEqual(toRows(createSource(3).read(later, end)));
    expect(source.timeBefore(later)).toBeUndefined();
  });
});
