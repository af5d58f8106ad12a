import { wordEnd } from "./token-end.ts";

const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const comma = 0x2c;
const closingBrace = 0x7d;

/** The powers of ten that a double holds exactly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** `null` as four bytes. */
const nullWord = 0x6c6c756e;
/** The longest number that is read here; `JSON.parse` reads longer ones. */
const maxLength = 64;

/**
 * Reads the number at `start`, in front of `,` or `}`, into `cells[index]`: bit for bit what `Number` makes of its text;
 * and `null` as NaN. It goes there and not through a result, which would cost an object.
 *
 * @param view the same bytes
 * @returns where it ends; -1 for what is no number of JSON, or is very long, or has no end yet
 */
export function readNumber(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  cells: Float64Array,
  index: number,
): number {
  const shortEnd = readShortNumber(bytes, view, start, cells, index);
  if (shortEnd >= 0) return shortEnd;
  if (bytes.length - start > 4 && view.getInt32(start, true) === nullWord) {
    cells[index] = Number.NaN;
    return start + 4;
  }
  const end = wordEnd(bytes.subarray(0, start + maxLength + 1), start);
  if (end < 0 || (bytes[end] !== comma && bytes[end] !== closingBrace)) return -1;
  try {
    const found: unknown = JSON.parse(String.fromCharCode(...bytes.subarray(start, end)));
    if (typeof found !== "number") return -1;
    cells[index] = found;
    return end;
  } catch {
    return -1;
  }
}

/**
 * Reads a number with at most 8 digits in front of the point and 22 behind it, of which at most 23 count, without
 * exponent. Four bytes must follow it.
 *
 * @returns where it ends; -1 for any other number and for what is no number
 */
function readShortNumber(bytes: Uint8Array, view: DataView, start: number, cells: Float64Array, index: number): number {
  const last = bytes.length - 4;
  if (start >= last) return -1;
  const isNegative = bytes[start] === minus;
  const first = isNegative ? start + 1 : start;

  let four = view.getInt32(first, true) ^ 0x30303030;
  let count = digitCount(four);
  if (count === 0) return -1;
  // The digits without the point are `high`, which stays under 10^15, and then up to eight more, `low`.
  let high = digitValue(four, count);
  let at = first + count;
  if (count === 4) {
    if (at > last) return -1;
    four = view.getInt32(at, true) ^ 0x30303030;
    count = digitCount(four);
    if (count > 0) high = high * powersOfTen[count]! + digitValue(four, count);
    at += count;
  }
  if (at - first > 1 && bytes[first] === zero) return -1;

  let low = 0;
  let lowLength = 0;
  let decimals = 0;
  if (bytes[at] === point) {
    const fraction = ++at;
    do {
      if (at > last) return -1;
      four = view.getInt32(at, true) ^ 0x30303030;
      count = digitCount(four);
      if (count > 0) {
        const value = digitValue(four, count);
        if (high < 1e11) {
          high = high * powersOfTen[count]! + value;
        } else {
          if (lowLength > 4) return -1;
          low = low * powersOfTen[count]! + value;
          lowLength += count;
        }
      }
      at += count;
    } while (count === 4);
    decimals = at - fraction;
    if (decimals === 0 || decimals > 22) return -1;
  }
  if (bytes[at] !== comma && bytes[at] !== closingBrace) return -1;

  // Both are exact, so one division rounds once, which is what the text means (W. D. Clinger, "How to Read Floating
  // Point Numbers Accurately").
  const number =
    lowLength === 0 ? high / powersOfTen[decimals]! : divideLong(high, low, powersOfTen[lowLength]!, decimals);
  // Not so for NaN.
  if (!(number >= 0)) return -1;
  cells[index] = isNegative ? -number : number;
  return at;
}

/**
 * How many of four bytes are digits, before the first that is none.
 *
 * @param four the bytes, the first in the lowest place, less "0000"
 */
function digitCount(four: number): number {
  // Digits are 0 to 9 now. Adding 6 shows those that are above; what that carries over is behind the first of them.
  const others = (four | (four + 0x06060606)) & 0xf0f0f0f0;
  return others === 0 ? 4 : (31 - Math.clz32(others & -others)) >>> 3;
}

/** The number that the first `count` (1 to 4) of these digits are, each in a byte, the first in the lowest place. */
export function digitValue(four: number, count: number): number {
  // Zeros in front of them; then pairs of digits, then both pairs.
  const digits = four << (32 - 8 * count);
  const pairs = (digits & 0x000f000f) * 10 + ((digits >>> 8) & 0x000f000f);
  return (pairs & 0xff) * 100 + (pairs >>> 16);
}

/**
 * (`high` * `scale` + `low`) / 10^`decimals`, rounded once, of integers under 10^15, 10^8 and 10^8.
 *
 * @returns NaN where the result lies so near to the middle of two doubles that only more digits can tell
 */
function divideLong(high: number, low: number, scale: number, decimals: number): number {
  const dividend = high * scale + low;
  // What is exact itself needs no more than for short numbers.
  if (dividend <= Number.MAX_SAFE_INTEGER) return dividend / powersOfTen[decimals]!;
  // What a double has lost of it: up to 2^24, so the last 32 bits of both show it.
  const lost = (Math.imul(high | 0, scale) + low - (dividend | 0)) | 0;

  const divisor = powersOfTen[decimals]!;
  const quotient = dividend / divisor;
  // quotient * divisor = product + error, exactly (T. J. Dekker, "A floating-point technique for extending the
  // available precision", 1971): halves of 26 bits multiply without loss.
  const product = quotient * divisor;
  const quotientHigh = upperHalf(quotient);
  const quotientLow = quotient - quotientHigh;
  const divisorHigh = upperHalf(divisor);
  const divisorLow = divisor - divisorHigh;
  const error =
    quotientLow * divisorLow -
    (product - quotientHigh * divisorHigh - quotientLow * divisorHigh - quotientHigh * divisorLow);

  // The rest of a division is a double, so this is exact but for adding what was lost. Adding and dividing round once
  // each, which is less than 2^-51 of the correction.
  const correction = (dividend - product - error + lost) / divisor;
  const guard = Math.abs(correction) * 2 ** -50;
  const below = quotient + (correction - guard);
  const above = quotient + (correction + guard);
  // Rounding keeps order: where both ends come to the same double, so does the truth between them.
  return below === above ? below : Number.NaN;
}

function upperHalf(number: number): number {
  const spread = number * (2 ** 27 + 1);
  return spread - (spread - number);
}
