import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PointColumns } from "./columns.ts";
import { createPoints } from "./points.ts";

interface Row {
  time: bigint;
  value: number;
  status: number;
}

function toColumns(rows: readonly Row[]): PointColumns {
  return {
    time: BigInt64Array.from(rows, ({ time }) => time),
    value: Float64Array.from(rows, ({ value }) => value),
    status: Uint32Array.from(rows, ({ status }) => status),
  };
}

function toRows({ time, value, status }: PointColumns): Row[] {
  return Array.from(time, (at, i) => ({ time: at, value: value[i]!, status: status[i]! }));
}

/** Few times, so that writes meet; on both sides of 1970, and off the ticks of 100 ns. */
const time = fc.bigInt({ min: -3000n, max: 3000n });
const row = fc.record({ time, value: fc.double({ noNaN: true }), status: fc.nat(255) });
const step = fc.oneof(
  fc.record({ write: fc.array(row, { maxLength: 20 }) }),
  fc.record({ remove: fc.tuple(time, time) }),
);

describe("points", () => {
  test("hold what a plain map of rows holds, after any writes and removals", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const points = createPoints();
        const model = new Map<bigint, Row>();
        for (const change of steps) {
          if ("write" in change) {
            points.write(toColumns(change.write));
            for (const one of change.write) {
              const tick = (((one.time % 100n) + 100n) % 100n) * -1n + one.time;
              model.set(tick, { ...one, time: tick });
            }
          } else {
            const [start, end] = change.remove;
            points.remove(start, end);
            for (const at of model.keys()) if (at >= start && at < end) model.delete(at);
          }
          const expected = [...model.values()].toSorted((a, b) => Number(a.time - b.time));
          expect(toRows(points.state().written)).toEqual(expected);
        }
      }),
    );
  });

  test("take a million ascending points at once and then one by one", () => {
    const length = 1_000_000;
    const points = createPoints();
    points.write({
      time: BigInt64Array.from({ length }, (_, i) => BigInt(i) * 1000n),
      value: new Float64Array(length).fill(1),
      status: new Uint32Array(length).fill(192),
    });
    for (let i = 0; i < 1000; i++) {
      points.write(toColumns([{ time: BigInt(length + i) * 1000n, value: 2, status: 192 }]));
    }
    const { time: all } = points.open().read(0n, BigInt(length) * 2000n);
    expect(all.length).toBe(length + 1000);
    expect(all.at(-1)).toBe(BigInt(length + 999) * 1000n);
  });
});
