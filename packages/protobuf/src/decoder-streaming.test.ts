import { isOmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { foundItem } from "./answer.test-support.ts";
import type { Cell } from "./answer.test-support.ts";
import { decode } from "./decode.test-support.ts";
import { createDecoder } from "./decoder.ts";
import { chooser, delimited, text, unknownField, value } from "./write-answer.test-support.ts";

const plain = chooser([1]);
const odd = chooser([0, 3, 1, 2, 0, 0, 5, 7]);

const name = (field: string): number[] => text(3, field, plain);
const cell = (cell: Cell, choose = plain): number[] => delimited(4, value(cell, choose), choose);
const body = (...fields: readonly (readonly number[])[]): Uint8Array => {
  const inside = fields.flat();
  return Uint8Array.from([...delimited(1, inside, plain), ...text(2, "next", plain)]);
};

const time = (row: number): Cell => ({ case: "int64", value: 1_700_000_000_000_000_000n + BigInt(row) * 1_000_000n });
const double = (row: number): Cell => ({ case: "double", value: 0x4049000000000000n + BigInt(row) });
const uint = (number: number): Cell => ({ case: "uint32", value: BigInt(number) });

/** A raw row; now and then one that leaves the usual layout in some way. */
function rawRow(row: number): number[] {
  const kind = row % 61;
  if (kind === 7) return [...cell({ case: "int64", value: -1n }), ...cell(double(row)), ...cell(uint(192))];
  if (kind === 13) return [...cell(time(row)), ...cell(undefined), ...cell(uint(64))];
  if (kind === 21) return [...cell(time(row)), ...cell(double(row)), ...cell(uint(70_000))];
  if (kind === 34) return [...cell(time(row)), ...unknownField(odd), ...cell(double(row), odd), ...cell(undefined)];
  return [...cell(time(row)), ...cell(double(row)), ...cell(uint(row % 10 === 0 ? 64 : 192))];
}

const rawNames = ["time", "value", "status"].flatMap(name);
const raw = body(rawNames, Array.from({ length: 6000 }, (_, row) => rawRow(row)).flat());

const aggregateNames = ["max", "count", "time", "mode", "avg"].flatMap(name);
const aggregates = body(
  aggregateNames,
  Array.from({ length: 4000 }, (_, row) => [
    ...cell(double(row)),
    ...cell({ case: "uint64", value: 3n ** BigInt(row % 40) }),
    ...cell(time(row)),
    ...cell(row % 2 === 0 ? double(row) : undefined),
    ...cell(row % 5 === 0 ? undefined : double(-row)),
  ]).flat(),
);

const decoded = ({ items, continuationToken }: DatapointsResponse) => ({
  items: items.map((item) => foundItem(item)),
  continuationToken,
});

describe.each([
  ["raw", raw],
  ["aggregates", aggregates],
])("a large body, %s", (_, body) => {
  // The generic path, on the body as a whole: that it is right, other tests prove.
  const { items, continuationToken } = decode(body, body.length, { isLittleEndian: false });
  const expected = { items: items.map((item) => foundItem(item, false)), continuationToken };

  test.each([1, 2, 3, 7, 27, 28, 29, 64, 1000, 4096, 65_535, 65_536, 1e9])("in chunks of %i bytes", (chunkLength) => {
    expect(decoded(decode(body, chunkLength))).toEqual(expected);
  });

  test("columns have one buffer each, and little room to spare", () => {
    const { items } = decode(body, 5000);
    const columns = Object.values(items[0]!.columns);
    expect(new Set(columns.map(({ buffer }) => buffer)).size).toBe(columns.length);
    for (const { length, byteOffset, byteLength, buffer } of columns) {
      expect(length).toBe(items[0]!.length);
      expect(byteOffset).toBe(0);
      expect(buffer.byteLength).toBeLessThan(1.04 * byteLength);
    }
  });
});

test("chunks may be Buffers", () => {
  const decoder = createDecoder();
  for (let start = 0; start < raw.length; start += 999) decoder.push(Buffer.from(raw.subarray(start, start + 999)));
  expect(decoded(decoder.finish())).toEqual(decoded(decode(raw)));
});

describe("names of fields after values", () => {
  const row = [...cell(time(1)), ...cell(double(2)), ...cell(uint(192))];
  const rows = (count: number): number[] => Array.from({ length: count }, () => row).flat();
  const late = (count: number): Uint8Array => body(name("time"), name("value"), rows(count), name("status"), rows(7));

  test.each([1, 29, 1000, 1e9])("are read within 64 KiB of them, in chunks of %i bytes", (chunkLength) => {
    expect(decoded(decode(late(2000), chunkLength))).toEqual(decoded(decode(body(rawNames, rows(2007)))));
  });

  test.each([1, 29, 1000, 1e9])("are an error further on, in chunks of %i bytes", (chunkLength) => {
    const numbersOnly = [...cell(time(1)), ...cell(time(2))];
    const tooLate = body(
      name("time"),
      name("value"),
      Array.from({ length: 3000 }, () => numbersOnly).flat(),
      name("status"),
    );
    expect(() => decode(tooLate, chunkLength)).toThrow(
      /at byte 72\d\d\d, data\[0\], row 3000: a name follows too many values/,
    );
  });

  test.each([1000, 1e9])("are read anywhere when all values come first, in chunks of %i bytes", (chunkLength) => {
    const first = body(rows(5000), rawNames);
    expect(decoded(decode(first, chunkLength))).toEqual(decoded(decode(body(rawNames, rows(5000)))));
  });
});

test("a value that does not fit is an error with its place", () => {
  const wrong = body(rawNames, Array.from({ length: 5000 }, (_, row) => rawRow(row)).flat(), cell(undefined));
  for (const chunkLength of [1000, 1e9]) {
    expect(() => decode(wrong, chunkLength)).toThrow(/at byte \d+, data\[0\], row 5000: "time" cannot be empty\.$/);
  }
});

test("long content of unknown fields is passed over while it arrives", () => {
  const long = delimited(
    9,
    Array.from({ length: 100_000 }, () => 0x22),
    plain,
  );
  const row = [...cell(time(1)), ...cell(double(2)), ...cell(uint(192))];
  const expected = decoded(decode(body(rawNames, row, row)));
  for (const chunkLength of [1, 999, 1e9]) {
    const found = decode(body(long, rawNames, long, row, long, row, long), chunkLength, { maxCarryBytes: 65_536 });
    expect(decoded(found)).toEqual(expected);
  }
  const cut = body(rawNames, row, long).subarray(0, -50_000);
  expect(() => decode(cut, 999)).toThrow(expect.toSatisfy((error) => isOmniaError(error, "incomplete")));
});

test("values beyond the first 2 GiB of a chunk are read, the usual ones among them", () => {
  const longest = 2 ** 31 - 1;
  const head = [0x4a, 0xff, 0xff, 0xff, 0xff, 0x07]; // field 9, of so many bytes
  // Its content is zeros that nobody touches.
  const chunk = new Uint8Array(head.length + longest + raw.length);
  chunk.set(head);
  chunk.set(raw, head.length + longest);
  const decoder = createDecoder();
  decoder.push(chunk);
  expect(decoded(decoder.finish())).toEqual(decoded(decode(raw)));
});

test.each([
  ["an id", body(text(1, "x".repeat(1025), plain))],
  ["a name", body(name("x".repeat(1025)))],
  ["a token", Uint8Array.from(text(2, "x".repeat(1025), plain))],
  [
    "a value",
    body(
      name("mode"),
      name("time"),
      delimited(
        4,
        delimited(
          9,
          Array.from({ length: 1100 }, () => 0),
          plain,
        ),
        plain,
      ),
      cell(time(1)),
    ),
  ],
])("%s longer than maxCarryBytes is an error as soon as it says so", (_, body) => {
  for (const length of [20, body.length]) {
    const decoder = createDecoder({ maxCarryBytes: 1024 });
    const work = (): void => decoder.push(body.subarray(0, length));
    expect(work).toThrow(/a field of 1\d\d\d bytes is over the limit of 1024/);
  }
  expect(createDecoder({ maxCarryBytes: 2048 }).push(body)).toBeUndefined();
});

test.each([0, 1023, 1024.5, Number.NaN, -1])("%d is no maxCarryBytes", (maxCarryBytes) => {
  expect(() => createDecoder({ maxCarryBytes })).toThrow(
    expect.toSatisfy((error) => isOmniaError(error, "invalid-argument")),
  );
});
