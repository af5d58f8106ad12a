import { describe, expect, test } from "vitest";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { readNumber } from "./read-number.ts";

const utf8 = new TextEncoder();
const bits = new DataView(new ArrayBuffer(8));

/** What is read of `text` where a row goes on behind it. */
function read(text: string, behind = ',"status":192}'): number | undefined {
  const bytes = utf8.encode(`:${text}${behind}`);
  const cells = new Float64Array(2);
  const end = readNumber(bytes, new DataView(bytes.buffer), 1, cells, 1);
  return end === 1 + text.length ? cells[1] : undefined;
}

/** Those of the texts that are not read as `Number` reads them. */
function wrongOf(texts: Iterable<string>): string[] {
  const wrong: string[] = [];
  for (const text of texts) if (!Object.is(read(text), Number(text))) wrong.push(`${text} is ${read(text)}`);
  return wrong;
}

// xorshift32: all runs see the same numbers.
let state = 0x9e3779b9;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
const upTo = (limit: number): number => Math.floor(random() * limit);
const digits = (count: number): string => Array.from({ length: count }, () => upTo(10)).join("");

function double(high: number, low: number): number {
  bits.setUint32(0, high);
  bits.setUint32(4, low);
  return bits.getFloat64(0);
}

/** The decimal digits of a double, all of them: they end within 1100. */
function exactly(number: number): string {
  bits.setFloat64(0, number);
  const exponent = Math.max((bits.getUint32(0) >>> 20) & 0x7ff, 1) - 1075;
  const mantissa = BigInt(Math.abs(number) / 2 ** exponent);
  if (exponent >= 0) return `${mantissa << BigInt(exponent)}`;
  const scaled = `${mantissa * 5n ** BigInt(-exponent)}`.padStart(1 - exponent, "0");
  return `${scaled.slice(0, exponent)}.${scaled.slice(exponent)}`;
}

function* anyDigits(): Iterable<string> {
  for (let i = fuzzRuns(120_000); i > 0; i--) {
    const whole = upTo(3) === 0 ? "0" : `${1 + upTo(9)}${digits(upTo(upTo(3) === 0 ? 20 : 6))}`;
    const fraction = upTo(8) === 0 ? "" : `.${"0".repeat(upTo(4) === 0 ? upTo(20) : 0)}${digits(1 + upTo(21))}`;
    yield `${upTo(2) === 0 ? "-" : ""}${whole}${fraction}`;
  }
}

function* formsOfDoubles(): Iterable<string> {
  for (let i = fuzzRuns(20_000); i > 0; i--) {
    const number = double(upTo(2 ** 32), upTo(2 ** 32));
    if (!Number.isFinite(number)) continue;
    yield String(number);
    yield number.toExponential(14 + upTo(7));
    const near = (random() - 0.5) * 10 ** upTo(9);
    yield String(near);
    yield String(Math.fround(near));
    yield near.toFixed(1 + upTo(22));
    yield near.toPrecision(15 + upTo(7));
  }
}

/** The middle between two doubles that are neighbours, cut after some digits, whole, and with one digit more. */
function* middles(): Iterable<string> {
  for (let i = fuzzRuns(6000); i > 0; i--) {
    const size = (2 ** 20 + upTo(2 ** 20)) * 2 ** (upTo(3) === 0 ? upTo(8) : -upTo(9)) + random();
    const number = Number(size.toFixed(upTo(14)));
    bits.setFloat64(0, number);
    const [high, low] = [bits.getUint32(0), bits.getUint32(4)];
    const next = double(low === 0xffffffff ? high + 1 : high, low + 1);
    const [a, b] = [exactly(number), exactly(next)].map((text) => text.split("."));
    const length = Math.max(a![1]?.length ?? 0, b![1]?.length ?? 0) + 1;
    const [x, y] = [a, b].map((parts) => BigInt(parts![0]! + (parts![1] ?? "").padEnd(length, "0")));
    const middle = `${(x! + y!) / 2n}`.padStart(length + 1, "0");
    const text = `${middle.slice(0, -length)}.${middle.slice(-length)}`;
    for (const count of [16, 17, 18, 19, 20, 24]) yield text.slice(0, count).replace(/\.$/, "");
    yield text;
    yield `${text}1`;
  }
}

