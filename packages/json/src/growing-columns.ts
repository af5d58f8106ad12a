import type { ColumnMemory, Columns, NumberColumn } from "@omnia-timeseries/core";

const firstCapacity = 16;

export type ColumnName = NumberColumn | "status";
type Column = BigInt64Array | Float64Array | Uint32Array;

/** What a cell holds that its row does not name. */
function nothing(name: ColumnName): number {
  return name === "status" ? 0 : Number.NaN;
}

/** The columns of one series while its rows arrive. */
export class GrowingColumns {
  readonly #memory: ColumnMemory | undefined;
  #time = new BigInt64Array(0);
  readonly #others = new Map<ColumnName, Float64Array | Uint32Array>();
  /** Rows that are complete. */
  length = 0;

  /** @param memory where columns take their memory from; by default each gets new memory of its own */
  constructor(memory: ColumnMemory | undefined) {
    this.#memory = memory;
  }

  /** Rows that there is room for. */
  get capacity(): number {
    return this.#time.length;
  }

  get time(): BigInt64Array {
    return this.#time;
  }

  /** The column of that name. A new one has nothing in the rows so far. */
  column(name: ColumnName): Float64Array | Uint32Array {
    let column = this.#others.get(name);
    if (column === undefined) {
      column = this.#create(name, this.capacity);
      column.fill(nothing(name), 0, this.length);
      this.#others.set(name, column);
    }
    return column;
  }

  /**
   * Takes the rows up to `length` as complete.
   *
   * @param written the columns with a cell in each of these rows; the others have nothing there
   */
  addRows(length: number, written: readonly ColumnName[]): void {
    if (written.length < this.#others.size) {
      for (const [name, column] of this.#others) {
        if (!written.includes(name)) column.fill(nothing(name), this.length, length);
      }
    }
    this.length = length;
  }

  /** Makes room for one more row. All columns may be others afterwards. */
  reserve(): void {
    if (this.length < this.capacity) return;
    // By what has come already, never by a count that the answer claims.
    const capacity = Math.max(firstCapacity, Math.ceil(this.length * (this.length < 4096 ? 4 : 1.5)));
    const time = new BigInt64Array(this.#take(capacity * 8), 0, capacity);
    time.set(this.#time);
    this.#giveBack(this.#time);
    this.#time = time;
    for (const [name, column] of this.#others) {
      const larger = this.#create(name, capacity);
      larger.set(column);
      this.#giveBack(column);
      this.#others.set(name, larger);
    }
  }

  /** Views of exactly the rows that came. */
  finish(): Columns {
    const { length } = this;
    // Memory of the caller's is for the next page too, so only our own is cut to size.
    const isWasteful = this.#memory === undefined && this.capacity - length > length / 32;
    const finish = <T extends Column>(column: T): T =>
      (isWasteful ? column.slice(0, length) : column.subarray(0, length)) as T;

    const columns: Columns = { time: finish(this.#time) };
    for (const [name, column] of this.#others) Object.assign(columns, { [name]: finish(column) });
    return columns;
  }

  #take(byteLength: number): ArrayBuffer {
    return this.#memory?.take(byteLength) ?? new ArrayBuffer(byteLength);
  }

  #create(name: ColumnName, capacity: number): Float64Array | Uint32Array {
    return name === "status"
      ? new Uint32Array(this.#take(capacity * 4), 0, capacity)
      : new Float64Array(this.#take(capacity * 8), 0, capacity);
  }

  #giveBack({ length, buffer }: Column): void {
    if (length > 0) this.#memory?.give(buffer as ArrayBuffer);
  }
}
