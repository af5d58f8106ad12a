import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { isOmniaError, numberColumns } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDecoder } from "./decoder.ts";
import { CompactDatapointsDtoSchema } from "./messages.ts";

type Cell = { readonly case: "int64" | "double" | "uint32" | "uint64"; readonly value: bigint } | undefined;
interface Item {
  readonly id: string;
  readonly totalCount: bigint;
  readonly fields: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
interface Answer {
  readonly items: readonly Item[];
  readonly token: string;
}

// What the columns hold, as 64-bit patterns: by bigint alone, so that no double is touched on the way.

const nan = 0x7ff8000000000000n;
const doubleBits = (number: number): bigint => new BigUint64Array(Float64Array.of(number).buffer)[0]!;

function numberBits(cell: Cell): bigint {
  if (cell === undefined) return nan;
  return cell.case === "double" ? cell.value : doubleBits(Number(cell.value));
}

function expectedItem({ id, totalCount, fields, rows }: Item) {
  const columns = fields.flatMap((name, column) => {
    const cells = rows.map((row) => row[column]);
    if (name === "time") return [[name, cells.map((cell) => BigInt.asUintN(64, cell!.value))] as const];
    if (name === "status") return [[name, cells.map((cell) => cell?.value ?? 0n)] as const];
    return (numberColumns as readonly string[]).includes(name) ? [[name, cells.map(numberBits)] as const] : [];
  });
  return { id, totalCount, length: rows.length, columns: Object.fromEntries(columns) };
}

function foundItem({ id = "", totalCount = 0, length, columns }: DatapointsResponse["items"][number]) {
  const patterns = Object.entries(columns).map(([name, column]) => {
    if (column instanceof Uint32Array) return [name, Array.from(column, BigInt)] as const;
    return [name, Array.from(new BigUint64Array(column.buffer, column.byteOffset, column.length))] as const;
  });
  return { id, totalCount: BigInt(totalCount), length, columns: Object.fromEntries(patterns) };
}

function decode(body: Uint8Array, chunkLength = 65_536): DatapointsResponse {
  const decoder = createDecoder();
  for (let i = 0; i < body.length; i += chunkLength) decoder.push(body.subarray(i, i + chunkLength));
  return decoder.finish();
}

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
const answer: fc.Arbitrary<Answer> = fc.record({
  items: fc.array(item, { maxLength: 3 }),
  token: fc.string({ unit: "grapheme" }),
});

// A writer of its own, which takes every freedom that the wire format gives.

/** Takes a number from 0 to `below - 1` out of a random list. */
type Choose = (below: number) => number;

const chooser = (choices: readonly number[]): Choose => {
  let i = 0;
  return (below) => (choices.length === 0 ? 0 : choices[i++ % choices.length]! % below);
};

/** @param longest how many bytes padding may make of it */
function varint(value: bigint, choose: Choose, longest = 10): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); rest > 0n || bytes.length === 0; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn));
  }
  const length = choose(4) === 0 ? Math.max(bytes.length, 1 + choose(longest)) : bytes.length;
  while (bytes.length < length) bytes.push(0);
  return bytes.map((byte, i) => (i < bytes.length - 1 ? byte | 0x80 : byte));
}

