import { isOmniaError } from "@omnia-timeseries/core";
import type { ColumnMemory } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { createDecoder } from "./decoder.ts";
import { decodeBody, outcome } from "./decode-body.test-support.ts";

const utf8 = new TextEncoder();
const row = `{"time":"2021-02-01T09:54:05.4200000Z","value":1.5,"status":192}`;
const answer = (...items: string[]): Uint8Array => utf8.encode(`{"data":{"items":[${items.join()}]}}`);
const series = (rows: number): string => `{"datapoints":[${Array.from({ length: rows }, () => row).join()}]}`;

/** New memory, and how much of it was asked for in all, and is in use. */
function countingMemory(): ColumnMemory & { taken: number; inUse: number } {
  return {
    taken: 0,
    inUse: 0,
    take(byteLength) {
      this.taken += byteLength;
      this.inUse += byteLength;
      // Left over from before.
      return new Uint8Array(byteLength + 8).fill(0xa5).buffer;
    },
    give(buffer) {
      this.inUse -= buffer.byteLength - 8;
    },
  };
}

describe("memory for columns", () => {
  test.each([[100], [5], [65_536]])("is asked for by the rows that came, in chunks of %i bytes", (chunkLength) => {
    const memory = countingMemory();
    const { items } = decodeBody(answer(series(5000)), { memory, chunkLength });
    expect(memory.inUse).toBe(5000 * 20);
    expect(memory.taken).toBeLessThan(5000 * 20 * 2.2);
    const { time, value, status } = items[0]!.columns;
    expect([time!.length, value!.length, status!.length]).toEqual([5000, 5000, 5000]);
    expect(new Set(time)).toEqual(new Set([1_612_173_245_420_000_000n]));
    expect(new Set(value)).toEqual(new Set([1.5]));
    expect(new Set(status)).toEqual(new Set([192]));
  });

  test("shows nothing of what it held before", () => {
    const time = (second: number): string => `"time":"1970-01-01T00:00:${String(second).padStart(2, "0")}.0000000Z"`;
    const rows = Array.from({ length: 60 }, (_, i) => `{${time(i)},"value":1${i === 30 ? ',"avg":2,"status":1' : ""}}`);
    const { avg, status } = decodeBody(answer(`{"datapoints":[${rows.join()}]}`), { memory: countingMemory() })
      .items[0]!.columns;
    expect(Array.from(avg!)).toEqual(rows.map((_, i) => (i === 30 ? 2 : Number.NaN)));
    expect(Array.from(status!)).toEqual(rows.map((_, i) => (i === 30 ? 1 : 0)));
  });

  test("is a small multiple of the body, whatever the body claims", () => {
    const hostile = [
      answer(`{"totalCount":9007199254740991,"datapoints":[]}`),
      answer(...Array.from({ length: 1000 }, () => `{"datapoints":[{"time":"2021-02-01"}]}`)),
      answer(`{"datapoints":[{"time":"2021-02-01","count":1e308}]}`),
      answer(
        `{"datapoints":[${Array.from({ length: 1000 }, (_, i) => `{"time":"2021-02-01"${i === 999 ? ',"avg":1,"min":2,"max":3,"sum":4' : ""}}`).join()}]}`,
      ),
    ];
    for (const body of hostile) {
      const memory = countingMemory();
      decodeBody(body, { memory });
      expect(memory.taken / body.length).toBeLessThan(8);
    }
  });

  test("that is less than asked for is refused", () => {
    const memory = { take: (byteLength: number) => new ArrayBuffer(byteLength / 2), give: () => {} };
    const work = (): unknown => decodeBody(answer(series(1)), { memory });
    expect(work).toThrow("memory.take(128) returned a buffer of 64 bytes.");
    expect(outcome(work)).toBe("invalid-argument");
  });

  test("holds columns that most of many rows do not have", () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => ({
      time: "2021-02-01T09:54:05.4200000Z",
      ...(i % 7000 === 6999 && { avg: i }),
      ...(i > 9000 && i < 21_000 && { status: i }),
      ...(i === 29_999 && { max: 1 }),
    }));
    const { avg, status, max } = decodeBody(answer(JSON.stringify({ datapoints: rows }))).items[0]!.columns;
    expect(Array.from(avg!)).toEqual(rows.map((row) => row.avg ?? Number.NaN));
    expect(Array.from(status!)).toEqual(rows.map((row) => row.status ?? 0));
    expect(Array.from(max!)).toEqual(rows.map((row) => row.max ?? Number.NaN));
  });

  test("of its own is cut to the rows", () => {
    const columns = Object.values(decodeBody(answer(series(5000))).items[0]!.columns);
    const held = columns.reduce((sum, column) => sum + column.buffer.byteLength, 0);
    expect(held).toBe(5000 * 20);
  });
});

