import fc from "fast-check";
import { expect, test } from "vitest";
import { Datapoints } from "./datapoints.ts";

const points = new Datapoints({
  id: "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc",
  time: BigInt64Array.of(1_612_173_245_420_000_000n, 1_612_173_246_000_000_001n),
  value: Float64Array.of(-0.000286102294921875, Number.NaN),
  status: Uint32Array.of(192, 0),
});

test("rows are the service's own", () => {
  expect(points.toRows()).toEqual([
    { time: "2021-02-01T09:54:05.4200000Z", value: -0.000286102294921875, status: 192 },
    { time: "2021-02-01T09:54:06.000000001Z", value: Number.NaN, status: 0 },
  ]);
});

test("JSON.stringify gives the rows, with null where there is no value", () => {
  expect(JSON.parse(JSON.stringify({ points }))).toEqual({
    points: [
      { time: "2021-02-01T09:54:05.4200000Z", value: -0.000286102294921875, status: 192 },
      { time: "2021-02-01T09:54:06.000000001Z", value: null, status: 0 },
    ],
  });
});

test("at counts from both ends, and the iteration gives every row once", () => {
  expect(points.at(0)).toEqual({ time: 1_612_173_245_420_000_000n, value: -0.000286102294921875, status: 192 });
  expect(points.at(-1)).toEqual({ time: 1_612_173_246_000_000_001n, value: Number.NaN, status: 0 });
  expect(points.at(2)).toBeUndefined();
  expect(Array.from(points)).toEqual([points.at(0), points.at(1)]);
  expect(points).toHaveLength(2);
});

test("timeMs is the nearest double, within an ulp, of the exact milliseconds", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (ns) => {
      const one = new Datapoints({
        id: "",
        time: BigInt64Array.of(ns),
        value: new Float64Array(1),
        status: new Uint32Array(1),
      });
      const ms = one.timeMs()[0]!;
      const exact = ns < 0n ? -ns : ns;
      const ulp = 2 ** (Math.floor(Math.log2(Math.max(1, Number(exact / 1_000_000n)))) - 52);
      // Compared in whole femtoseconds, so that the comparison itself does not round.
      const error =
        BigInt(Math.trunc(ms)) * 10n ** 12n + BigInt(Math.round((ms - Math.trunc(ms)) * 1e12)) - ns * 10n ** 6n;
      expect(Number(error < 0n ? -error : error)).toBeLessThanOrEqual(ulp * 1e12 + 1);
    }),
  );
});
