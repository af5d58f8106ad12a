import { isOmniaError } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expectedItem, foundItem } from "./answer.test-support.ts";
import { CountingMemory } from "./counting-memory.test-support.ts";
import { decode } from "./decode.test-support.ts";
import { encode } from "./encode.test-support.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { rareChoices, usualAnswer } from "./random-answers.test-support.ts";
import { StreamDecoder } from "./stream-decoder.ts";
import { chooser, text, writeAnswer, writeItem } from "./write-answer.test-support.ts";

/**
 * What may be held for so many bytes that have arrived: an empty value of 2 bytes takes 8 in its column, which has
 * room for half as many more, while one column is copied; and a few rows at the beginning.
 */
const allowance = (arrived: number): number => 7 * arrived + 8192;

/** Pushes bytes in chunks. @returns the largest part of the allowance that was held */
function partHeld(bytes: Uint8Array, chunkLength: number, isLittleEndian: boolean): number {
  const memory = new CountingMemory();
  const decoder = new StreamDecoder({ memory, maxCarryBytes: 2 ** 20, isLittleEndian });
  let part = 0;
  for (let start = 0; start < bytes.length; start += chunkLength) {
    decoder.push(bytes.subarray(start, start + chunkLength));
    part = Math.max(part, memory.peakBytes / allowance(Math.min(bytes.length, start + chunkLength)));
  }
  return part;
}

/** An item that claims to be 2 GiB long. */
const endless = (inside: readonly number[]): Uint8Array =>
  Uint8Array.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, ...inside]);
const plain = chooser([1]);

test.each([
  ["raw", ["time", "value", "status"], [0x22, 0x02, 0x08, 0x01, 0x22, 0x00, 0x22, 0x00]],
  [
    "aggregates",
    ["time", "avg", "min", "max", "sum", "first", "last"],
    [0x22, 0x02, 0x08, 0x01, ...Array.from({ length: 6 }, () => [0x22, 0x00]).flat()],
  ],
  ["unknown", ["mode", "time"], [0x22, 0x00, 0x22, 0x02, 0x08, 0x01]],
])("an item that claims 2 GiB takes memory for what has arrived: %s", (_, fields, row) => {
  const names = fields.flatMap((field) => text(3, field, plain));
  const bytes = endless([...names, ...Array.from({ length: 20_000 }, () => row).flat()]);
  for (const chunkLength of [100, 65_536]) {
    for (const isLittleEndian of [true, false]) {
      expect(partHeld(bytes, chunkLength, isLittleEndian)).toBeLessThan(1);
    }
  }
});

test("any answer takes memory for what has arrived, whatever its first item claims to be", () => {
  fc.assert(
    fc.property(
      usualAnswer(60),
      rareChoices,
      fc.integer({ min: 1, max: 5000 }),
      fc.boolean(),
      (answer, choices, chunkLength, isLittleEndian) => {
        expect(partHeld(writeAnswer(answer, chooser(choices)), chunkLength, isLittleEndian)).toBeLessThan(1);
        const first = endless(writeItem(answer.items[0]!, chooser(choices)));
        expect(partHeld(first, chunkLength, isLittleEndian)).toBeLessThan(1);
      },
    ),
    { numRuns: fuzzRuns(100) },
  );
});

test("many small items hold little more than their rows", () => {
  const item = { length: 1, columns: { time: BigInt64Array.of(5n), avg: Float64Array.of(1), max: Float64Array.of(2) } };
  const { items } = decode(encode({ items: Array.from({ length: 1000 }, () => item) }));
  const held = items.flatMap(({ columns }) => Object.values(columns)).map(({ buffer }) => buffer.byteLength);
  expect(held.reduce((sum, bytes) => sum + bytes)).toBe(1000 * 24);
});

test("pages can be decoded into the memory of earlier ones, which is dirty and larger than asked for", () => {
  fc.assert(
    fc.property(
      fc.array(usualAnswer(40), { minLength: 2, maxLength: 4 }),
      rareChoices,
      fc.integer({ min: 1, max: 5000 }),
      fc.boolean(),
      (answers, choices, chunkLength, isLittleEndian) => {
        const memory = new CountingMemory();
        for (const answer of answers) {
          const { items } = decode(writeAnswer(answer, chooser(choices)), chunkLength, { memory, isLittleEndian });
          expect(items.map((item) => foundItem(item, isLittleEndian))).toEqual(answer.items.map(expectedItem));
          const columns = items.flatMap(({ columns }) => Object.values(columns));
          for (const { buffer, length } of columns) if (length > 0) memory.give(buffer as ArrayBuffer);
          // All that was taken came back: what was outgrown by the decoder, the rest by us.
          expect(memory.heldBytes).toBe(0);
        }
      },
    ),
    { numRuns: fuzzRuns(50) },
  );
});

test("the same page twice makes no memory the second time", () => {
  const memory = new CountingMemory();
  const length = 5000;
  const time = BigInt64Array.from({ length }, (_, row) => BigInt(row) + 2n ** 60n);
  const body = encode({
    items: [{ length, columns: { time, value: new Float64Array(length), status: new Uint32Array(length).fill(192) } }],
  });
  const made: number[] = [];
  for (let page = 0; page < 3; page++) {
    const { columns } = decode(body, 65_536, { memory }).items[0]!;
    expect(columns.time).toEqual(time);
    for (const { buffer } of Object.values(columns)) memory.give(buffer as ArrayBuffer);
    made.push(memory.madeBytes);
  }
  expect(made[2]).toBe(made[1]);
});

test("memory that is smaller than asked for is refused", () => {
  const body = encode({ items: [{ length: 1, columns: { time: BigInt64Array.of(1n) } }] });
  const memory = { take: () => new ArrayBuffer(4), give: () => {} };
  const work = (): unknown => decode(body, body.length, { memory });
  expect(work).toThrow(/memory\.take\(\d+\) returned a buffer of 4 bytes/);
  expect(work).toThrow(expect.toSatisfy((error) => isOmniaError(error, "invalid-argument")));
});
