import { describe, expect, test } from "vitest";
import { plotPoints } from "./plot-points.ts";

const toColumns = (rows: readonly (readonly [time: bigint, value: number])[]) => ({
  time: BigInt64Array.from(rows, ([time]) => time),
  value: Float64Array.from(rows, ([, value]) => value),
});
const frame = { start: 0n, end: 1000n, intervals: 2, maxPoints: 10, maxGap: undefined };

describe("plotPoints", () => {
  test("breaks the line where points have no value, half way", () => {
    const points = toColumns([
      [0n, Number.NaN],
      [10n, 1],
      [20n, Number.NaN],
      [30n, Number.NaN],
      [40n, 2],
    ]);
    expect(plotPoints(points, frame)).toEqual(
      toColumns([
        [10n, 1],
        [25n, Number.NaN],
        [40n, 2],
      ]),
    );
  });

  test("breaks it where the distance is over three times the usual one", () => {
    const points = toColumns([
      [0n, 1],
      [10n, 2],
      [20n, 3],
      [50n, 4],
      [81n, 5],
    ]);
    const expected = [
      [0n, 1],
      [10n, 2],
      [20n, 3],
      [50n, 4],
      [81n, 5],
    ] as const;
    expect(plotPoints(points, { ...frame, maxGap: 40n })).toEqual(toColumns(expected));
    // Distances 10, 10, 30, 31: the upper of the two in the middle is 30.
    expect(plotPoints(points, frame)).toEqual(toColumns(expected));
    const more = toColumns([...expected, [91n, 6]]);
    // And with one more the middle one is 10.
    expect([...plotPoints(more, frame).time]).toEqual([0n, 10n, 20n, 50n, 65n, 81n, 91n]);
  });

  test("knows nothing of what lies outside of the window", () => {
    const points = toColumns([
      [-1n, 9],
      [0n, 1],
      [999n, 2],
      [1000n, 9],
    ]);
    expect(plotPoints(points, frame)).toEqual(
      toColumns([
        [0n, 1],
        [999n, 2],
      ]),
    );
  });

  test("keeps of each interval the first, the extremes and the last, each once", () => {
    const values = [3, 1, 9, 4, 9, 1, 5, 5, 5, 5, 5, 5];
    // Two intervals of 500: the first has seven points, the second five of one value.
    const points = toColumns(values.map((value, i) => [BigInt(i * 80), value]));
    expect([...plotPoints(points, frame).time]).toEqual([0n, 80n, 160n, 480n, 560n, 880n]);
  });

  test.each([
    [9, 10],
    // Ten and a gap are one too many: of each interval four, and the gap.
    [10, 9],
  ])("counts the rows of gaps too: %i points become %i rows", (count, rows) => {
    const times = Array.from({ length: count }, (_, i) => BigInt(i < 5 ? i * 10 : 500 + i * 10));
    const points = toColumns(times.map((time, i) => [time, [5, 1, 4, 9, 6][i % 5]!]));
    expect(plotPoints(points, frame).time).toHaveLength(rows);
  });
});
