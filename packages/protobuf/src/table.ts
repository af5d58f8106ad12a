import type { ColumnMemory, Columns } from "@omnia-timeseries/core";
import { Column, columnKinds, isColumnName } from "./column.ts";
import { cursor, maxRowsPerCall } from "./cursor.ts";
import { readCell } from "./read-cell.ts";
import type { Cell } from "./read-cell.ts";
import { readRawRows } from "./read-raw-rows.ts";
import { readUsualCells } from "./read-usual-cells.ts";
import { timeBytes } from "./usual-values.ts";
import type { WireReader } from "./wire-reader.ts";

/** How many bytes a value is expected to take: a row of a raw read then has 27.5, between those of a short and a long status. */
const likelyBytes = { time: 12, status: 4.5, count: 5, other: 11 } as const;
/** An empty value: its tag and a length of 0. */
const minBytes = 2;
/** Memory is taken for so many times the bytes that have arrived, at most, whatever the length of the item claims. */
const maxExpectation = 4;
const spareRows = 64;
/** Where rows turn out to be smaller than those before: memory that grows by a part moves each row so often at most. */
const minGrowth = 1 / 32;

const noWords = new Int32Array(0);
const noView = new DataView(noWords.buffer);

export interface TableOptions {
  readonly memory: ColumnMemory | undefined;
  /** The byte order of the host. Only with the low bytes first there is a fast path. */
  readonly isLittleEndian: boolean;
}

/** The values of one item while they arrive: row after row, and in each a value for every field. */
export class Table {
  readonly #fields: readonly string[];
  /** The columns by field; `undefined` for a name that is no column's. */
  readonly #columns: readonly (Column | undefined)[];
  /** What the fast loops need of the columns: their kinds, and their memory. */
  readonly #kinds: Uint8Array;
  #words: readonly Int32Array[] = [];
  #views: readonly DataView[] = [];
  /** Whether the fields are those of a raw read, in their usual order. */
  readonly #isRaw: boolean;
  readonly #isFast: boolean;
  /** Where the first value stands in the whole answer. */
  readonly #start: number;
  readonly #likelyRowBytes: number;
  readonly #cell: Cell = { kind: "nothing", low: 0, high: 0 };
  /** How many rows the columns have room for. */
  #capacity = 0;
  /** Where the next value goes. */
  #row = 0;
  #column = 0;

  /**
   * @param start where the first value stands in the whole answer
   * @throws OmniaError `decode` when two fields are the same column
   */
  constructor(fields: readonly string[], start: number, reader: WireReader, { memory, isLittleEndian }: TableOptions) {
    const seen = new Set<string>();
    this.#fields = fields;
    this.#columns = fields.map((name) => {
      if (!isColumnName(name)) return undefined;
      if (seen.has(name)) throw reader.malformed(`the fields have "${name}" twice`);
      seen.add(name);
      return new Column(name, memory, isLittleEndian);
    });
    this.#kinds = Uint8Array.from(this.#columns, (column) => column?.kind ?? columnKinds.none);
    this.#isRaw = fields.length === 3 && fields.join() === "time,value,status";
    this.#isFast = isLittleEndian;
    this.#start = start;
    this.#likelyRowBytes = fields.reduce((sum, name) => sum + likelyBytesOf(name), 0);
  }

  /** How many rows are whole. */
  get length(): number {
    return this.#row;
  }

  /** Reads values while they are whole and look as usual; perhaps none. */
  readUsual(reader: WireReader): void {
    if (!this.#isFast) return;
    const { view } = reader;
    const end = Math.min(reader.bytes.length, reader.messageEnd);
    while (reader.position + timeBytes <= end) {
      const before = reader.position;
      this.#reserve(reader);
      cursor.position = before;
      cursor.row = this.#row;
      cursor.column = this.#column;
      let lastRow = Math.min(this.#capacity, this.#row + maxRowsPerCall);
      if (this.#isRaw) {
        const [times, values, statuses] = this.#words;
        if (this.#column === 0) readRawRows(view, end, times!, values!, statuses!, lastRow);
        // One row by its values, and then again by rows.
        lastRow = Math.min(this.#capacity, cursor.row + 1);
      }
      readUsualCells(view, end, this.#kinds, this.#words, this.#views, lastRow);
      reader.position = cursor.position;
      this.#row = cursor.row;
      this.#column = cursor.column;
      if (reader.position === before) return;
    }
  }

  /**
   * Reads one value of any form, whose content must be here.
   *
   * @returns what is wrong when it does not belong into its column
   */
  readValue(reader: WireReader): string | undefined {
    this.#reserve(reader);
    const row = this.#row;
    const column = this.#column;
    const cell = this.#cell;
    readCell(reader, cell);
    if (this.#columns[column]?.write(row, cell) === false) {
      const found = cell.kind === "nothing" ? "empty" : `this ${cell.kind}`;
      return `"${this.#fields[column]}" cannot be ${found}`;
    }
    this.#column++;
    if (this.#column === this.#fields.length) {
      this.#column = 0;
      this.#row++;
    }
    return undefined;
  }

  /** @throws OmniaError `decode` when the last row is not whole, and for rows without times */
  finish(reader: WireReader): Columns {
    if (this.#column > 0) {
      const valueCount = this.#row * this.#fields.length + this.#column;
      throw reader.malformed(`${valueCount} values for ${this.#fields.length} fields`);
    }
    const columns: Columns = {};
    for (const column of this.#columns) column?.finish(columns, this.#row);
    if (this.#row > 0 && columns.time === undefined) throw reader.malformed('the fields have no "time"');
    return columns;
  }

  /** Gives the memory of the columns back. */
  release(): void {
    for (const column of this.#columns) column?.release();
  }

  /** Makes room for a row where there is none. */
  #reserve({ offset, position, messageEnd, bytes }: WireReader): void {
    if (this.#row < this.#capacity) return;
    const read = offset + position - this.#start;
    const arrived = offset + Math.min(bytes.length, messageEnd) - this.#start;
    const left = messageEnd - position;
    // Room for all that is left; or else only until enough has arrived for that, so that little must move then.
    const affordable = maxExpectation * arrived;
    const needed = left <= affordable ? left : (read + left) / (maxExpectation + 1) - read;
    const seenRowBytes = this.#row === 0 ? this.#likelyRowBytes : read / this.#row;
    const rows = Math.max(needed / Math.min(this.#likelyRowBytes, seenRowBytes), minGrowth * this.#row);
    const likely = Math.ceil(Math.min(rows, affordable / this.#likelyRowBytes)) + spareRows;
    const possible = Math.floor(left / (minBytes * this.#fields.length)) + 1;
    this.#capacity = this.#row + Math.min(likely, possible);
    for (const column of this.#columns) column?.grow(this.#capacity, this.#row);
    this.#words = this.#columns.map((column) => column?.words ?? noWords);
    this.#views = this.#columns.map((column) => column?.view ?? noView);
  }
}

function likelyBytesOf(name: string): number {
  return name === "time" || name === "status" || name === "count" ? likelyBytes[name] : likelyBytes.other;
}
