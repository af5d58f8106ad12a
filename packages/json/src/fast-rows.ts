import type { ByteSource } from "./byte-source.ts";
import { columnNames } from "./decode-row.ts";
import type { Cells, ColumnName, GrowingColumns } from "./growing-columns.ts";
import type { JsonObject } from "./json-object.ts";
import { readNumber } from "./read-number.ts";
import { timeLength, TimeReader } from "./time-reader.ts";

const comma = 0x2c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/** What stands between two cells, such as `,"value":`: its first four bytes, four from the fourth on, and the last four. */
interface Separator {
  readonly name: ColumnName;
  readonly isStatus: boolean;
  readonly length: number;
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

function isColumnName(name: string): name is ColumnName {
  return columnNames.includes(name as ColumnName);
}

function createSeparator(name: ColumnName): Separator {
  const bytes = new TextEncoder().encode(`,"${name}":`);
  const view = new DataView(bytes.buffer);
  return {
    name,
    isStatus: name === "status",
    length: bytes.length,
    first: view.getInt32(0, true),
    middle: view.getInt32(3, true),
    last: view.getInt32(bytes.length - 4, true),
  };
}

/**
 * The fast way for the rows of one series as the service writes them: no white space, a time as {@link TimeReader} takes
 * it, then the same columns in the same order as in the row before, each a number or `null`. Of any other row it takes
 * nothing, which is no error: `decode-row.ts` reads it, and after it the fast way is tried again.
 */
export class FastRows {
  readonly #columns: GrowingColumns;
  readonly #times = new TimeReader();
  #separators: readonly Separator[] | undefined;

  constructor(columns: GrowingColumns) {
    this.#columns = columns;
  }

  /** Takes the columns of a row that has been read, and their order, for the rows to come. */
  expect(row: JsonObject): void {
    const [time, ...others] = Object.keys(row);
    if (time === "time" && others.every(isColumnName)) this.#separators = others.map(createSeparator);
  }

  /**
   * Reads rows from `source.at` on, where one begins, up to the first that is of another shape or cut. `source.at` is
   * then behind the last row that was read.
   *
   * @returns whether there was one
   */
  read(source: ByteSource): boolean {
    const separators = this.#separators;
    if (separators === undefined) return false;
    const { at, bytes, view } = source;
    const names = separators.map(({ name }) => name);
    let next = at;
    while (next >= 0) {
      const block = this.#columns.reserve();
      const words = new Int32Array(block.time.buffer, 0, 2 * block.capacity);
      const cells = names.map((name) => this.#columns.column(block, name));
      let { length } = block;
      while (next >= 0 && length < block.capacity) {
        const rowEnd = this.#readRow(bytes, view, next, separators, words, cells, length);
        next = -1;
        if (rowEnd < 0) break;
        length++;
        source.at = rowEnd;
        const isNext = rowEnd + 1 < bytes.length && bytes[rowEnd] === comma && bytes[rowEnd + 1] === openingBrace;
        if (isNext) next = rowEnd + 1;
      }
      this.#columns.addRows(block, length, names);
    }
    return source.at > at;
  }

  /** @returns where the row ends; -1 for a row of another shape */
  #readRow(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    separators: readonly Separator[],
    words: Int32Array,
    cells: readonly Cells[],
    index: number,
  ): number {
    if (bytes.length - start < timeLength || !this.#times.read(view, start, words, index)) return -1;
    let at = start + timeLength;
    for (let i = 0; i < separators.length; i++) {
      const { length, first, middle, last, isStatus } = separators[i]!;
      // A cell has at least one byte, and a brace comes after it.
      if (bytes.length - at < length + 2) return -1;
      const difference =
        (view.getInt32(at, true) ^ first) |
        (view.getInt32(at + 3, true) ^ middle) |
        (view.getInt32(at + length - 4, true) ^ last);
      if (difference !== 0) return -1;
      at += length;
      at = isStatus
        ? readStatus(bytes, at, cells[i] as Uint32Array, index)
        : readNumber(bytes, view, at, cells[i] as Float64Array, index);
      if (at < 0) return -1;
    }
    return bytes[at] === closingBrace ? at + 1 : -1;
  }
}

/** Reads a status of at most nine digits into `cells[index]`. @returns where it ends; -1 for anything else */
function readStatus(bytes: Uint8Array, start: number, cells: Uint32Array, index: number): number {
  let status = 0;
  let at = start;
  for (let digit = 0; at < bytes.length && (digit = bytes[at]! ^ 0x30) <= 9; at++) status = (status * 10 + digit) | 0;
  const length = at - start;
  if (length === 0 || length > 9 || (length > 1 && bytes[start] === 0x30)) return -1;
  cells[index] = status;
  return at;
}
