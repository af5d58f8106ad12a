import { cellTags } from "./tags.ts";
import { doubleBytes, emptyBytes, statusBytes, timeBytes } from "./usual-values.ts";
import { integerLength } from "./wire-writer.ts";
import type { WireWriter } from "./wire-writer.ts";

/** Writes the values of one column. */
export interface ColumnEncoder {
  /** How many bytes the values of all rows take together. */
  readonly byteLength: number;
  writeValue(writer: WireWriter, row: number): void;
}

/** @param isLittleEndian the byte order of the column, which is the host's */
export function createColumnEncoder(
  name: string,
  column: BigInt64Array | Uint32Array | Float64Array,
  isLittleEndian: boolean,
): ColumnEncoder {
  if (column instanceof Uint32Array) {
    return {
      byteLength: statusesLength(column),
      writeValue: (writer, row) => writer.writeInteger(cellTags.uint32, column[row]!, 0),
    };
  }
  if (column instanceof BigInt64Array) {
    const words = new Int32Array(column.buffer, column.byteOffset, 2 * column.length);
    const [lowAt, highAt] = isLittleEndian ? ([0, 1] as const) : ([1, 0] as const);
    return {
      byteLength: timesLength(words, lowAt, highAt),
      writeValue: (writer, row) =>
        writer.writeInteger(cellTags.int64, words[2 * row + lowAt]!, words[2 * row + highAt]!),
    };
  }
  const isInteger = name === "count" ? isCount : isNever;
  return {
    byteLength: name === "count" ? countsLength(column) : numbersLength(column),
    writeValue(writer, row) {
      const number = column[row]!;
      if (Number.isNaN(number)) writer.writeEmpty();
      else if (isInteger(number)) writer.writeInteger(cellTags.uint64, lowOf(number), highOf(number));
      else writer.writeDouble(number);
    },
  };
}

// These loops have functions of their own, count rows, and add only what is unlike the rest: each of the three takes
// time off a pass that is as long as writing.

function statusesLength(column: Uint32Array): number {
  let byteLength = statusBytes * column.length;
  for (let row = 0; row < column.length; row++) {
    const status = column[row]!;
    if (status < 2 ** 7 || status >= 2 ** 14) byteLength += integerLength(status, 0) - statusBytes;
  }
  return byteLength;
}

function timesLength(words: Int32Array, lowAt: number, highAt: number): number {
  let byteLength = timeBytes * (words.length / 2);
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + highAt]!;
    if (high < 2 ** 24) byteLength += integerLength(words[at + lowAt]!, high) - timeBytes;
  }
  return byteLength;
}

function numbersLength(column: Float64Array): number {
  let byteLength = doubleBytes * column.length;
  for (let row = 0; row < column.length; row++) {
    if (Number.isNaN(column[row]!)) byteLength += emptyBytes - doubleBytes;
  }
  return byteLength;
}

function countsLength(column: Float64Array): number {
  let byteLength = numbersLength(column);
  for (let row = 0; row < column.length; row++) {
    const count = column[row]!;
    if (isCount(count)) byteLength += integerLength(lowOf(count), highOf(count)) - doubleBytes;
  }
  return byteLength;
}

/** Whether a uint64 says the same; it has no −0. */
function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0 && !Object.is(number, -0);
}

function isNever(): boolean {
  return false;
}

function lowOf(integer: number): number {
  return integer % 2 ** 32;
}

function highOf(integer: number): number {
  return Math.floor(integer / 2 ** 32);
}
