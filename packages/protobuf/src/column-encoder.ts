import { cellTags } from "./tags.ts";
import { doubleBytes } from "./usual-values.ts";
import { highHalf, lowHalf } from "./varint-words.ts";
import type { WireWriter } from "./wire-writer.ts";

/** Writes the values of one column. */
export interface ColumnEncoder {
  /** How many bytes a value takes at most. */
  readonly maxValueBytes: number;
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
      maxValueBytes: maxIntegerBytes(32),
      writeValue: (writer, row) => writer.writeInteger(cellTags.uint32, column[row]!, 0),
    };
  }
  if (column instanceof BigInt64Array) {
    const words = new Int32Array(column.buffer, column.byteOffset, 2 * column.length);
    const [lowAt, highAt] = isLittleEndian ? ([0, 1] as const) : ([1, 0] as const);
    return {
      maxValueBytes: maxIntegerBytes(64),
      writeValue: (writer, row) =>
        writer.writeInteger(cellTags.int64, words[2 * row + lowAt]!, words[2 * row + highAt]!),
    };
  }
  const isInteger = name === "count" ? isCount : isNever;
  return {
    // An integer that a double holds takes no more.
    maxValueBytes: doubleBytes,
    writeValue(writer, row) {
      const number = column[row]!;
      if (Number.isNaN(number)) writer.writeEmpty();
      else if (isInteger(number)) writer.writeInteger(cellTags.uint64, lowHalf(number), highHalf(number));
      else writer.writeDouble(number);
    },
  };
}

/** Tag, length and tag, then 7 bits a byte. */
function maxIntegerBytes(bits: number): number {
  return 3 + Math.ceil(bits / 7);
}

/** Whether a uint64 says the same; it has no −0. */
function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0 && !Object.is(number, -0);
}

function isNever(): boolean {
  return false;
}
