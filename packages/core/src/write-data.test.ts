import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DatapointInput } from "./datapoint-input.ts";
import { Datapoints } from "./datapoints.ts";
import { maxTime, minTime } from "./time.ts";
import { encodeDatapoints } from "./write-data.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const row = fc.record({
  time: fc.bigInt({ min: minTime, max: maxTime }),
  value: finite,
  status: fc.integer({ min: 0, max: 0xffff_ffff }),
});

const encode = (points: Iterable<DatapointInput>): string => new TextDecoder().decode(encodeDatapoints(points, 0));

/** Nanoseconds of the wire's text, by the platform's Date and text alone. */
function nanosecondsOf(text: string): bigint {
  const [, toSeconds = "", fraction = ""] = /^(.{19})(?:\.(\d+))?Z$/.exec(text) ?? [];
  return BigInt(Date.parse(`${toSeconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

describe("encodeDatapoints", () => {
  test("what JSON.parse reads is what was given, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const body = JSON.parse(encode(rows)) as {
          datapoints: { time: string; value: number; status: number }[];
        };
        expect(body.datapoints).toHaveLength(rows.length);
        body.datapoints.forEach((written, i) => {
          expect(nanosecondsOf(written.time)).toBe(rows[i]!.time);
          expect(Object.is(written.value, rows[i]!.value)).toBe(true);
          expect(written.status).toBe(rows[i]!.status);
        });
      }),
    );
  });

  test("times as callers give them, and good status by default", () => {
    expect(encode([{ time: "2024-01-01T01:00:00.5+01:00", value: -0 }])).toBe(
      '{"datapoints":[{"time":"2024-01-01T00:00:00.5Z","value":-0,"status":192}]}',
    );
  });

  test("takes the columns that a read gave", () => {
    const points = new Datapoints({
      id: "x",
      time: BigInt64Array.of(1n),
      value: Float64Array.of(2),
      status: Uint32Array.of(0),
    });
    expect(encode(points)).toBe('{"datapoints":[{"time":"1970-01-01T00:00:00.000000001Z","value":2,"status":0}]}');
  });

  test.each([
    [[], "datapoints: is empty"],
    [
      [
        { time: 0n, value: 1 },
        { time: 0n, value: Number.NaN },
      ],
      "datapoints[1].value: NaN",
    ],
    [[{ time: 0n, value: Number.POSITIVE_INFINITY }], "datapoints[0].value: Infinity"],
    [[{ time: 0n, value: "1" }], "datapoints[0].value: 1 is not a finite number"],
    [[{ time: 0n, value: 1, status: -1 }], "datapoints[0].status: -1"],
    [[{ time: 0n, value: 1, status: 2 ** 32 }], "datapoints[0].status: 4294967296"],
    [[{ time: "2024-01-01T00:00:00", value: 1 }], "datapoints[0].time: "],
  ])("refuses what the service cannot store: %#", (rows, why) => {
    expect(() => encode(rows as DatapointInput[])).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(why) }),
    );
  });
});
