const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

/** The powers of ten that a double holds exactly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** The two characters of the numbers 0 to 99, the first in the lower byte. */
export const digitPairs: Uint16Array = Uint16Array.from(
  { length: 100 },
  (_, number) => (zero + Math.floor(number / 10)) | ((zero + (number % 10)) << 8),
);

/** Bytes that a number may take, also on the way. */
export const numberRoom = 32;

/** What computing in doubles may be wrong by below, many times over. */
const doubt = 1e-6;

const scratch = new DataView(new ArrayBuffer(8));

/** How many decimals make 17 digits of the number before: those of a series are alike. */
let lastDecimals = 16;

/**
 * Writes a finite number in the fewest digits that read back as the same double: as `String` does, but −0 as `-0`.
 *
 * @param view the same bytes; they have {@link numberRoom} left
 * @returns where the text ends
 */
export function encodeNumber(number: number, bytes: Uint8Array, view: DataView, start: number): number {
  let at = start;
  let size = number;
  if (number < 0 || Object.is(number, -0)) {
    bytes[at++] = minus;
    size = -number;
  }
  if (size < 1e9) {
    const millionths = Math.round(size * 1e6);
    // At most 15 digits, and no two numbers of 15 digits read as the same double: so this is the one, and the shortest.
    if (millionths / 1e6 === size) return encodeMillionths(millionths, bytes, view, at);
  }
  const end = encodeDecimal(size, bytes, view, at);
  return end < 0 ? encodeText(String(size), bytes, at) : end;
}

function encodeText(text: string, bytes: Uint8Array, start: number): number {
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
  return start + text.length;
}

/** Writes a number of up to nine digits and six decimals, without zeros at its end. */
function encodeMillionths(millionths: number, bytes: Uint8Array, view: DataView, start: number): number {
  const whole = Math.floor(millionths / 1e6);
  const at = encodeInteger(whole, bytes, start);
  const fraction = millionths - whole * 1e6;
  if (fraction === 0) return at;
  bytes[at] = point;
  const upper = Math.floor(fraction / 100);
  view.setInt16(at + 1, digitPairs[Math.floor(upper / 100)]!, true);
  view.setInt16(at + 3, digitPairs[upper % 100]!, true);
  view.setInt16(at + 5, digitPairs[fraction - upper * 100]!, true);
  let end = at + 7;
  while (bytes[end - 1] === zero) end--;
  return end;
}

/** @param integer 0 to 10^9 - 1 */
function encodeInteger(integer: number, bytes: Uint8Array, start: number): number {
  let end = start + 1;
  for (let limit = 10; limit <= integer; limit *= 10) end++;
  let rest = integer;
  for (let at = end - 1; at >= start; at--) {
    const others = Math.floor(rest / 10);
    bytes[at] = zero + rest - others * 10;
    rest = others;
  }
  return end;
}

/**
 * All decimals that are less than half its last bit away read back as a double. Scaled to 17 digits in front of the
 * point these are up to 0.55 to 11.2 units away, more for the larger ones. So the nearest unit is one of them; the nearest
 * ten and the nearest hundred may be, and then there is none with fewer digits that is not a hundred, too, and no other
 * hundred. The scaled number is known exactly, as the sum of two doubles.
 *
 * @returns where the text ends; -1 outside of 10^-5 to 10^15, and where the choice is too close to tell
 */
