import { newMemory, numberColumns, takeMemory } from "@omnia-timeseries/core";
import type { ColumnMemory, Columns, NumberColumn } from "@omnia-timeseries/core";
import type { Cell } from "./read-cell.ts";
import { highNaN } from "./usual-values.ts";

/** A larger part than this of a column's memory is not left unused. */
const maxWaste = 1 / 32;

/** What a column holds; none: its values are dropped. */
export const columnKinds = { none: 0, time: 1, status: 2, number: 3 } as const;

/** One column of a table while it grows. Rows are filled from the first on. */
export class Column {
  readonly name: "time" | "status" | NumberColumn;
  readonly kind: 1 | 2 | 3;
  readonly #cellBytes: number;
  readonly #memory: ColumnMemory;
  readonly #isLittleEndian: boolean;
  #buffer: ArrayBuffer = new ArrayBuffer(0);
  /** The memory, for what knows its byte order. */
  view: DataView = new DataView(this.#buffer);
  /**
   * The memory as words: row `i` of `status` is `i`; of the others, on a little-endian host, `2 * i` is its low half
   * and `2 * i + 1` its high half. Moved this way no bigint is made for a time, and a NaN keeps its payload.
   */
  words: Int32Array = new Int32Array(this.#buffer);

  /** @param isLittleEndian the byte order that the column gets */
  constructor(name: Column["name"], memory: ColumnMemory | undefined, isLittleEndian: boolean) {
    this.name = name;
    this.kind = name === "time" || name === "status" ? columnKinds[name] : columnKinds.number;
    this.#cellBytes = name === "status" ? 4 : 8;
    this.#memory = memory ?? newMemory;
    this.#isLittleEndian = isLittleEndian;
  }

  /**
   * Makes room for `capacity` rows, of which `length` are filled.
   *
   * @throws OmniaError `invalid-argument` when the caller's memory is smaller than asked for
   */
  grow(capacity: number, length: number): void {
    const byteLength = this.#cellBytes * capacity;
    const buffer = takeMemory(this.#memory, byteLength);
    new Uint8Array(buffer).set(new Uint8Array(this.#buffer, 0, this.#cellBytes * length));
    this.release();
    this.#buffer = buffer;
    this.view = new DataView(buffer);
    this.words = new Int32Array(buffer, 0, byteLength / 4);
  }

  /** Gives the memory back. */
  release(): void {
    if (this.#buffer.byteLength > 0) this.#memory.give(this.#buffer);
  }

  /** Puts a cell into a row. False when a cell of that kind, or of that size, does not belong into this column. */
  write(row: number, { kind, low, high }: Cell): boolean {
    if (this.kind === columnKinds.status) {
      this.view.setUint32(4 * row, low, this.#isLittleEndian);
      return kind !== "double" && high === 0;
    }
    if (this.kind === columnKinds.time) {
      this.#writeWords(row, low, high);
      return kind === "int64" || (kind === "uint64" && high < 2 ** 31);
    }
    if (kind === "double") this.#writeWords(row, low, high);
    else if (kind === "nothing") this.#writeWords(row, 0, highNaN);
    else {
      // The product is exact, so that only the sum rounds: the nearest double, as from Number(bigint).
      const number = (kind === "int64" ? high | 0 : high) * 2 ** 32 + low;
      this.view.setFloat64(8 * row, number, this.#isLittleEndian);
    }
    return true;
  }

  /** Adds the column to `columns`, exactly `length` rows long. It must not be written to afterwards. */
  finish(columns: Columns, length: number): void {
    const byteLength = this.#cellBytes * length;
    const waste = this.#buffer.byteLength - byteLength;
    // The caller's memory stays as it is: it is used again.
    if (this.#memory === newMemory && waste > maxWaste * this.#buffer.byteLength) {
      this.grow(length, length);
    }
    if (this.name === "time") columns.time = new BigInt64Array(this.#buffer, 0, length);
    else if (this.name === "status") columns.status = new Uint32Array(this.#buffer, 0, length);
    else columns[this.name] = new Float64Array(this.#buffer, 0, length);
  }

  #writeWords(row: number, low: number, high: number): void {
    const at = 8 * row;
    this.view.setUint32(at, this.#isLittleEndian ? low : high, this.#isLittleEndian);
    this.view.setUint32(at + 4, this.#isLittleEndian ? high : low, this.#isLittleEndian);
  }
}

export function isColumnName(name: string): name is Column["name"] {
  return name === "time" || name === "status" || (numberColumns as readonly string[]).includes(name);
}
