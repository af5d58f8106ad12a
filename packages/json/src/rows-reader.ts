import type { ByteSource } from "./byte-source.ts";
import { decodeRow } from "./decode-row.ts";
import { FastRows } from "./fast-rows.ts";
import type { GrowingColumns } from "./growing-columns.ts";
import { maxDepth } from "./max-depth.ts";
import { parseJson, syntaxError } from "./parse-json.ts";
import type { Place } from "./parse-json.ts";
import { objectEnd } from "./token-end.ts";

/** Reads the rows of one series into columns: as many as it can the fast way, any other one by `JSON.parse`. */
export class RowsReader {
  readonly #columns: GrowingColumns;
  readonly #fastRows: FastRows | undefined;

  /** @param hasFastWay false to read every row the plain way, which gives the same */
  constructor(columns: GrowingColumns, hasFastWay: boolean) {
    this.#columns = columns;
    this.#fastRows = hasFastWay ? new FastRows(columns) : undefined;
  }

  /** Rows so far. */
  get length(): number {
    return this.#columns.length;
  }

  /**
   * Reads rows from `source.at` on, where one begins: at least one, and as many as follow in the same shape.
   *
   * @returns false when the first is cut
   * @throws OmniaError `decode` with the place of what is wrong
   */
  read(source: ByteSource, where: Place): boolean {
    if (this.#fastRows?.read(source)) return true;
    const end = objectEnd(source.bytes, source.at, maxDepth);
    if (end === undefined) throw syntaxError(`over ${maxDepth} brackets are open`, source, where);
    if (end < 0) return false;
    const row = decodeRow(parseJson(source, end, where), this.#columns, where.place);
    this.#fastRows?.expect(row);
    return true;
  }
}
