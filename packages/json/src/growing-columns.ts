import { newMemory, takeMemory } from "@omnia-timeseries/core";
import type { ColumnMemory, Columns, NumberColumn } from "@omnia-timeseries/core";

const firstCapacity = 16;
/** Pieces of up to 64 KiB are handed on within a process; larger ones are new to it each time, and cleared. */
const maxCapacity = 8192;

/** What a cell holds that its row does not name. In a column of integers it is 0. */
const nothing = Number.NaN;

export type ColumnName = NumberColumn | "status";
export type Cells = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
type Times = BigInt64Array<ArrayBuffer>;

/** Some rows that follow each other. */
export interface Block {
  /** Rows that there is room for. */
  readonly capacity: number;
  readonly time: Times;
  /** The columns that a row has named, and the times. */
  readonly columns: Map<ColumnName | "time", Cells | Times>;
  /** Rows that are complete. */
  length: number;
}

/** The columns of one series while its rows arrive: how many there will be is not known before the last. */
export class GrowingColumns {
  readonly #memory: ColumnMemory;
  readonly #blocks: Block[] = [];
  /** Rows that are complete. */
  length = 0;

  /** @param memory where columns take their memory from; by default each gets new memory of its own */
  constructor(memory: ColumnMemory = newMemory) {
    this.#memory = memory;
  }

  /** Where the next row goes. There is room for it; by what has come already, never by a count that the answer claims. */
  reserve(): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.length < last.capacity) return last;
    const capacity = last === undefined ? firstCapacity : Math.min(4 * last.capacity, maxCapacity);
    const time = this.#create("time", capacity) as Times;
    const block = { capacity, time, columns: new Map([["time", time] as const]), length: 0 };
    this.#blocks.push(block);
    return block;
  }

  /** The column of that name in a block. A new one has nothing in the rows so far. */
  column({ columns, capacity, length }: Block, name: ColumnName): Cells {
    let column = columns.get(name) as Cells | undefined;
    if (column === undefined) {
      column = (this.#create(name, capacity) as Cells).fill(nothing, 0, length);
      columns.set(name, column);
    }
    return column;
  }

  /**
   * Takes the rows of a block up to `length` as complete.
   *
   * @param written the columns with a cell in each of these rows; the others have nothing there
   */
  addRows(block: Block, length: number, written: readonly ColumnName[]): void {
    for (const [name, column] of block.columns) {
      if (name === "time" || written.includes(name)) continue;
      (column as Cells).fill(nothing, block.length, length);
    }
    this.length += length - block.length;
    block.length = length;
  }

  /** Columns of exactly the rows that came. No more may come. */
  finish(): Columns {
    const columns: { [Name in ColumnName | "time"]?: Cells | Times } = {};
    const names = this.#blocks.flatMap(({ columns }) => [...columns.keys()]);
    for (const name of new Set(["time" as const, ...names])) columns[name] = this.#join(name);
    return columns as Columns;
  }

  /** Moves a column out of the blocks, so that never more than one is there twice. */
  #join(name: ColumnName | "time"): Cells | Times {
    const column = this.#create(name, this.length);
    const bytes = new Uint8Array(column.buffer);
    let row = 0;
    for (const { length, columns } of this.#blocks) {
      const part = columns.get(name);
      if (part === undefined) {
        (column as Cells).fill(nothing, row, row + length);
      } else {
        const { BYTES_PER_ELEMENT: cellBytes } = column;
        bytes.set(new Uint8Array(part.buffer, 0, cellBytes * length), cellBytes * row);
        this.#memory.give(part.buffer);
      }
      row += length;
    }
    return column;
  }

  #create(name: ColumnName | "time", length: number): Cells | Times {
    const Column = name === "time" ? BigInt64Array : name === "status" ? Uint32Array : Float64Array;
    return new Column(takeMemory(this.#memory, Column.BYTES_PER_ELEMENT * length), 0, length);
  }
}
