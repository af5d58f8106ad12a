import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { encodeRows, RowsEncoder } from "./encode-rows.ts";
import type { Rows } from "./encode-rows.ts";
import { formatTime, maxTime, minTime } from "./time.ts";

const textOf = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

const nsPerDay = 86_400_000_000_000n;
const anyTime = fc.bigInt({ min: minTime, max: maxTime });
const time = fc.oneof(
  anyTime,
  // Days, seconds and digits that begin and end.
  fc
    .tuple(
      fc.bigInt({ min: -106_751n, max: 106_750n }).map((days) => days * nsPerDay),
      fc.constantFrom(0n, 1n, 100n, 999_999_999n, 1_000_000_000n, 59_999_999_999n, nsPerDay - 1n),
    )
    .map(([midnight, ns]) => midnight + ns),
  fc.bigInt({ min: 0n, max: 10n ** 12n }).map((ticks) => 1_612_173_245_420_000_000n + ticks * 100n),
);
const number = fc.oneof(
  fc.constant(Number.NaN),
  fc.double({ noDefaultInfinity: true }),
  fc.integer(),
  fc.float({ noDefaultInfinity: true }),
);
const rows = fc.array(
  fc.record({ time, value: number, status: fc.integer({ min: 0, max: 0xffff_ffff }), count: number, median: number }),
  { maxLength: 40 },
);
type Row = typeof rows extends fc.Arbitrary<(infer R)[]> ? R : never;

const columnsOf = (list: readonly Row[]): Rows => ({
  place: "columns",
  length: list.length,
  columns: {
    median: Float64Array.from(list, ({ median }) => median),
    count: Float64Array.from(list, ({ count }) => count),
    status: Uint32Array.from(list, ({ status }) => status),
    time: BigInt64Array.from(list, ({ time }) => time),
    value: Float64Array.from(list, ({ value }) => value),
  },
});

/** By JSON.stringify, which writes −0 as 0. */
function expected(list: readonly Row[], fractionDigits: number): string {
  const optional = (name: string, number: number) => (Number.isNaN(number) ? {} : { [name]: number });
  return JSON.stringify(
    list.map(({ time, value, status, count, median }) => ({
      time: formatTime(time, fractionDigits),
      value,
      status,
      ...optional("count", count),
      ...optional("median", median),
    })),
  );
}

const withoutNegativeZero = (list: readonly Row[]): Row[] =>
  list.map((row) => ({ ...row, value: row.value + 0, count: row.count + 0, median: row.median + 0 }));

test.each([[0], [3], [7], [9]])("the text is JSON.stringify's, with at least %i fraction digits", (fractionDigits) => {
  fc.assert(
    fc.property(rows, (found) => {
      const list = withoutNegativeZero(found);
      const rows = columnsOf(list);
      const text = expected(list, fractionDigits);
      expect(textOf(encodeRows([rows], fractionDigits))).toBe(text);
      // As on a host of the other byte order.
      const encoder = new RowsEncoder(fractionDigits, false);
      encoder.addRows(rows);
      expect(textOf(encoder.bytes)).toBe(text);
    }),
    { numRuns: fuzzRuns(150) },
  );
});

test("JSON.parse reads every number back, −0 too", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const found = JSON.parse(textOf(encodeRows([columnsOf(list)], 7))) as (Partial<Row> & { value: number | null })[];
      expect(found.map(({ value }) => value ?? Number.NaN)).toStrictEqual(list.map(({ value }) => value));
      expect(found.map(({ median }) => median ?? Number.NaN)).toStrictEqual(list.map(({ median }) => median));
      expect(found.map(({ status }) => status)).toEqual(list.map(({ status }) => status));
    }),
  );
});

test("times from one day to another, and back", () => {
  const times = [0n, nsPerDay - 1n, nsPerDay, -1n, 0n, minTime, maxTime, minTime, -nsPerDay, 2n ** 32n, 2n ** 31n];
  const rows = { columns: { time: BigInt64Array.from(times) }, length: times.length, place: "" };
  expect(JSON.parse(textOf(encodeRows([rows], 7)))).toEqual(times.map((ns) => ({ time: formatTime(ns, 7) })));
});

test("text stands as it is, in UTF-8, around rows of any number", () => {
  const list = Array.from({ length: 3000 }, (_, i) => ({
    time: BigInt(i),
    value: i / 3,
    status: i,
    count: i,
    median: -i,
  }));
  const parts = ['{"ø€😀":', columnsOf(list), ',"none":', columnsOf([]), "}"];
  const found = JSON.parse(textOf(encodeRows(parts, 0))) as Record<string, readonly unknown[]>;
  expect(found["ø€😀"]).toHaveLength(3000);
  expect(found["ø€😀"]![2999]).toEqual({
    time: "1970-01-01T00:00:00.000002999Z",
    value: 2999 / 3,
    status: 2999,
    count: 2999,
    median: -2999,
  });
  expect(found.none).toEqual([]);
  expect(textOf(encodeRows([], 7))).toBe("");
});

test.each([
  ["value", Number.POSITIVE_INFINITY],
  ["stddev", Number.NEGATIVE_INFINITY],
] as const)("an infinite %s is refused", (name, number) => {
  const columns = { time: new BigInt64Array(2), [name]: Float64Array.of(1, number) };
  expect(() => encodeRows([{ columns, length: 2, place: "items[3].columns" }], 7)).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: `items[3].columns.${name}[1] is ${number}, which JSON cannot carry.`,
    }),
  );
});
