import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createColumnSource } from "./point-source.ts";
import { readPage } from "./read-page.ts";
import type { PageRequest } from "./read-page.ts";

const times = fc.uniqueArray(fc.bigInt({ min: 0n, max: 60n }), { maxLength: 40 });
const bound = fc.bigInt({ min: -5n, max: 65n });

function toColumns(all: readonly bigint[]) {
  const time = BigInt64Array.from(all).toSorted();
  return { time, value: Float64Array.from(time, Number), status: new Uint32Array(time.length).fill(192) };
}

describe("readPage", () => {
  test("joined pages are the window, each with its count, outside points at the outer ends", () => {
    fc.assert(
      fc.property(
        times,
        bound,
        bound,
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (all, start, end, limit, outside) => {
          const columns = toColumns(all);
          const sorted = [...columns.time];
          const inside = sorted.filter((at) => at >= start && at < end);
          const before = start < end ? sorted.findLast((at) => at < start) : undefined;
          const after = start < end ? sorted.find((at) => at >= end) : undefined;

          const read: bigint[] = [];
          const values: number[] = [];
          let position: PageRequest["position"] = "start";
          let pages = 0;
          for (; position !== "finished"; pages++) {
            const page = readPage(createColumnSource(columns), {
              start,
              end,
              limit,
              includeOutsidePoints: outside && start < end,
              position,
            });
            expect(page.totalCount).toBe(inside.length);
            expect([...page.columns.time].filter((at) => at >= start && at < end).length).toBeLessThanOrEqual(limit);
            read.push(...page.columns.time);
            values.push(...page.columns.value);
            position = page.next ?? "finished";
          }
          const expected = outside ? [before, ...inside, after].filter((at) => at !== undefined) : inside;
          expect(read).toEqual(expected);
          expect(values).toEqual(expected.map(Number));
          expect(pages).toBe(Math.max(1, Math.ceil(inside.length / limit)));
        },
      ),
    );
  });

  test("goes on behind the last point though earlier ones were written or removed between pages", () => {
    const first = readPage(createColumnSource(toColumns([10n, 20n, 30n, 40n])), {
      start: 0n,
      end: 100n,
      limit: 2,
      includeOutsidePoints: false,
      position: "start",
    });
    const second = readPage(createColumnSource(toColumns([5n, 10n, 15n, 30n, 40n])), {
      start: 0n,
      end: 100n,
      limit: 9,
      includeOutsidePoints: false,
      position: first.next!,
    });
    expect([...second.columns.time]).toEqual([30n, 40n]);
  });

  test("hands out views, not copies", () => {
    const columns = toColumns([1n, 2n, 3n]);
    const request = { start: 0n, end: 9n, limit: 2, includeOutsidePoints: false, position: "start" } as const;
    expect(readPage(createColumnSource(columns), request).columns.time.buffer).toBe(columns.time.buffer);
  });

  test("a window that ends before it starts is empty", () => {
    const page = readPage(createColumnSource(toColumns([1n, 2n, 3n])), {
      start: 3n,
      end: 1n,
      limit: 9,
      includeOutsidePoints: false,
      position: "start",
    });
    expect(page).toMatchObject({ totalCount: 0, next: undefined });
    expect(page.columns.time.length).toBe(0);
  });
});
