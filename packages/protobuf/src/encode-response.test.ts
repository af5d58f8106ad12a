import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { isOmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeResponse } from "./encode-response.ts";
import { encode } from "./encode.test-support.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { ItemEncoder } from "./item-encoder.ts";
import { CompactDatapointsDtoSchema } from "./messages.ts";
import { usualTime } from "./random-answers.test-support.ts";
import { WireWriter } from "./wire-writer.ts";

const decoded = (response: DatapointsResponse) => {
  const { data, continuationToken } = fromBinary(CompactDatapointsDtoSchema, encode(response));
  const items = data.map(({ id, totalCount, fields, values }) => ({
    id,
    totalCount,
    fields,
    values: values.map(({ value }) => (value.case === undefined ? undefined : [value.case, value.value])),
  }));
  return { items, continuationToken };
};

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

test("one point, byte by byte", () => {
  const bytes = encode({
    items: [
      {
        id: "a",
        totalCount: 1,
        length: 1,
        columns: {
          status: Uint32Array.of(192),
          value: Float64Array.of(-0.000286102294921875),
          time: BigInt64Array.of(1_727_263_834_898_000_000n),
        },
      },
    ],
    continuationToken: "t",
  });
  const expected = `
    0a36 0a0161 1001 1a0474696d65 1a0576616c7565 1a06737461747573
    220a 08 80d1e583e7a99efc17
    2209 11 0000000000c032bf
    2203 18 c001
    120174`.replaceAll(/\s/g, "");
  expect(hex(bytes)).toBe(expected);
});

test("columns go out in the service's order, each as the kind of value that it has there", () => {
  const { items } = decoded({
    items: [
      {
        length: 2,
        columns: {
          median: Float64Array.of(Number.POSITIVE_INFINITY, -0),
          count: Float64Array.of(3, 2 ** 53 - 1),
          status: Uint32Array.of(0, 4_294_967_295),
          avg: Float64Array.of(0.1, Number.NaN),
          time: BigInt64Array.of(-(2n ** 63n), -1n),
        },
      },
    ],
  });
  expect(items).toStrictEqual([
    {
      id: "",
      totalCount: 0n,
      fields: ["time", "status", "count", "avg", "median"],
      values: [
        ["int64", -(2n ** 63n)],
        ["uint32", 0],
        ["uint64", 3n],
        ["double", 0.1],
        ["double", Number.POSITIVE_INFINITY],
        ["int64", -1n],
        ["uint32", 4_294_967_295],
        ["uint64", 9_007_199_254_740_991n],
        undefined,
        ["double", -0],
      ],
    },
  ]);
});

test("a count that a uint64 cannot say stays a double", () => {
  const count = Float64Array.of(2.5, -1, -0, 2 ** 53, Number.NaN);
  const time = BigInt64Array.of(0n, 1n, 2n, 3n, 4n);
  const { items } = decoded({ items: [{ length: 5, columns: { time, count } }] });
  const cells = items[0]!.values.filter((_, i) => i % 2 === 1);
  expect(cells).toEqual([["double", 2.5], ["double", -1], ["double", -0], ["double", 2 ** 53], undefined]);
});

test("an item with an id alone, an empty one, no items", () => {
  const empty = { time: new BigInt64Array(0), value: new Float64Array(0) };
  const { items, continuationToken } = decoded({
    items: [
      { id: "refused", length: 0, columns: {}, error: { statusCode: 404, message: "no" } },
      { id: "empty", totalCount: 0, length: 0, columns: empty },
    ],
  });
  expect(items).toEqual([
    { id: "refused", totalCount: 0n, fields: [], values: [] },
    { id: "empty", totalCount: 0n, fields: ["time", "value"], values: [] },
  ]);
  expect(continuationToken).toBe("");
  expect(encode({ items: [] })).toHaveLength(0);
  // Unlike proto3's habit a total of 0 is written.
  expect(hex(encode({ items: [{ totalCount: 0, length: 0, columns: {} }] }))).toBe("0a021000");
});

const series = fc
  .array(
    fc.tuple(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double(),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    ),
  )
  .chain((rows) =>
    fc.tuple(fc.constant(rows), fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 2 ** 53 - 1 })),
  );

test("the bytes are those that protobuf-es writes", () => {
  fc.assert(
    fc.property(fc.array(series), fc.string({ unit: "grapheme" }), (all, continuationToken) => {
      const ours = encode({
        continuationToken,
        items: all.map(([rows, id, totalCount]) => ({
          id,
          totalCount,
          length: rows.length,
          columns: {
            time: BigInt64Array.from(rows, ([time]) => time),
            value: Float64Array.from(rows, ([, value]) => value),
            status: Uint32Array.from(rows, ([, , status]) => status),
            count: Float64Array.from(rows, ([, , , count]) => count),
          },
        })),
      });
      const message = create(CompactDatapointsDtoSchema, {
        continuationToken,
        data: all.map(([rows, id, totalCount]) => ({
          id,
          totalCount: BigInt(totalCount),
          fields: ["time", "value", "status", "count"],
          values: rows.flatMap(([time, value, status, count]) => [
            { value: { case: "int64" as const, value: time } },
            Number.isNaN(value) ? {} : { value: { case: "double" as const, value } },
            { value: { case: "uint32" as const, value: status } },
            { value: { case: "uint64" as const, value: BigInt(count) } },
          ]),
        })),
      });
      expect(hex(ours)).toBe(hex(toBinary(CompactDatapointsDtoSchema, message)));
    }),
    { numRuns: fuzzRuns(100) },
  );
});

