import { expect, test } from "vitest";
import { encodeNumber, numberRoom } from "./encode-number.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";

const bytes = new Uint8Array(numberRoom + 2);
const view = new DataView(bytes.buffer);

function textOf(number: number): string {
  const end = encodeNumber(number, bytes, view, 2);
  return String.fromCharCode(...bytes.subarray(2, end));
}

/** Those of the numbers that are not written as String writes them, but for −0. */
function wrongOf(numbers: Iterable<number>): string[] {
  const wrong: string[] = [];
  for (const number of numbers) {
    const expected = Object.is(number, -0) ? "-0" : String(number);
    if (Number.isFinite(number) && textOf(number) !== expected) wrong.push(`${expected} is ${textOf(number)}`);
  }
  return wrong;
}

// xorshift32: all runs see the same numbers.
let state = 0x1234567;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
const upTo = (limit: number): number => Math.floor(random() * limit);
/** 53 bits. */
const unit = (): number => (upTo(2 ** 26) * 2 ** 27 + upTo(2 ** 27)) / 2 ** 53;

const bits = new DataView(new ArrayBuffer(8));
function double(high: number, low: number): number {
  bits.setUint32(0, high);
  bits.setUint32(4, low);
  return bits.getFloat64(0);
}
/** The double some places above or below. */
function beside(number: number, places: number): number {
  bits.setFloat64(0, number);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(places));
  return bits.getFloat64(0);
}

function* numbers(): Iterable<number> {
  for (let i = fuzzRuns(25_000); i > 0; i--) {
    const size = 10 ** (upTo(24) - 7);
    const number = (unit() - 0.5) * size;
    yield number;
    // The numbers of sensors: of 32 bits, and of few decimals.
    yield Math.fround(number);
    yield Number(number.toPrecision(1 + upTo(17)));
    yield Math.round(number * 1000) / 1000;
    yield Math.round(unit() * 1e17) / 10 ** upTo(22);
    // Numbers of few bits, which end in the middle of decimals.
    yield upTo(2 ** 30) / 2 ** upTo(50);
    yield (upTo(2 ** 26) * 2 ** 27 + upTo(2 ** 27)) / 2 ** upTo(60);
    // Of any size, and near powers of ten and two.
    yield double(upTo(2 ** 32), upTo(2 ** 32));
    yield beside(10 ** (upTo(24) - 7), upTo(7) - 3);
    yield beside(2 ** (upTo(80) - 20), upTo(7) - 3);
    yield upTo(2 ** 32) * upTo(2 ** 21);
  }
}

test("any number is written as String writes it", () => {
  expect(wrongOf(numbers())).toEqual([]);
});

test.each([
  [0, "0"],
  [-0, "-0"],
  [-1, "-1"],
  [192, "192"],
  [999_999_999, "999999999"],
  [4_294_967_295, "4294967295"],
  [2 ** 53, "9007199254740992"],
  [1e21, "1e+21"],
  [123_456_789_012_345.67, "123456789012345.67"],
  [1e15, "1000000000000000"],
  [999_999_999_999_999.9, "999999999999999.9"],
  [0.1, "0.1"],
  [0.5, "0.5"],
  [-0.000286102294921875, "-0.000286102294921875"],
  [0.00001, "0.00001"],
  [0.000001, "0.000001"],
  [1e-7, "1e-7"],
  [5e-324, "5e-324"],
  [1.7976931348623157e308, "1.7976931348623157e+308"],
  [-2.2250738585072014e-308, "-2.2250738585072014e-308"],
  [246.56092834472656, "246.56092834472656"],
  [0.1 + 0.2, "0.30000000000000004"],
  [9.5367431640625e-7, "9.5367431640625e-7"],
])("%s", (number, text) => {
  expect(textOf(number)).toBe(text);
  expect(Object.is(Number(text), number)).toBe(true);
});
