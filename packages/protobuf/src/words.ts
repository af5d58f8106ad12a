// Typed arrays keep the byte order of the host: which half of 64 bits comes first in memory?
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Where the low 32 bits of cell `row` stand in {@link wordsOf}. */
export function lowIndex(row: number): number {
  return 2 * row + (isLittleEndian ? 0 : 1);
}

/** Where the high 32 bits of cell `row` stand in {@link wordsOf}. */
export function highIndex(row: number): number {
  return 2 * row + (isLittleEndian ? 1 : 0);
}

/**
 * The cells of a 64-bit column as 32-bit words, over the same memory: bits are moved through it as they are,
 * without a bigint for a time and without touching the payload of a NaN.
 */
export function wordsOf(column: BigInt64Array | Float64Array): Uint32Array {
  return new Uint32Array(column.buffer, column.byteOffset, 2 * column.length);
}
