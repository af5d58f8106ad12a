import { newMemory, takeMemory } from "@omnia-timeseries/core";
import type { ColumnMemory, Columns, NumberColumn } from "@omnia-timeseries/core";

const firstCapacity = 16;
/** Pieces of up to 64 KiB are handed on within a process; larger ones are new to it each time, and cleared. */
const maxCapacity = 8192;

export type ColumnName = NumberColumn | "status";
export type Cells = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** The columns of one series while its rows arrive: how many there will be is not known before the last. */
export class GrowingColumns {
  readonly #memory: ColumnMemory;
  readonly #blocks: Block[] = [];
  #last: Block;
  /** Rows of the blocks before the last. */
  #fullLength = 0;

  /** @param memory where columns take their memory from; by default each gets new memory of its own */
  constructor(memory: ColumnMemory = newMemory) {
    this.#memory = memory;
    this.#last = new Block(memory, 0);
  }

  /** Rows that are complete. */
  get length(): number {
    return this.#fullLength + this.#last.length;
  }

  /** Where the next row goes. There is room for it; by what has come already, never by a count that the answer claims. */
  reserve(): Block {
    const { length, capacity } = this.#last;
    if (length === capacity) {
      this.#fullLength += length;
      this.#last = new Block(this.#memory, Math.min(Math.max(firstCapacity, 4 * capacity), maxCapacity));
      this.#blocks.push(this.#last);
    }
    return this.#last;
  }

  /** Columns of exactly the rows that came. No more may come. */
  finish(): Columns {
    const columns: Columns = { time: this.#join("time", createTimes(this.#memory, this.length)) };
    for (const name of new Set(this.#blocks.flatMap(({ cells }) => [...cells.keys()]))) {
      const column = createCells(this.#memory, name, this.length);
      Object.assign(columns, { [name]: this.#join(name, column) });
    }
    return columns;
  }

  /** Moves a column out of the blocks, so that never more than one is there twice. */
  #join<T extends BigInt64Array<ArrayBuffer> | Cells>(name: ColumnName | "time", column: T): T {
    const { BYTES_PER_ELEMENT: cellBytes } = column;
    const bytes = new Uint8Array(column.buffer);
    let row = 0;
    for (const { length, time, cells } of this.#blocks) {
      const part = name === "time" ? time : cells.get(name);
      if (part === undefined) (column as Cells).fill(nothing(name as ColumnName), row, row + length);
      else {
        bytes.set(new Uint8Array(part.buffer, 0, cellBytes * length), cellBytes * row);
        this.#memory.give(part.buffer);
      }
      row += length;
    }
    return column;
  }
}

/** Some rows that follow each other. */
export class Block {
  readonly #memory: ColumnMemory;
  /** Rows that there is room for. */
  readonly capacity: number;
  readonly time: BigInt64Array<ArrayBuffer>;
  readonly cells: Map<ColumnName, Cells> = new Map();
  /** Rows that are complete. */
  length = 0;

  constructor(memory: ColumnMemory, capacity: number) {
    this.#memory = memory;
    this.capacity = capacity;
    this.time = createTimes(memory, capacity);
  }

  /** The column of that name. A new one has nothing in the rows so far. */
  column(name: ColumnName): Cells {
    let column = this.cells.get(name);
    if (column === undefined) {
      column = createCells(this.#memory, name, this.capacity).fill(nothing(name), 0, this.length);
      this.cells.set(name, column);
    }
    return column;
  }

  /**
   * Takes the rows up to `length` as complete.
   *
   * @param written the columns with a cell in each of these rows; the others have nothing there
   */
  addRows(length: number, written: readonly ColumnName[]): void {
    if (written.length < this.cells.size) {
      for (const [name, column] of this.cells) {
        if (!written.includes(name)) column.fill(nothing(name), this.length, length);
      }
    }
    this.length = length;
  }
}

/** What a cell holds that its row does not name. */
function nothing(name: ColumnName): number {
  return name === "status" ? 0 : Number.NaN;
}

function createTimes(memory: ColumnMemory, length: number): BigInt64Array<ArrayBuffer> {
  return new BigInt64Array(takeMemory(memory, 8 * length), 0, length);
}

function createCells(memory: ColumnMemory, name: ColumnName, length: number): Cells {
  return name === "status"
    ? new Uint32Array(takeMemory(memory, 4 * length), 0, length)
    : new Float64Array(takeMemory(memory, 8 * length), 0, length);
}
