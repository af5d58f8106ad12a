import { digitPairs, encodeNumber, numberRoom } from "./encode-number.ts";
import { numberColumns } from "./format.ts";
import type { Columns } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { formatTime } from "./time.ts";

/** The rows of one series, for a JSON array of objects. */
export interface Rows {
  /** `time` and any others, each `length` long. */
  readonly columns: Columns;
  readonly length: number;
  /** Where the columns are, for errors, such as `items[3].columns`. */
  readonly place: string;
}

// Typed arrays keep the byte order of the host.
const isHostLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * JSON text in UTF-8 from pieces of it and rows: `["[", rows, "]"]` gives `[[{"time":"…","value":…,"status":…},…]]`.
 * A row has `time`, `value`, `status` and the aggregates, in the order of the service's `Datapoint` schema, as far as
 * there are columns for them. −0 is kept, a `value` of NaN is `null`, NaN in another column is left out.
 *
 * @param fractionDigits how many fraction digits a time has at least; it gets more, up to 9, where it needs them
 * @throws OmniaError `invalid-argument` for an infinite number
 */
export function encodeRows(parts: readonly (string | Rows)[], fractionDigits: number): Uint8Array<ArrayBuffer> {
  const encoder = new RowsEncoder(fractionDigits, isHostLittleEndian);
  for (const part of parts) {
    if (typeof part === "string") encoder.addText(part);
    else encoder.addRows(part);
  }
  return encoder.bytes;
}

const comma = 0x2c;
const point = 0x2e;
const zero = 0x30;
const colon = 0x3a;
const closingBrace = 0x7d;

/** `null` as four bytes. */
const nullWord = 0x6c6c756e;

const columnNames = ["value", "status", ...numberColumns.filter((name) => name !== "value")] as const;

const nsPerDay = 86_400_000_000_000;
const dayNs = BigInt(nsPerDay);

/** The most that one row takes without its cells, and what it takes usually. */
const rowRoom = 64;
const usualRow = 42;
/** The same for a cell with its name. */
const cellRoom = 12 + numberRoom;
const usualCell = 28;

/** Writes what {@link encodeRows} promises into bytes that grow. */
export class RowsEncoder {
  readonly #fractionDigits: number;
  readonly #isLittleEndian: boolean;
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  // The day of the last time: its first nanosecond, also as two words, and its text with the quote before it and the T
  // behind it, as three words: "202, 1-02, -01T.
  #midnight = 0n;
  #midnightHigh = 0;
  #midnightLow = 0;
  #century = 0;
  #month = 0;
  #day = 0;

  /** @param isLittleEndian whether the words of a time stand in its column low word first; it is read as bigint otherwise */
  constructor(fractionDigits: number, isLittleEndian: boolean) {
    this.#fractionDigits = fractionDigits;
    this.#isLittleEndian = isLittleEndian;
    this.#setDay(0n);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  addText(text: string): void {
    // No character of a string takes more than three bytes.
    this.#reserve(text.length * 3);
    this.#length += new TextEncoder().encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  addRows({ columns, length, place }: Rows): void {
    const cells = columnNames.flatMap((name) => {
      const column = columns[name];
      return column === undefined ? [] : new Cells(name, column, `${place}.${name}`);
    });
    this.#reserve(length * (usualRow + cells.length * usualCell));
    const time = columns.time ?? new BigInt64Array(0);
    const words = new Int32Array(time.buffer, time.byteOffset, 2 * time.length);
    this.addText("[");
    for (let row = 0; row < length; row++) {
      this.#reserve(rowRoom + cells.length * cellRoom);
      if (row > 0) this.#bytes[this.#length++] = comma;
      this.#addTime(time, words, row);
      for (const cell of cells) this.#length = cell.write(row, this.#bytes, this.#view, this.#length);
      this.#bytes[this.#length++] = closingBrace;
    }
    this.addText("]");
  }

  /** Writes `{"time":"2021-02-01T09:54:05.4200000Z"`. */
  #addTime(time: BigInt64Array, words: Int32Array, row: number): void {
    let ns = this.#sinceMidnight(time, words, row);
    if (ns < 0 || ns >= nsPerDay) {
      this.#setDay(time[row]!);
      ns = this.#sinceMidnight(time, words, row);
    }
    const second = Math.floor(ns / 1e9);
    const fraction = ns - second * 1e9;
    const minute = Math.floor(second / 60);
    const hour = Math.floor(minute / 60);

