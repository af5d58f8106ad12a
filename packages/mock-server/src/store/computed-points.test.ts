import fc from "fast-check";
import { expect, test } from "vitest";
import type { PointColumns } from "./columns.ts";
import { createColumnSource } from "./point-source.ts";
import type { PointSource } from "./point-source.ts";
import { createPoints } from "./points.ts";
import type { Points, PointsState } from "./points.ts";

interface Row {
  readonly time: bigint;
  readonly value: number;
  readonly status: number;
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

/** Whole ticks, few of them, so that what is written meets what is computed. */
const time = fc.integer({ min: -2, max: 62 }).map((tick) => BigInt(tick) * 100n);
const row = fc.record({ time, value: fc.integer({ max: 99 }), status: fc.constantFrom(0, 64, 192) });
const rows = fc.array(row, { maxLength: 10 });
const computedRows = fc
  .uniqueArray(row, { selector: (one) => one.time, maxLength: 40 })
  .map((all) => all.toSorted((a, b) => Number(a.time - b.time)));
const change = fc.oneof(
  fc.record({ write: rows }),
  fc.record({ remove: fc.tuple(time, time) }),
  fc.record({ moment: time }),
  fc.constant("keep" as const),
  fc.constant("bring back" as const),
);

interface Question {
  readonly start: bigint;
  readonly end: bigint;
  readonly limit?: number | undefined;
  readonly statuses: readonly number[];
}

const question: fc.Arbitrary<Question> = fc.record({
  start: time,
  end: time,
  limit: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  statuses: fc.subarray([0, 64, 192]),
});

/** A plain list of rows, and which of them are computed and were not removed. */
interface Model {
  readonly written: readonly Row[];
  readonly computed: readonly Row[];
}

const isBetween = (start: bigint, end: bigint) => (one: Row) => one.time >= start && one.time < end;

function look(source: PointSource, { start, end, limit }: Question): unknown {
  return {
    count: source.count(start, end),
    inside: toRows(source.read(start, end, limit)),
    before: source.timeBefore(start),
    from: source.timeFrom(start),
  };
}

function expected(all: readonly Row[], { start, end, limit }: Question): unknown {
  const inside = all.filter(isBetween(start, end));
  return {
    count: inside.length,
    inside: inside.slice(0, limit),
    before: all.findLast(({ time: at }) => at < start)?.time,
    from: all.find(({ time: at }) => at >= start)?.time,
  };
}

test("written over computed, removed and not yet readable: always what plain rows are", () => {
  fc.assert(
    fc.property(
      computedRows,
      fc.array(change, { maxLength: 12 }),
      fc.array(question, { minLength: 1, maxLength: 6 }),
      (given, changes, questions) => {
        // Computed points can be read until this moment, but for a hole.
        let moment = 3000n;
        const isPending = ({ time: at }: Row): boolean => at >= moment || (at >= 900n && at < 1500n);
        const computed = {
          source: createColumnSource(toColumns(given)),
          pending: () =>
            moment <= 900n
              ? [{ start: moment, end: 99_999n }]
              : [
                  { start: 900n, end: moment < 1500n ? 99_999n : 1500n },
                  ...(moment < 1500n ? [] : [{ start: moment, end: 99_999n }]),
                ],
        };
        const points: Points = createPoints(computed);
        let model: Model = { written: [], computed: given };
        let kept: { state: PointsState; model: Model } = { state: points.state(), model };
        for (const one of changes) {
          if (one === "keep") kept = { state: points.state(), model };
          else if (one === "bring back") {
            points.load(kept.state);
            ({ model } = kept);
          } else if ("moment" in one) moment = one.moment < 0n ? 0n : one.moment;
          else if ("write" in one) {
            points.write(toColumns(one.write));
            const byTime = new Map([...model.written, ...one.write].map((each) => [each.time, each]));
            model = {
              written: [...byTime.values()],
              computed: model.computed.filter(({ time: at }) => !byTime.has(at)),
            };
          } else {
            const [start, end] = one.remove;
            const isRemoved = isBetween(start, end);
            points.remove(start, end);
            model = {
              written: model.written.filter((each) => !isRemoved(each)),
              computed: model.computed.filter((each) => !isRemoved(each) || isPending(each)),
            };
          }
          const all = [...model.written, ...model.computed.filter((each) => !isPending(each))].toSorted((a, b) =>
            Number(a.time - b.time),
          );
          for (const asked of questions) {
            expect(look(points.open(), asked)).toEqual(expected(all, asked));
            const wanted = new Set(asked.statuses);
            const filtered = all.filter(({ status }) => wanted.has(status));
            expect(look(points.open().withStatuses(wanted), asked)).toEqual(expected(filtered, asked));
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
