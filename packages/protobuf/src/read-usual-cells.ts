import { columnKinds } from "./column.ts";
import { cursor } from "./cursor.ts";
import { cellTags } from "./tags.ts";
import {
  doubleBytes,
  doubleHead,
  emptyBytes,
  emptyHead,
  highNaN,
  timeBytes,
  timeHead,
  topBit,
  topBits,
  topBitsAtEnd,
} from "./usual-values.ts";
import { foldVarint } from "./varint-words.ts";

// As in read-raw-rows.ts all of it stands here, where it costs no load.
const head = 0xffffff;
const headAndTopBit = topBit | head;
const firstOfTime = topBit | timeHead;
const allTopBits = topBits;
const lastTopBits = topBitsAtEnd;
const double = doubleHead;
const empty = emptyHead;
const nan = highNaN;
const { uint32, uint64 } = cellTags;
const { none, time, status, number } = columnKinds;

/**
 * Reads values row by row, from the cursor on, into columns of any kind. It stops before the first value that looks in
 * any way unusual, that might end after `end`, or that has no column, and when there are `capacity` rows.
 *
 * Little-endian hosts only: it writes the low half of 64 bits first.
 *
 * @param kinds which of `columnKinds` each column is
 * @param words the columns' memory as words
 * @param views the same memory
 */
export function readUsualCells(
  view: DataView,
  end: number,
  kinds: Uint8Array,
  words: readonly Int32Array[],
  views: readonly DataView[],
  capacity: number,
): void {
  let position = cursor.position | 0;
  let row = cursor.row | 0;
  let column = cursor.column | 0;
  const lastStart = (end - timeBytes) | 0;
  while (position <= lastStart && row < capacity) {
    const length = readUsualCell(view, position, kinds[column]!, words[column]!, views[column]!, row);
    if (length === 0) break;
    position += length;
    column++;
    if (column === kinds.length) {
      column = 0;
      row++;
    }
  }
  cursor.position = position;
  cursor.row = row;
  cursor.column = column;
}

/** Reads the value at `position`. Returns how many bytes it has; 0 when it looks unusual or has no column. */
function readUsualCell(
  view: DataView,
  position: number,
  kind: number,
  words: Int32Array,
  cells: DataView,
  row: number,
): number {
  const a = view.getInt32(position, true);
  const b = view.getInt32(position + 4, true);
  const c = view.getInt32(position + 8, true);
  if (kind === none) return 0;
  if (kind === time) {
    const isUsual =
      (((a & headAndTopBit) ^ firstOfTime) | ((b & allTopBits) ^ allTopBits) | ((c & allTopBits) ^ lastTopBits)) === 0;
    if (!isUsual) return 0;
    const middle = foldVarint(b); // bits 7 to 34
    const top = foldVarint(c); // bits 35 to 62
    words[2 * row] = ((a >>> 24) & 0x7f) | (middle << 7);
    words[2 * row + 1] = (middle >>> 25) | (top << 3);
    return timeBytes;
  }
  if (kind === number && (a & head) === double) {
    words[2 * row] = (a >>> 24) | (b << 8);
    words[2 * row + 1] = (b >>> 24) | (c << 8);
    return doubleBytes;
  }
  if ((a & 0xffff) === empty) {
    if (kind === status) words[row] = 0;
    else {
      words[2 * row] = 0;
      words[2 * row + 1] = nan;
    }
    return emptyBytes;
  }

  // 22, length, tag of an unsigned integer, and one to four bytes of a varint.
  const length = (a >>> 8) & 0xff;
  const tag = (a >>> 16) & 0xff;
  if ((a & 0xff) !== 0x22 || length < 2 || length > 5 || (tag !== uint32 && tag !== uint64)) return 0;
  // The varint alone: the bytes that follow it are shifted out, and 0 in.
  const spare = 8 * (5 - length);
  const varint = (((a >>> 24) | (b << 8)) << spare) >>> spare;
  // Exactly its last byte has no top bit.
  if ((varint & allTopBits) !== lastTopBits >>> spare) return 0;
  const integer = foldVarint(varint);
  if (kind === status) words[row] = integer;
  else cells.setFloat64(8 * row, integer, true);
  return 2 + length;
}
