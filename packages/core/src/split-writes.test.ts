import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orderDatapoints, packChunks, pointBytes, seriesBytes, splitDatapoints } from "./split-writes.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";

function toColumns(times: readonly number[]): {
  time: BigInt64Array;
  value: Float64Array;
  status: Uint32Array;
} {
  return {
    time: BigInt64Array.from(times, BigInt),
    value: Float64Array.from(times, (_, i) => i),
    status: new Uint32Array(times.length).fill(192),
  };
}

const limits = fc.record({
  points: fc.integer({ min: 1, max: 50 }),
  bytes: fc.integer({ min: pointBytes + seriesBytes, max: 5000 }),
  series: fc.integer({ min: 1, max: 6 }),
});

describe("orderDatapoints", () => {
  test("gives what a map gives that takes one after the other", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 })), (times) => {
        const expected = [...new Map(times.map((time, i) => [time, i]))].toSorted(([a], [b]) => a - b);
        const ordered = orderDatapoints(id, toColumns(times));
        expect(Array.from(ordered, ({ time, value }) => [Number(time), value])).toEqual(expected);
      }),
    );
  });

  test("does not copy what is in order", () => {
    const columns = toColumns([1, 2, 5]);
    expect(orderDatapoints(id, columns).time).toBe(columns.time);
  });
});

test("chunks are all of the points in their order, and each fits a request", () => {
  fc.assert(
    fc.property(fc.nat(300), limits, (length, drawn) => {
      const points = orderDatapoints(id, toColumns(Array.from({ length }, (_, i) => i)));
      const chunks = splitDatapoints(points, drawn);
      expect(chunks.flatMap((chunk) => [...chunk])).toEqual([...points]);
      for (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        expect(chunk.length).toBeLessThanOrEqual(drawn.points);
        expect(seriesBytes + chunk.length * pointBytes).toBeLessThanOrEqual(drawn.bytes);
      }
    }),
  );
});

describe("packChunks", () => {
  test("takes the first one, no more than fits, and leaves none behind that would have fitted", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), limits, (lengths, drawn) => {
        const size = Math.min(drawn.points, Math.floor((drawn.bytes - seriesBytes) / pointBytes));
        const chunks = lengths.map((length) => ({ length: Math.min(length, size) }));
        const { taken, isFull } = packChunks(chunks, drawn);
        const sum = (rows: readonly number[]): number => rows.reduce((all, i) => all + chunks[i]!.length, 0);
        const fits = (rows: readonly number[]): boolean =>
          rows.length <= drawn.series &&
          sum(rows) <= drawn.points &&
          rows.length * seriesBytes + sum(rows) * pointBytes <= drawn.bytes;
        expect(taken.slice(0, 1)).toEqual(chunks.length === 0 ? [] : [0]);
        expect(fits(taken)).toBe(true);
        const left = chunks.map((_, i) => i).filter((i) => !taken.includes(i));
        expect(left.filter((i) => fits([...taken, i]))).toEqual([]);
        expect(isFull || left.length === 0).toBe(true);
      }),
    );
  });
});