describe("a unit that is cut", () => {
  const long = (length: number): Uint8Array => utf8.encode(`{"data":{"items":[{"id":"${"x".repeat(length)}`);

  test("is refused when it is longer than the carry may be", () => {
    expect(() => decodeBody(long(2 ** 20 + 1))).toThrow("over 1048576 bytes are cut at byte 24, in data.items[0]");
    expect(outcome(() => decodeBody(long(2 ** 20 - 2)))).toBe("incomplete");
    for (const chunkLength of [1, 10, 1000]) {
      expect(outcome(() => decodeBody(long(2000), { chunkLength, maxCarryBytes: 1500 }))).toBe("decode");
      expect(outcome(() => decodeBody(long(1400), { chunkLength, maxCarryBytes: 1500 }))).toBe("incomplete");
    }
    const row = `{"data":{"items":[{"datapoints":[{"time":"2021-02-01","x":[${"1,".repeat(2000)}`;
    expect(outcome(() => decodeBody(utf8.encode(row), { maxCarryBytes: 1500 }))).toBe("decode");
    const number = `{"data":{"items":[{"x":${"1".repeat(2000)}`;
    expect(outcome(() => decodeBody(utf8.encode(number), { maxCarryBytes: 1500 }))).toBe("decode");
  });

  test("has the option's cap in the decoder that is published", () => {
    const decoder = createDecoder({ maxCarryBytes: 100 });
    expect(() => decoder.push(long(200))).toThrow(expect.toSatisfy((error) => isOmniaError(error, "decode")));
  });

  test("takes time by its length, also byte by byte", () => {
    // By the square of its length this would take a day.
    expect(outcome(() => decodeBody(long(300_000), { chunkLength: 1 }))).toBe("incomplete");
  });

  test("may not hold bytes that are not UTF-8", () => {
    for (const bad of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf]]) {
      for (const start of [
        `{"data":{"items":[{"id":"`,
        `{"x`,
        `{"data":{"items":[{"datapoints":[{"unit":"`,
        "{",
        `{"x":1`,
        "",
      ]) {
        const body = Uint8Array.from([...utf8.encode(start), ...bad]);
        for (const chunkLength of [1, 3, 100]) {
          const decoder = createDecoder();
          const push = (): void => {
            for (let at = 0; at < body.length; at += chunkLength) decoder.push(body.subarray(at, at + chunkLength));
          };
          expect(push).toThrow(expect.toSatisfy((error) => isOmniaError(error, "decode")));
        }
      }
    }
  });
});

describe("brackets that are open", () => {
  const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);

  test("may be 256", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const inside = open === "[" ? "" : "1";
      const value = (depth: number): string => open.repeat(depth) + inside + close.repeat(depth);
      // One is open before an unknown property of the answer; a row has 256 of its own.
      expect(outcome(() => decodeBody(utf8.encode(`{"x":${value(255)},"data":{"items":[]}}`)))).toEqual({ items: [] });
      expect(outcome(() => decodeBody(utf8.encode(`{"x":${value(256)},"data":{"items":[]}}`)))).toBe("decode");
      const row = (depth: number): Uint8Array => answer(`{"datapoints":[{"time":"2021-02-01","x":${value(depth)}}]}`);
      expect(outcome(() => decodeBody(row(255)))).toBeTypeOf("object");
      expect(outcome(() => decodeBody(row(256)))).toBe("decode");
    }
  });

  test("are refused before they are all there", () => {
    const bomb = utf8.encode(`{"x":${nested(500_000, "[", "")}`);
    expect(() => decodeBody(bomb)).toThrow("over 256 brackets are open at byte 260, in the answer");
    expect(() => decodeBody(utf8.encode(`{"data":{"items":[{"datapoints":[{"x":${"[".repeat(500_000)}`))).toThrow(
      "over 256",
    );
  });
});

test("a Node Buffer and a view into a pool decode alike", () => {
  const body = answer(series(40));
  class Buffer extends Uint8Array {}
  const pool = new Buffer(body.length + 9);
  pool.set(body, 5);
  const decoder = createDecoder();
  decoder.push(pool.subarray(5, 700));
  decoder.push(pool.subarray(700, 5 + body.length));
  expect(decoder.finish()).toStrictEqual(decodeBody(body));
});