const fixed = (value: bigint, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

const tag = (field: number, wireType: number, choose: Choose): number[] =>
  varint(BigInt(field * 8 + wireType), choose, 5);

const delimited = (field: number, bytes: readonly number[], choose: Choose): number[] => [
  ...tag(field, 2, choose),
  ...varint(BigInt(bytes.length), choose, 5),
  ...bytes,
];

const text = (field: number, string: string, choose: Choose): number[] =>
  delimited(field, Array.from(new TextEncoder().encode(string)), choose);

function unknownField(choose: Choose): number[] {
  const field = [5, 15, 16, 2 ** 29 - 1][choose(4)]!;
  const noise = BigInt(choose(2 ** 31));
  if (choose(4) === 0) return [...tag(field, 0, choose), ...varint(noise, choose)];
  if (choose(3) === 0) return [...tag(field, 1, choose), ...fixed(noise, 8)];
  if (choose(2) === 0) return [...tag(field, 5, choose), ...fixed(noise, 4)];
  return delimited(field, fixed(noise, choose(9)), choose);
}

const sometimes = (bytes: () => number[], choose: Choose): number[] => (choose(4) === 0 ? bytes() : []);

function member(cell: NonNullable<Cell>, choose: Choose): number[] {
  if (cell.case === "double") return [...tag(2, 1, choose), ...fixed(cell.value, 8)];
  // Of a varint that is longer than its type, the lowest bits count.
  const excess = cell.case === "uint32" && choose(4) === 0 ? BigInt(choose(2 ** 31)) << 32n : 0n;
  return [...tag({ int64: 1, uint32: 3, uint64: 4 }[cell.case], 0, choose), ...varint(cell.value + excess, choose)];
}

function value(cell: Cell, choose: Choose): number[] {
  const overruled = (): number[] =>
    member(
      { case: (["int64", "double", "uint32", "uint64"] as const)[choose(4)]!, value: BigInt(choose(1000)) },
      choose,
    );
  return [
    ...sometimes(() => unknownField(choose), choose),
    ...(cell === undefined ? [] : [...sometimes(overruled, choose), ...member(cell, choose)]),
    ...sometimes(() => unknownField(choose), choose),
  ];
}

/** The lists merged into one, each keeping its own order. */
function interleave(lists: readonly (readonly number[][])[], choose: Choose): number[] {
  const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const bytes: number[] = [];
  while (rest.length > 0) {
    const i = choose(rest.length);
    bytes.push(...rest[i]!.shift()!);
    if (rest[i]!.length === 0) rest.splice(i, 1);
  }
  return bytes;
}

function writeItem({ id, totalCount, fields, rows }: Item, choose: Choose): number[] {
  const total = (count: bigint): number[] => [...tag(2, 0, choose), ...varint(count, choose)];
  return interleave(
    [
      [sometimes(() => text(1, "overruled", choose), choose), text(1, id, choose)],
      [sometimes(() => total(42n), choose), total(totalCount)],
      fields.map((name) => text(3, name, choose)),
      rows.flat().map((cell) => delimited(4, value(cell, choose), choose)),
      [sometimes(() => unknownField(choose), choose)],
    ],
    choose,
  );
}

function writeAnswer({ items, token }: Answer, choose: Choose): Uint8Array {
  const lists = [
    items.map((item) => delimited(1, writeItem(item, choose), choose)),
    [text(2, token, choose)],
    [sometimes(() => unknownField(choose), choose)],
  ];
  return Uint8Array.from(interleave(lists, choose));
}

test("any body decodes to its own bits, in chunks of any length", () => {
  const chunkLength = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 65_536 }));
  fc.assert(
    fc.property(answer, fc.array(fc.nat(), { maxLength: 200 }), chunkLength, (answer, choices, chunkLength) => {
      const body = writeAnswer(answer, chooser(choices));
      const { items, continuationToken = "" } = decode(body, chunkLength);
      expect(items.map(foundItem)).toEqual(answer.items.map(expectedItem));
      expect(continuationToken).toBe(answer.token);

      // That the writer above writes Protobuf, protobuf-es says.
      const message = fromBinary(CompactDatapointsDtoSchema, body);
      expect(message.continuationToken).toBe(answer.token);
      expect(
        message.data.map(({ id, totalCount, fields, values }) => ({
          id,
          totalCount,
          fields,
          values: values.map(({ value }) => value.value),
        })),
      ).toEqual(
        answer.items.map(({ rows, ...rest }) => ({
          ...rest,
          values: rows.flat().map((cell) => {
            if (cell?.case === "double") return new Float64Array(BigUint64Array.of(cell.value).buffer)[0];
            return cell?.case === "uint32" ? Number(cell.value) : cell?.value;
          }),
        })),
      );
    }),
    { numRuns: 500 },
  );
});