function encodeDecimal(number: number, bytes: Uint8Array, view: DataView, start: number): number {
  if (!(number >= 1e-5 && number < 1e15)) return -1;
  let decimals = lastDecimals;
  while (number * powersOfTen[decimals]! >= 1e17) decimals--;
  while (number * powersOfTen[decimals]! < 1e16) decimals++;
  lastDecimals = decimals;

  // number * scale = scaled + rest, exactly (T. J. Dekker, "A floating-point technique for extending the available
  // precision", 1971).
  const scale = powersOfTen[decimals]!;
  const scaled = number * scale;
  const numberHigh = upperHalf(number);
  const numberLow = number - numberHigh;
  const scaleHigh = upperHalf(scale);
  const scaleLow = scale - scaleHigh;
  const rest = numberLow * scaleLow - (scaled - numberHigh * scaleHigh - numberLow * scaleHigh - numberHigh * scaleLow);
  // The upper nine digits, and eight with a fraction. Only adding the rest may round, to 2^-27; it does not for numbers
  // of few bits, such as those that were of 32 bits, which often lie in the middle.
  let upper = Math.floor(scaled / 1e8);
  const integer = scaled - upper * 1e8;
  const fraction = integer + rest;
  const isExact = fraction - integer === rest;

  // Half of the last bit. It is another one below a power of two, which is not for here.
  scratch.setFloat64(0, number);
  const exponent = scratch.getInt32(0) & 0x7ff00000;
  if (scratch.getInt32(4) === 0 && scratch.getInt32(0) === exponent) return -1;
  scratch.setInt32(0, exponent - (53 << 20));
  scratch.setInt32(4, 0);
  const reach = scratch.getFloat64(0) * scale;

  let lower = nearest(fraction, 100, reach, isExact);
  if (lower === none) lower = nearest(fraction, 10, reach, isExact);
  if (lower === none) lower = nearest(fraction, 1, reach, isExact);
  if (lower === 1e8) {
    lower = 0;
    upper++;
  }
  // Also for NaN, and where rounding has led the upper digits astray.
  if (!(lower >= 0 && lower < 1e8 && upper >= 1e8 && upper < 1e9)) return -1;
  return encodeDigits(upper, lower, decimals, bytes, view, start);
}

const none = -1000;

/**
 * The nearest multiple of `unit`; of two the even one, as ECMAScript's Number::toString has it.
 *
 * @param isExact whether `number` is
 * @returns `none` where it is not less than `reach` away; NaN where that, or which is the nearest, cannot be told
 */
function nearest(number: number, unit: number, reach: number, isExact: boolean): number {
  const count = Math.round(number / unit);
  const distance = Math.abs(count * unit - number);
  if (distance > reach + doubt) return none;
  if (distance > reach - doubt) return Number.NaN;
  if (distance <= unit / 2 - doubt) return count * unit;
  if (!isExact || distance !== unit / 2) return Number.NaN;
  // Math.round has gone up.
  return (count % 2 === 0 ? count : count - 1) * unit;
}

/**
 * Writes nine digits and eight as one number with a point, without zeros at its end.
 *
 * @param decimals how many of the digits are behind the point; there may be more than 17
 */
function encodeDigits(
  upper: number,
  lower: number,
  decimals: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
): number {
  const whole = 17 - decimals;
  let at = start;
  if (whole < 1) for (; at < start + 2 - whole; at++) bytes[at] = zero;
  else at++;
  const first = Math.floor(upper / 1e8);
  bytes[at] = zero + first;
  encodeEight(upper - first * 1e8, view, at + 1);
  encodeEight(lower, view, at + 9);
  for (let i = 0; i < whole; i++) bytes[start + i] = bytes[start + i + 1]!;
  bytes[start + Math.max(whole, 1)] = point;

  let end = at + 17;
  while (bytes[end - 1] === zero) end--;
  return bytes[end - 1] === point ? end - 1 : end;
}

function encodeEight(eight: number, view: DataView, at: number): void {
  const upper = Math.floor(eight / 1e4);
  const lower = eight - upper * 1e4;
  view.setInt16(at, digitPairs[Math.floor(upper / 100)]!, true);
  view.setInt16(at + 2, digitPairs[upper % 100]!, true);
  view.setInt16(at + 4, digitPairs[Math.floor(lower / 100)]!, true);
  view.setInt16(at + 6, digitPairs[lower % 100]!, true);
}

function upperHalf(number: number): number {
  const spread = number * (2 ** 27 + 1);
  return spread - (spread - number);
}
