// A varint keeps 7 bits of its number in each byte, the lowest first; the top bit says whether another byte follows.

/** The 28 bits of a number that four bytes of a varint hold, from those bytes as one little-endian word. */
export function foldVarint(word: number): number {
  const bytes = word & 0x7f7f7f7f;
  const pairs = (bytes & 0x007f007f) | ((bytes & 0x7f007f00) >>> 1);
  return (pairs & 0x3fff) | ((pairs >>> 2) & 0x0fffc000);
}

/** The reverse: 28 bits over four bytes, whose top bits are 0. */
export function spreadVarint(bits: number): number {
  const pairs = (bits & 0x3fff) | ((bits & 0x0fffc000) << 2);
  return (pairs & 0x007f007f) | ((pairs & 0x3f803f80) << 1);
}

/** How many bytes the varint of a 64-bit number has. */
export function varintLength(low: number, high = 0): number {
  const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
  // Bits by 7, rounded up, and 1 for 0: exact up to 64 bits, and without a division.
  return (9 * bits + 64) >>> 6;
}

/** The low 32 bits of an integer up to 2^53. */
export function lowHalf(integer: number): number {
  return integer % 2 ** 32;
}

/** The bits above them. */
export function highHalf(integer: number): number {
  return Math.floor(integer / 2 ** 32);
}
