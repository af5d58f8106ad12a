import { describe, expect, test } from "vitest";
import { createAggregates } from "./aggregates.ts";
import { plotIntervals } from "./plot-intervals.ts";

type Interval = readonly [time: bigint, first: number, min: number, max: number, last: number, count: number];

function createIntervals(rows: readonly Interval[]): Parameters<typeof plotIntervals>[0] {
  const column = (at: 1 | 2 | 3 | 4 | 5): Float64Array => Float64Array.from(rows, (row) => row[at]);
  const columns = { first: column(1), min: column(2), max: column(3), last: column(4), count: column(5) };
  return createAggregates(
    "",
    BigInt64Array.from(rows, ([time]) => time),
    columns,
  );
}

const frame = { start: 0n, end: 3000n, width: 300n, maxGap: undefined };
const plot = (rows: readonly Interval[], more: object = {}): unknown[] => {
  const { time, value } = plotIntervals(createIntervals(rows), { ...frame, ...more });
  return Array.from(time, (at, i) => [Number(at), value[i]]);
};

describe("plotIntervals", () => {
  test.each<[string, Interval, unknown[]]>([
    [
      "one that rises: the least first",
      [0n, 2, 1, 9, 3, 4],
      [
        [0, 2],
        [100, 1],
        [200, 9],
        [299, 3],
      ],
    ],
    [
      "one that falls: the greatest first",
      [0n, 3, 1, 9, 2, 4],
      [
        [0, 3],
        [100, 9],
        [200, 1],
        [299, 2],
      ],
    ],
    [
      "the least at its start",
      [0n, 1, 1, 9, 2, 3],
      [
        [0, 1],
        [150, 9],
        [299, 2],
      ],
    ],
    [
      "both at its ends",
      [0n, 1, 1, 9, 9, 2],
      [
        [0, 1],
        [299, 9],
      ],
    ],
    [
      "points of one value",
      [0n, 4, 4, 4, 4, 7],
      [
        [0, 4],
        [299, 4],
      ],
    ],
    ["a single point", [0n, 4, 4, 4, 4, 1], [[0, 4]]],
    [
      "one that begins before the window",
      [-150n, 1, 1, 9, 2, 3],
      [
        [0, 1],
        [75, 9],
        [149, 2],
      ],
    ],
    [
      "one that ends behind it",
      [2900n, 1, 1, 2, 2, 3],
      [
        [2900, 1],
        [2999, 2],
      ],
    ],
    ["one without a value", [0n, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0], []],
  ])("%s", (_, row, expected) => {
    expect(plot([row])).toEqual(expected);
  });

  const single = (time: bigint): Interval => [time, 1, 1, 1, 1, 1];
  const dense = (time: bigint): Interval => [time, 1, 1, 1, 1, 3];
  const hasGap = (rows: readonly Interval[], more?: object): boolean =>
    plotIntervals(createIntervals(rows), { ...frame, ...more }).value.some((value) => Number.isNaN(value));

  test("an empty interval is a gap between dense ones, three are between those of single points", () => {
    expect(plot([dense(0n), dense(600n)])[2]).toEqual([450, Number.NaN]);
    expect(hasGap([dense(0n), dense(300n)])).toBe(false);
    expect(hasGap([single(0n), single(900n)])).toBe(false);
    expect(hasGap([single(0n), single(1200n)])).toBe(true);
  });

  test("or what is as long as the gap asked for", () => {
    expect(hasGap([dense(0n), dense(900n)], { maxGap: 601n })).toBe(false);
    expect(hasGap([single(0n), single(900n)], { maxGap: 600n })).toBe(true);
  });
});
