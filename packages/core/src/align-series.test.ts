import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alignSeries } from "./align-series.ts";
import type { SeriesToAlign } from "./align-series.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";

const second = 1_000_000_000n;

interface Given extends SeriesToAlign {
  readonly maxGap: `${number}s` | undefined;
}

/** Times around 1970, so that both signs occur; some twice, some points without a value. */
const someSeries: fc.Arbitrary<Given> = fc
  .record({
    points: fc.array(
      fc.record({
        time: fc.bigInt({ min: -40n, max: 40n }).map((half) => (half * second) / 2n),
        value: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -9, max: 9 }) }, fc.constant(Number.NaN)),
      }),
      { maxLength: 12 },
    ),
    step: fc.constantFrom(undefined, false, true),
    interpolation: fc.constantFrom(undefined, "linear" as const, "hold" as const),
    gapSeconds: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  })
  .map(({ points, step, interpolation, gapSeconds }) => {
    const sorted = points.toSorted((a, b) => Number(a.time - b.time));
    return {
      time: BigInt64Array.from(sorted, ({ time }) => time),
      value: Float64Array.from(sorted, ({ value }) => value),
      step,
      interpolation,
      maxGap: gapSeconds === undefined ? undefined : (`${gapSeconds}s` as const),
    };
  });

/** One cell, by looking at all points. */
function cellAt({ time, value, step, interpolation, maxGap }: Given, at: bigint): number {
  const points = [...time].map((t, i) => ({ time: t, value: value[i]! }));
  const exact = points.findLast((point) => point.time === at);
  if (exact !== undefined) return exact.value;
  const before = points.findLast((point) => point.time < at);
  const after = points.find((point) => point.time > at);
  const most = maxGap === undefined ? Infinity : Number.parseInt(maxGap, 10);
  const seconds = (from: bigint, to: bigint): number => Number(to - from) / 1e9;
  if (before === undefined) return Number.NaN;
  if (step === true || interpolation === "hold") return seconds(before.time, at) > most ? Number.NaN : before.value;
  if (after === undefined || seconds(before.time, after.time) > most) return Number.NaN;
  const [left, right] = [seconds(before.time, at), seconds(at, after.time)];
  return (before.value * right + after.value * left) / (left + right);
}

const wrongCells = (series: readonly Given[], time: BigInt64Array, values: readonly Float64Array[]): unknown[] =>
  series.flatMap((one, i) =>
    [...time].flatMap((at, row) => {
      const [given, expected] = [values[i]![row]!, cellAt(one, at)];
      return Object.is(given, expected) || Math.abs(given - expected) < 1e-9 ? [] : [{ i, at, given, expected }];
    }),
  );

describe("alignSeries", () => {
  test("on all times: each once and in order, each cell as looked up by itself", () => {
    fc.assert(
      fc.property(fc.array(someSeries, { maxLength: 4 }), (series) => {
        const { time, values } = alignSeries(series);
        const all = new Set(series.flatMap((one) => [...one.time]));
        expect([...time]).toEqual([...all].toSorted((a, b) => Number(a - b)));
        expect(values.map(({ length }) => length)).toEqual(series.map(() => time.length));
        expect(wrongCells(series, time, values)).toEqual([]);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test("on whole multiples of a length, from the first point to the last", () => {
    fc.assert(
      fc.property(fc.array(someSeries, { maxLength: 4 }), fc.integer({ min: 1, max: 7 }), (series, seconds) => {
        const { time, values } = alignSeries(series, { every: { seconds } });
        const all = series.flatMap((one) => [...one.time]).toSorted((a, b) => Number(a - b));
        const multiples = Array.from({ length: 200 }, (_, i) => BigInt((i - 100) * seconds) * second);
        expect([...time]).toEqual(multiples.filter((at) => all.length > 0 && at >= all[0]! && at <= all.at(-1)!));
        expect(wrongCells(series, time, values)).toEqual([]);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test("keeps the keys of a map; what a series says goes before the options", () => {
    const columns = { time: BigInt64Array.of(0n, 4n * second), value: Float64Array.of(1, 5) };
    const series = new Map<string, SeriesToAlign>([
      ["line", columns],
      ["held", { ...columns, interpolation: "hold" }],
      ["step", { ...columns, step: true, interpolation: "linear", maxGap: "2s" }],
    ]);
    const { time, values } = alignSeries(series, { every: "1s", interpolation: "linear", maxGap: "1h" });
    expect([...time]).toEqual([0n, second, 2n * second, 3n * second, 4n * second]);
    expect([...values].map(([key, column]) => [key, ...column])).toEqual([
      ["line", 1, 2, 3, 4, 5],
      ["held", 1, 1, 1, 1, 5],
      ["step", 1, 1, 1, Number.NaN, 5],
    ]);
  });

  const good = { time: BigInt64Array.of(1n, 2n), value: Float64Array.of(1, 2) };
  test.each<[string, SeriesToAlign, object, string]>([
    ["columns of different length", { ...good, value: Float64Array.of(1) }, {}, "series[1]: has 2 times"],
    ["times that do not ascend", { ...good, time: BigInt64Array.of(2n, 1n) }, {}, "series[1]: time[1]"],
    ["another interpolation", { ...good, interpolation: "cubic" as "linear" }, {}, "series[1].interpolation"],
    ["a gap that is no length", { ...good, maxGap: "1w" as "1d" }, {}, "series[1].maxGap"],
    ["a step that is no length", good, { every: "0s" }, "every"],
    ["too many times", { ...good, time: BigInt64Array.of(0n, 2n ** 62n) }, { every: "1s" }, "common times"],
  ])("refuses %s", (_, series, options, message) => {
    expect(() => alignSeries([good, series], options)).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});
