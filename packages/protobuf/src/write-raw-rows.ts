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
import { spreadVarint } from "./varint-words.ts";

// The layout is shown, and explained, in read-raw-rows.ts.
const valueAt = timeBytes;
const statusAt = valueAt + doubleBytes;
const rowBytes = statusAt + statusBytes;
const shortRowBytes = statusAt + shortStatusBytes;

const firstOfTime = topBit | timeHead;
const middleOfTime = topBits;
const lastOfTime = topBitsAtEnd;
const double = doubleHead;
const valuesTag = 0x22;

/** A form of the status: the lowest one, how many there are, and the word at 24 without their bits. */
const longStatus = { lowest: 2 ** 7, count: 2 ** 14 - 2 ** 7, bits: 0x00801803, rowBytes } as const;
const shortStatus = { lowest: 0, count: 2 ** 7, bits: 0x00001802, rowBytes: shortRowBytes } as const;
const statusForms = [longStatus, shortStatus] as const;

/**
 * Writes rows of time, value and status from the cursor on. It stops before the first row that has another layout (a
 * time whose varint is not nine bytes long, no value, a status of 16 384 or more), when there are `end` rows, and
 * before the end of `view`, where up to 28 bytes may be left.
 *
 * Little-endian hosts only: it takes the first half of 64 bits for the low one.
 *
 * @param times two words a row
 */
export function writeRawRows(
  view: DataView,
  times: Int32Array,
  values: Float64Array,
  statuses: Uint32Array,
  end: number,
): void {
  let before: number;
  do {
    before = cursor.row;
    for (const { lowest, count, bits, rowBytes } of statusForms) {
      writeRowsOfOneLength(view, times, values, statuses, end, lowest, count, bits, rowBytes);
    }
  } while (cursor.row > before);
}

/** One length: a step that the loop does not change is a quarter faster than one that each row decides. */
function writeRowsOfOneLength(
  view: DataView,
  times: Int32Array,
  values: Float64Array,
  statuses: Uint32Array,
  end: number,
  lowestStatus: number,
  statusCount: number,
  statusBits: number,
  step: number,
): void {
  let position = cursor.position | 0;
  let row = cursor.row | 0;
  // After a short row the word with its status covers the first byte of the next, which is written later.
  const endRow = Math.min(end, row + Math.floor((view.byteLength - position) / rowBytes)) | 0;
  for (; row < endRow; row++) {
    const timeAt = row << 1;
    const low = times[timeAt]!;
    const high = times[timeAt | 1]!;
    const value = values[row]!;
    const status = statuses[row]! | 0;
    if (high < 2 ** 24 || Number.isNaN(value) || (status - lowestStatus) >>> 0 >= statusCount) break;

    const middle = spreadVarint((low >>> 7) | (high << 25)); // bits 7 to 34
    const top = spreadVarint(high >>> 3); // bits 35 to 62
    // `| 0` says that no sum leaves 32 bits, so that the engine need not check each.
    view.setInt32(position, firstOfTime | (low << 24), true);
    view.setInt32((position + 4) | 0, middle | middleOfTime, true);
    view.setInt32((position + 8) | 0, top | lastOfTime, true);
    view.setInt32((position + valueAt) | 0, double, true);
    view.setFloat64((position + valueAt + 3) | 0, value, true);
    view.setUint8((position + statusAt) | 0, valuesTag);
    view.setInt32((position + statusAt + 1) | 0, statusBits | ((status & 0x7f) << 16) | ((status >>> 7) << 24), true);
    position = (position + step) | 0;
  }
  cursor.position = position;
  cursor.row = row;
}