const mostly = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: unusual });
const rawRow = fc.tuple(
  mostly(
    usualTime,
    fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, 2n ** 56n - 1n, 2n ** 56n)),
  ),
  mostly(fc.double({ noNaN: true }), fc.constant(Number.NaN)),
  mostly(fc.constantFrom(192, 64, 0, 127, 128, 16_383), fc.constantFrom(16_384, 2 ** 31, 2 ** 32 - 1)),
);

test("raw rows too, those of the usual layout among others, on hosts of both byte orders", () => {
  fc.assert(
    fc.property(fc.array(rawRow, { maxLength: 100, size: "max" }), (rows) => {
      const time = BigInt64Array.from(rows, ([time]) => time);
      const value = Float64Array.from(rows, ([, value]) => value);
      const status = Uint32Array.from(rows, ([, , status]) => status);
      const item = { id: "raw", length: rows.length, columns: { time, value, status } };
      const message = create(CompactDatapointsDtoSchema, {
        data: [
          {
            id: "raw",
            fields: ["time", "value", "status"],
            values: rows.flatMap(([time, value, status]) => [
              { value: { case: "int64" as const, value: time } },
              Number.isNaN(value) ? {} : { value: { case: "double" as const, value } },
              { value: { case: "uint32" as const, value: status } },
            ]),
          },
        ],
      });
      const ours = encode({ items: [item] });
      expect(hex(ours)).toBe(hex(toBinary(CompactDatapointsDtoSchema, message)));

      // A host with the high bytes first has the high half of a time first.
      const swapped = time.slice();
      const words = new Uint32Array(swapped.buffer);
      for (let i = 0; i < words.length; i += 2) words.subarray(i, i + 2).reverse();
      const encoder = new ItemEncoder({ ...item, columns: { time: swapped, value, status } }, false);
      const writer = new WireWriter(encoder.maxByteLength);
      encoder.write(writer);
      expect(hex(ours).endsWith(hex(writer.written))).toBe(true);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

test("columns may be views into larger buffers", () => {
  const time = BigInt64Array.of(1n, 2n, 3n).subarray(1);
  const value = Float64Array.of(1, 2, 3).subarray(1);
  expect(decoded({ items: [{ length: 2, columns: { time, value } }] }).items[0]!.values).toEqual([
    ["int64", 2n],
    ["double", 2],
    ["int64", 3n],
    ["double", 3],
  ]);
});

test.each([
  ["rows without time", { length: 1, columns: {} }, 'items[0] has 1 rows but no column "time".'],
  [
    "a column of another length",
    { length: 1, columns: { time: new BigInt64Array(1), avg: new Float64Array(2) } },
    "items[0].columns.avg has 2 rows, expected 1.",
  ],
  ["a total below 0", { length: 0, columns: {}, totalCount: -1 }, "items[0].totalCount is -1"],
  ["a total that is not whole", { length: 0, columns: {}, totalCount: 0.5 }, "items[0].totalCount is 0.5"],
  ["a total over 2^53 - 1", { length: 0, columns: {}, totalCount: 2 ** 53 }, "items[0].totalCount is 9007199254740992"],
])("%s is refused", (_, item, message) => {
  const work = (): unknown => encodeResponse({ items: [item] });
  expect(work).toThrow(message);
  expect(work).toThrow(expect.toSatisfy((error) => isOmniaError(error, "invalid-argument")));
});

test("an item that may take 2 GiB is refused", () => {
  // Memory that nobody touches.
  const length = Math.ceil(2 ** 31 / 13);
  const item = { length, columns: { time: new BigInt64Array(length) } };
  expect(() => encodeResponse({ items: [{ length: 0, columns: {} }, item] })).toThrow(
    /^items\[1\] may take 2\d{9} bytes; in Protobuf it must be below 2 GiB\.$/,
  );
});

test("each item is a piece of its own, written when it is asked for", () => {
  const time = BigInt64Array.of(1n);
  const items = [
    { id: "a", length: 1, columns: { time } },
    { id: "b", length: 1, columns: { time } },
  ];
  const pieces = encodeResponse({ items, continuationToken: "t" })[Symbol.iterator]();
  const first = fromBinary(CompactDatapointsDtoSchema, pieces.next().value);
  time[0] = 2n;
  const second = fromBinary(CompactDatapointsDtoSchema, pieces.next().value);
  expect([first, second].map(({ data }) => data.map(({ id, values }) => [id, values[0]!.value.value]))).toEqual([
    [["a", 1n]],
    [["b", 2n]],
  ]);
  expect(hex(pieces.next().value)).toBe("120174");
  expect(pieces.next().done).toBe(true);
});