    const view = this.#view;
    const bytes = this.#bytes;
    const at = this.#length;
    // {"ti, me":, "202, 1-02, -01T
    view.setInt32(at, 0x6974227b, true);
    view.setInt32(at + 4, 0x3a22656d, true);
    view.setInt32(at + 8, this.#century, true);
    view.setInt32(at + 12, this.#month, true);
    view.setInt32(at + 16, this.#day, true);
    view.setInt16(at + 20, digitPairs[hour]!, true);
    bytes[at + 22] = colon;
    view.setInt16(at + 23, digitPairs[minute - hour * 60]!, true);
    bytes[at + 25] = colon;
    view.setInt16(at + 26, digitPairs[second - minute * 60]!, true);
    bytes[at + 28] = point;
    // Nine digits, of which the zeros at the end go that nobody asked for.
    const first = Math.floor(fraction / 1e8);
    const others = fraction - first * 1e8;
    const upper = Math.floor(others / 1e4);
    const lower = others - upper * 1e4;
    bytes[at + 29] = zero + first;
    view.setInt16(at + 30, digitPairs[Math.floor(upper / 100)]!, true);
    view.setInt16(at + 32, digitPairs[upper % 100]!, true);
    view.setInt16(at + 34, digitPairs[Math.floor(lower / 100)]!, true);
    view.setInt16(at + 36, digitPairs[lower % 100]!, true);
    const shortest = at + 29 + this.#fractionDigits;
    let end = at + 38;
    while (end > shortest && bytes[end - 1] === zero) end--;
    // No digits: no point.
    if (end === at + 29) end--;
    // Z"
    view.setInt16(end, 0x225a, true);
    this.#length = end + 2;
  }

  /** Nanoseconds since the midnight that is kept: exact for times of that day, and outside of it for all others. */
  #sinceMidnight(time: BigInt64Array, words: Int32Array, row: number): number {
    if (!this.#isLittleEndian) return Number(time[row]! - this.#midnight);
    return (words[2 * row + 1]! - this.#midnightHigh) * 2 ** 32 + ((words[2 * row]! >>> 0) - this.#midnightLow);
  }

  #setDay(ns: bigint): void {
    const sinceMidnight = ((ns % dayNs) + dayNs) % dayNs;
    this.#midnight = ns - sinceMidnight;
    this.#midnightHigh = Number(this.#midnight >> 32n);
    this.#midnightLow = Number(BigInt.asUintN(32, this.#midnight));
    const date = new TextEncoder().encode(`"${formatTime(this.#midnight).slice(0, 11)}`);
    const words = new DataView(date.buffer, date.byteOffset, date.length);
    this.#century = words.getInt32(0, true);
    this.#month = words.getInt32(4, true);
    this.#day = words.getInt32(8, true);
  }

  #reserve(count: number): void {
    const length = this.#length + count;
    if (length <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(length, Math.ceil(this.#bytes.length * 1.5)));
    bytes.set(this.bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** Writes the cells of one column, each with the column's name before it. */
class Cells {
  readonly #column: Float64Array | Uint32Array;
  readonly #place: string;
  readonly #isNullable: boolean;
  // What stands before a cell, such as `,"value":`: its first four bytes, four from the fourth on, and the last four.
  readonly #openingLength: number;
  readonly #first: number;
  readonly #middle: number;
  readonly #last: number;

  constructor(name: string, column: Float64Array | Uint32Array, place: string) {
    this.#column = column;
    this.#place = place;
    this.#isNullable = name === "value";
    const opening = new TextEncoder().encode(`,"${name}":`);
    const view = new DataView(opening.buffer);
    this.#openingLength = opening.length;
    this.#first = view.getInt32(0, true);
    this.#middle = view.getInt32(3, true);
    this.#last = view.getInt32(opening.length - 4, true);
  }

  /** @returns where the cell of this row ends */
  write(row: number, bytes: Uint8Array, view: DataView, start: number): number {
    const number = this.#column[row]!;
    if (Number.isNaN(number) && !this.#isNullable) return start;
    const at = start + this.#openingLength;
    view.setInt32(start, this.#first, true);
    view.setInt32(start + 3, this.#middle, true);
    view.setInt32(at - 4, this.#last, true);
    if (Number.isFinite(number)) return encodeNumber(number, bytes, view, at);
    if (!Number.isNaN(number)) {
      throw new OmniaError("invalid-argument", `${this.#place}[${row}] is ${number}, which JSON cannot carry.`);
    }
    view.setInt32(at, nullWord, true);
    return at + 4;
  }
}
