import { numberColumns } from "@omnia-timeseries/core";
import fc from "fast-check";
import { doubleBits } from "./answer.test-support.ts";
import type { Answer, Cell, Item } from "./answer.test-support.ts";

// Random answers.

const uint = (bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }), fc.bigInt({ min: 0n, max: 300n }));
const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -300n, max: 300n }));
const cellOf = (kind: NonNullable<Cell>["case"], value: fc.Arbitrary<bigint>): fc.Arbitrary<Cell> =>
  value.map((value) => ({ case: kind, value }));

const timeCell = fc.oneof(cellOf("int64", int64), cellOf("uint64", uint(63)));
const statusCell = fc.oneof(
  fc.constant(undefined),
  cellOf("uint32", uint(32)),
  cellOf("int64", uint(32)),
  cellOf("uint64", uint(32)),
);
const numberCell = fc.oneof(
  fc.constant(undefined),
  // Any 64 bits: NaN payloads too. And the doubles that people meet, −0 and infinities among them.
  cellOf("double", fc.oneof(uint(64), fc.double().map(doubleBits))),
  cellOf("int64", int64),
  cellOf("uint64", uint(64)),
  cellOf("uint32", uint(32)),
);
const cellFor = (name: string): fc.Arbitrary<Cell> =>
  name === "time" ? timeCell : name === "status" ? statusCell : numberCell;

const fieldNames = fc
  .subarray(["status", ...numberColumns, "mode", "quality"])
  .chain((names) => fc.shuffledSubarray(["time", ...names], { minLength: names.length + 1 }));
const item: fc.Arbitrary<Item> = fieldNames.chain((fields) =>
  fc.record({
    id: fc.string({ unit: "grapheme" }),
    totalCount: uint(53),
    fields: fc.constant(fields),
    rows: fc.array(fc.tuple(...fields.map(cellFor)), { maxLength: 8 }),
  }),
);
/** Any answer. */
export const anyAnswer: fc.Arbitrary<Answer> = fc.record({
  items: fc.array(item, { maxLength: 3 }),
  token: fc.string({ unit: "grapheme" }),
});

// Answers as the service writes them, but for a value here and there.

const mostly = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: unusual });
/** Times that are near one another, as those of a series are, and any others whose varint has nine bytes. */
export const usualTime: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 37n }).map((ns) => 1_767_225_600_000_000_000n + ns),
  fc.bigInt({ min: 2n ** 56n, max: 2n ** 63n - 1n }),
);
const usualCells: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
  time: mostly(cellOf("int64", usualTime), timeCell),
  status: mostly(cellOf("uint32", fc.constantFrom(192n, 64n, 0n, 127n, 128n, 16_383n, 16_384n)), statusCell),
  count: mostly(cellOf("uint64", fc.bigInt({ min: 0n, max: 2n ** 30n })), numberCell),
};
const usualNumber = mostly(cellOf("double", fc.double().map(doubleBits)), numberCell);

const usualFields = fc.oneof(
  { weight: 3, arbitrary: fc.constant(["time", "value", "status"]) },
  { weight: 1, arbitrary: fieldNames },
);

/** @param maxRows of an item */
export const usualAnswer = (maxRows: number): fc.Arbitrary<Answer> =>
  fc.record({
    items: fc.array(
      usualFields.chain((fields) =>
        fc.record({
          id: fc.uuid(),
          totalCount: uint(53),
          fields: fc.constant(fields),
          rows: fc.array(fc.tuple(...fields.map((name) => usualCells[name] ?? usualNumber)), {
            maxLength: maxRows,
            size: "max",
          }),
        }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    token: fc.string({ unit: "grapheme" }),
  });

/** Choices for a writer that is plain, but for a freedom here and there. */
export const rareChoices: fc.Arbitrary<number[]> = fc
  .tuple(fc.integer({ min: 50, max: 900 }), fc.array(fc.nat(), { maxLength: 5 }))
  .map(([length, others]) => [...Array.from({ length }, () => 1), ...others]);