test("what protobuf-es writes decodes to its own bits", () => {
  fc.assert(
    fc.property(answer, ({ items, token }) => {
      const message = create(CompactDatapointsDtoSchema, {
        continuationToken: token,
        data: items.map(({ rows, fields, ...rest }) => ({
          ...rest,
          fields: [...fields],
          values: rows.flat().map((cell) => {
            if (cell === undefined) return {};
            if (cell.case === "double") {
              return { value: { case: cell.case, value: new Float64Array(BigUint64Array.of(cell.value).buffer)[0]! } };
            }
            if (cell.case === "uint32") return { value: { case: cell.case, value: Number(cell.value) } };
            return { value: { case: cell.case, value: cell.value } };
          }),
        })),
      });
      const found = decode(toBinary(CompactDatapointsDtoSchema, message)).items.map(foundItem);
      expect(found).toEqual(items.map(expectedItem));
    }),
  );
});

const none = chooser([]);
const smallFields = [
  text(2, "tøken", none),
  ...[1n, -1n].map((time) => {
    const row: Cell[] = [
      { case: "int64", value: time },
      { case: "double", value: nan },
      { case: "uint32", value: 192n },
    ];
    const item = { id: "91f945d3", totalCount: 300n, fields: ["time", "value", "status"], rows: [row, row] };
    return delimited(1, writeItem(item, none), none);
  }),
  unknownField(none),
];
const small = Uint8Array.from(smallFields.flat());

test("a body that is cut inside a field is incomplete, one that is cut between fields is a shorter answer", () => {
  const itemsAt = new Map<number, number>([[0, 0]]);
  let end = 0;
  for (const [i, field] of smallFields.entries()) itemsAt.set((end += field.length), Math.min(i, 2));
  for (let length = 0; length <= small.length; length++) {
    const found = outcome(() => decode(small.subarray(0, length)).items.length);
    expect(found, `${length} bytes`).toBe(itemsAt.get(length) ?? "incomplete");
  }
});

/** What can be compared of an answer, as text. */
const summary = (items: readonly { id: string; rows: number; time: readonly (bigint | undefined)[] }[]): string =>
  items.map(({ id, rows, time }) => `${id} ${rows} ${time.join(" ")}`).join("\n");

function summaryOfProtobufEs(body: Uint8Array): string {
  return summary(
    fromBinary(CompactDatapointsDtoSchema, body).data.map(({ id, fields, values }) => {
      const time = values
        .filter((_, i) => fields[i % fields.length] === "time")
        .map(({ value }) => value.value as bigint);
      return { id, rows: fields.length === 0 ? 0 : values.length / fields.length, time };
    }),
  );
}

test("whatever one byte is changed to, the answer is what protobuf-es reads, or a typed error", () => {
  const outcomes = new Map<string, number>();
  for (let i = 0; i < small.length; i++) {
    // Each bit alone, then several at once.
    for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 3, 5, 6, 7, 0x18, 0x2a, 0x7f, 0xff]) {
      const body = small.slice();
      body[i]! ^= change;
      const found = outcome(() =>
        summary(
          decode(body).items.map(({ id = "", length, columns }) => ({
            id,
            rows: length,
            time: [...(columns.time ?? [])],
          })),
        ),
      );
      const isError = found === "decode" || found === "incomplete";
      const kind = isError ? found : found === summaryOfProtobufEs(body) ? "equal" : `byte ${i} ^ ${change}: ${found}`;
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
  }
  expect(new Set(outcomes.keys())).toEqual(new Set(["equal", "decode", "incomplete"]));
});

/** The result, or the code of an error of ours. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (isOmniaError(error)) return error.code;
    throw error;
  }
}
