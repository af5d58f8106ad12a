import { describe, expect, test } from "vitest";
import { Datapoints } from "./datapoints.ts";
import { toPlotColumns } from "./plot-columns.ts";

const time = BigInt64Array.of(-1_500_000_000n, 1_700_000_000_123_500_000n);
const points = new Datapoints({
  id: "",
  time,
  value: Float64Array.of(Number.NaN, 2.5),
  status: Uint32Array.of(192, 64),
});

describe("toPlotColumns", () => {
  test("gives times in seconds or milliseconds, and null where there is no value", () => {
    expect(toPlotColumns(points, { unit: "s" })).toEqual([Float64Array.of(-1.5, 1_700_000_000.123_5), [null, 2.5]]);
    expect(toPlotColumns(points, { unit: "ms" })).toEqual([Float64Array.of(-1500, 1_700_000_000_123.5), [null, 2.5]]);
  });

  test("leaves out what is not good where it is asked to", () => {
    expect(toPlotColumns(points, { unit: "s", badAsNull: true })[1]).toEqual([null, null]);
    const { value } = points;
    expect(toPlotColumns({ time, value }, { unit: "s", badAsNull: true })[1]).toEqual([null, 2.5]);
  });

  test("gives a column for each of several series", () => {
    const [a, b] = [Float64Array.of(1, 2), Float64Array.of(Number.NaN, 0)];
    const expected = [
      [1, 2],
      [null, 0],
    ];
    expect(toPlotColumns({ time, values: [a, b] }, { unit: "s" }).slice(1)).toEqual(expected);
    const values = new Map([
      ["a", a],
      ["b", b],
    ]);
    expect(toPlotColumns({ time, values }, { unit: "s" }).slice(1)).toEqual(expected);
    expect(toPlotColumns({ time, values: [] }, { unit: "s" })).toHaveLength(1);
  });

  test("refuses another unit, and columns of another length", () => {
    const invalid = expect.objectContaining({ code: "invalid-argument" }) as Error;
    expect(() => toPlotColumns(points, { unit: "ns" as "s" })).toThrow(invalid);
    expect(() => toPlotColumns({ time, values: [Float64Array.of(1)] }, { unit: "s" })).toThrow(invalid);
  });
});
