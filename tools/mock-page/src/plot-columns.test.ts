import fc from "fast-check";
import { expect, test } from "vitest";
import { toPlotColumns } from "./plot-columns.ts";

const minute = 60_000;

function bucketAt(minutes: number): Parameters<typeof toPlotColumns>[0]["buckets"][number] {
  const time = new Date(minutes * minute).toISOString().replace("Z", "000000Z");
  return { time, count: 2, first: minutes, last: minutes + 1, min: minutes - 1, max: minutes + 2, bad: 0 };
}

test("a stretch without points is open, and only that", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 100 }),
      fc.integer({ min: 5, max: 100 }),
      fc.integer({ min: 1, max: 50 }),
      (before, after, missing) => {
        const minutes = Array.from({ length: before + missing + after }, (_, i) => i);
        const { time, value } = toPlotColumns({
          buckets: minutes.filter((i) => i < before || i >= before + missing).map(bucketAt),
        });
        const open = time.filter((_, i) => value[i] === null);
        // The distance across is `missing + 1` minutes, and from more than three it is a gap.
        expect(open).toHaveLength(missing > 2 ? 1 : 0);
        for (const at of open) {
          expect(at).toBeGreaterThan((before - 1) * minute);
          expect(at).toBeLessThan((before + missing) * minute);
        }
      },
    ),
  );
});

test("every bucket is in it once, in order, with its own numbers", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { maxLength: 60 }), (minutes) => {
      const buckets = minutes.toSorted((a, b) => a - b).map(bucketAt);
      const { time, min, max, value, bucket } = toPlotColumns({ buckets });
      const rows = time.map((at, i) => [at, value[i], min[i], max[i], bucket[i]]).filter((row) => row[4] !== null);
      expect(rows).toEqual(buckets.map((one, i) => [Date.parse(one.time), one.first, one.min, one.max, i]));
      expect(time).toEqual(time.toSorted((a, b) => a - b));
    }),
  );
});