/** Digits that are an integer over 2^53 in or beside the middle of two doubles, with a point somewhere. */
function* integersBetween(): Iterable<string> {
  for (let i = fuzzRuns(20_000); i > 0; i--) {
    const power = BigInt(upTo(10));
    const integer = (BigInt(upTo(2 ** 30)) * 2n ** 23n + BigInt(upTo(2 ** 23)) + 2n ** 53n) * 2n ** power;
    const text = `${integer + 2n ** power / 2n + BigInt(upTo(3) - 1)}`;
    const at = 1 + upTo(8);
    yield `${text.slice(0, at)}.${text.slice(at)}`;
    yield `0.${"0".repeat(upTo(4))}${text}`;
  }
}

/**
 * The decimals of 16 to 20 digits that lie nearest to the middle of two doubles without being it: p / 10^d is nearest to
 * q / 2^s where p / q is a convergent of the continued fraction of 10^d / 2^s. Odd q over 2^53 are such middles.
 */
function* nearMisses(): Iterable<string> {
  for (let d = 10; d <= 22; d++) {
    for (let s = 20; s < 90; s++) {
      let [a, b] = [10n ** BigInt(d), 2n ** BigInt(s)];
      let [p, q, lastP, lastQ] = [1n, 0n, 0n, 1n];
      while (b !== 0n) {
        const quotient = a / b;
        // Between two convergents the sums of them are the nearest.
        for (let times = 1n; times <= quotient && times < 200n; times++) {
          const [numerator, denominator] = [lastP + times * p, lastQ + times * q];
          if (denominator > 2n ** 53n && denominator < 2n ** 54n && numerator > 10n ** 15n && numerator < 10n ** 20n) {
            const text = `${numerator}`.padStart(d + 1, "0");
            yield `${text.slice(0, -d)}.${text.slice(-d)}`;
          }
        }
        [p, q, lastP, lastQ] = [lastP + quotient * p, lastQ + quotient * q, p, q];
        [a, b] = [b, a % b];
      }
    }
  }
}

const edges = `
  0 -0 0.0 -0.0 1 -1 9 10 99999999 100000000 999999999 1234567890123456789
  9007199254740992 9007199254740993 9007199254740993.0 0.1 0.30000000000000004 2.5
  1e0 1E5 1e+5 1e-5 -0e0 0e-400 1e400 -1e400 1e-400 5e-324 2.5e-324 2.4e-324
  1.7976931348623157e308 1.7976931348623159e308 2.2250738585072011e-308 2.2250738585072014e-308
  0.0000000000000000000001 0.00000000000000000000001 1.0000000000000000000000 123456789.12345678901
  179769313486231570000000000 0.5000000000000000000000000000000000000000000000000000001
  9999999.999999999999 99999999.99999999999 0.99999999999999999 9999999999999999.5`;

describe("numbers are those of Number()", () => {
  test.each([
    ["any digits, with a point anywhere", anyDigits],
    ["doubles of any size in their shortest form and in up to 22 digits", formsOfDoubles],
    ["the middle between two doubles, and what is near it", middles],
    ["integers between two doubles", integersBetween],
    ["decimals that are nearly the middle of two doubles", nearMisses],
  ])("%s", (_, texts) => {
    expect(wrongOf(texts())).toEqual([]);
  });

  test.each(edges.trim().split(/\s+/))("%s", (text) => {
    expect(wrongOf([text])).toEqual([]);
  });

  test("the end of the bytes behind it", () => {
    for (const text of ["0", "7", "192", "1.5", "-12.25", "0.000286102294921875", "1e5"]) {
      for (const behind of ["}", ",", "}]", ',"', "}]}]}}"]) expect(read(text, behind)).toBe(Number(text));
      for (const behind of ["", " ", "]", ":", "\u0000"]) expect(read(text, behind)).toBeUndefined();
    }
  });
});

test("null is NaN", () => {
  for (const behind of ["}", ",", "}]"]) expect(read("null", behind)).toBeNaN();
});

const others = `- +1 01 -01 00 00.5 .5 -.5 1. -1. 1.e5 1e 1e+ 1e5.5 --1 1- 1+1 0x10 1_0 NaN Infinity -Infinity nul Null true
  "1" 1.2.3 12345678: 1.2345678/ 1234567: 1.: ٣ 1n 1/2 1.5; [1] {} ${"1".repeat(65)}`;

test.each(["", " 1", "1 ", ...others.split(/\s+/)])("%j is no number that is read here", (text) => {
  expect(read(text)).toBeUndefined();
});
