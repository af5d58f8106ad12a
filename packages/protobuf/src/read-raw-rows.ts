import { cursor } from "./cursor.ts";
import {
  doubleBytes,
  doubleHead,
  shortStatusBytes,
  statusBytes,
  timeBytes,
  timeHead,
  topBit,
  topBits,
  topBitsAtEnd,
} from "./usual-values.ts";
import { foldVarint } from "./varint-words.ts";

// A row of a raw read, by offset:
//
//   0  22 0A 08     tag of `values`, length 10, tag of `int64`
//   3  t0 … t8      varint: nanoseconds, bits 0 to 62
//  12  22 09 11     tag of `values`, length 9, tag of `double`
//  15  d0 … d7      double, low bytes first
//  23  22           tag of `values`
//  24  03 18 s0 s1  length 3, tag of `uint32`, varint: status from 128 to 16 383
//      02 18 s0     or length 2, and a status below 128: then the row ends here, one byte earlier
const valueAt = timeBytes;
const statusAt = valueAt + doubleBytes;
const rowBytes = statusAt + statusBytes;
const shortRowBytes = statusAt + shortStatusBytes;

// What those bytes must be, the ones of numbers left out. It stands here, because each use of what another module
// exports would be a load.
const head = 0xffffff;
const headAndTopBit = topBit | head;
const firstOfTime = topBit | timeHead;
const allTopBits = topBits;
const lastTopBits = topBitsAtEnd;
const double = doubleHead;
const valuesTag = 0x22;

/** A form of the status: which bits of the word at 24 tell it, what they are, and whether s1 belongs to it. */
const longStatus = { mask: 0x8080ffff | 0, bits: 0x00801803, s1: 0x3f80, rowBytes } as const;
const shortStatus = { mask: 0x0080ffff, bits: 0x00001802, s1: 0, rowBytes: shortRowBytes } as const;
const statusForms = [longStatus, shortStatus] as const;

/**
 * Reads rows of time, value and status from the cursor on. It stops before the first row that looks in any way
 * different, that might end after `end`, and when there are `capacity` rows.
 *
 * Little-endian hosts only: it writes the low half of 64 bits first.
 */
export function readRawRows(
  view: DataView,
  end: number,
  times: Int32Array,
  values: Int32Array,
  statuses: Int32Array,
  capacity: number,
): void {
  let before: number;
  do {
    before = cursor.row;
    for (const { mask, bits, s1, rowBytes } of statusForms) {
      readRowsOfOneLength(view, end, times, values, statuses, capacity, mask, bits, s1, rowBytes);
    }
  } while (cursor.row > before);
}

/** One length: a step that the loop does not change is a quarter faster than one that each row decides. */
function readRowsOfOneLength(
  view: DataView,
  end: number,
  times: Int32Array,
  values: Int32Array,
  statuses: Int32Array,
  capacity: number,
  statusMask: number,
  statusBits: number,
  s1Mask: number,
  step: number,
): void {
  // Integers for the engine too: as a double, which a reader's position may be to it, each step takes twice the time.
  let position = cursor.position | 0;
  let row = cursor.row | 0;
  const endRow = Math.min(capacity, row + Math.floor((end - position) / rowBytes)) | 0;
  for (; row < endRow; row++) {
    // `| 0` says that no sum leaves 32 bits, so that the engine need not check each.
    const a = view.getInt32(position, true); // 22 0A 08 t0
    const b = view.getInt32((position + 4) | 0, true); // t1 … t4
    const c = view.getInt32((position + 8) | 0, true); // t5 … t8
    const d = view.getInt32((position + valueAt) | 0, true); // 22 09 11 d0
    const e = view.getUint8((position + statusAt) | 0); // 22
    const f = view.getInt32((position + statusAt + 1) | 0, true); // 03 18 s0 s1, or 02 18 s0
    const isUsual =
      (((a & headAndTopBit) ^ firstOfTime) |
        ((b & allTopBits) ^ allTopBits) |
        ((c & allTopBits) ^ lastTopBits) |
        ((d & head) ^ double) |
        (e ^ valuesTag) |
        ((f & statusMask) ^ statusBits)) ===
      0;
    if (!isUsual) break;

    const middle = foldVarint(b); // bits 7 to 34
    const top = foldVarint(c); // bits 35 to 62
    const lowAt = row << 1;
    times[lowAt] = ((a >>> 24) & 0x7f) | (middle << 7);
    times[lowAt | 1] = (middle >>> 25) | (top << 3);
    values[lowAt] = view.getInt32((position + valueAt + 3) | 0, true);
    values[lowAt | 1] = view.getInt32((position + valueAt + 7) | 0, true);
    statuses[row] = ((f >>> 16) & 0x7f) | ((f >>> 17) & s1Mask);
    position = (position + step) | 0;
  }
  cursor.position = position;
  cursor.row = row;
}
