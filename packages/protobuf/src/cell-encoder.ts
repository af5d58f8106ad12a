import { cellTags } from "./tags.ts";
import type { WireWriter } from "./wire-writer.ts";
import { highIndex, lowIndex, wordsOf } from "./words.ts";

/** Writes what stands inside the value message of one row; nothing for NaN. */
type CellEncoder = (writer: WireWriter, row: number) => void;

/** How the cells of `column` are written. */
export function createCellEncoder(name: string, column: BigInt64Array | Uint32Array | Float64Array): CellEncoder {
  if (column instanceof Uint32Array) {
    return (writer, row) => writeVarint(writer, cellTags.uint32, column[row]!);
  }
  const words = wordsOf(column);
  if (column instanceof BigInt64Array) {
    return (writer, row) => writeVarint(writer, cellTags.int64, words[lowIndex(row)]!, words[highIndex(row)]);
  }
  return (writer, row) => {
    const number = column[row]!;
    if (Number.isNaN(number)) return;
    if (name === "count" && isCount(number)) {
      writeVarint(writer, cellTags.uint64, number % 2 ** 32, Math.floor(number / 2 ** 32));
    } else {
      writer.writeVarint(cellTags.double);
      writer.writeFixed64(words[lowIndex(row)]!, words[highIndex(row)]!);
    }
  };
}

/** Whether a uint64 says the same; it has no −0. */
function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0 && !Object.is(number, -0);
}

function writeVarint(writer: WireWriter, tag: number, low: number, high = 0): void {
  writer.writeVarint(tag);
  writer.writeVarint(low, high);
}
