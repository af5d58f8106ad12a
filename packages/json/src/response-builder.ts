import type { ColumnMemory, DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";
import type { ByteSource } from "./byte-source.ts";
import { decodeItem, itemProperties } from "./decode-item.ts";
import { decodeRow } from "./decode-row.ts";
import { FastRows } from "./fast-rows.ts";
import { GrowingColumns } from "./growing-columns.ts";
import { readObject, readTexts } from "./json-object.ts";
import { malformed } from "./malformed.ts";
import { maxDepth } from "./max-depth.ts";
import { parseJson, syntaxError } from "./parse-json.ts";
import type { Place } from "./parse-json.ts";
import { objectEnd } from "./token-end.ts";

export interface ResponseBuilderOptions {
  readonly memory: ColumnMemory | undefined;
  /** Whether the words of a time stand in its column low word first; rows are read the plain way otherwise. */
  readonly isLittleEndian: boolean;
}

/** The levels of what is known: the answer, its `data`, their `items`, an item, its `datapoints`. */
const data = 2;
const items = 3;
const datapoints = 5;

/** The property that opens a level. */
const openedBy: Readonly<Record<number, string>> = { [data]: "data", [items]: "items", [datapoints]: "datapoints" };

/** What counts in the object of a level; the rest may be anything, and is not kept. */
const properties: Readonly<Record<number, readonly string[]>> = {
  1: ["data", "continuationToken"],
  [data]: ["items"],
  4: itemProperties,
};

/**
 * Builds an answer from what its text holds, one value after the other: the tree that `JSON.parse` would make of it,
 * without unknown properties, with decoded items and with columns for `datapoints`. Of properties that come twice the
 * last one counts.
 */
export class ResponseBuilder implements Place {
  readonly #options: ResponseBuilderOptions;
  /** The known objects and arrays that are open. */
  readonly #known: Record<string, unknown>[] = [];
  /** How many unknown ones are open inside them. */
  #unknown = 0;
  #answer: Record<string, unknown> = {};
  #items: DatapointsResponseItem[] = [];
  #columns: GrowingColumns | undefined;
  #fastRows: FastRows | undefined;
  /** The property whose value comes. */
  name = "";

  constructor(options: ResponseBuilderOptions) {
    this.#options = options;
  }

  /** Where the next value stands; of what is unknown, the innermost part that is not. */
  get place(): string {
    const { length } = this.#known;
    if (length <= data) return length === data ? "data" : "the answer";
    return `data.items[${this.#items.length}]${length === datapoints ? `.datapoints[${this.#columns!.length}]` : ""}`;
  }

  /** Whether the next object is a row. */
  get isInRows(): boolean {
    return this.#known.length === datapoints;
  }

  /**
   * Reads rows from `source.at` on, where one begins: at least one, and as many as follow in the same shape.
   *
   * @returns false when the first is cut
   * @throws OmniaError `decode` with the place of what is wrong
   */
  readRows(source: ByteSource): boolean {
    if (this.#fastRows?.read(source)) return true;
    const end = objectEnd(source.bytes, source.at, maxDepth);
    if (end === undefined) throw syntaxError(`over ${maxDepth} brackets are open`, source, this);
    if (end < 0) return false;
    const row = decodeRow(parseJson(source, end, this), this.#columns!, this.place);
    this.#fastRows?.expect(row);
    return true;
  }

  /** Begins an object or an array. @throws OmniaError `decode` when another kind belongs there */
  open(isArray: boolean): void {
    if (isArray && this.#needsObject) throw malformed(this.place, [], "an object");
    const level = this.#known.length + 1;
    const isOpened = this.name === openedBy[level] && isArray === (level !== data);
    const isKnown = this.#needsObject || (this.#unknown === 0 && isOpened);
    let found: unknown = isArray ? [] : {};
    if (isKnown && level === items) this.#items = [];
    if (isKnown && level === datapoints) {
      const { memory, isLittleEndian } = this.#options;
      found = this.#columns = new GrowingColumns(memory);
      this.#fastRows = isLittleEndian ? new FastRows(this.#columns) : undefined;
    }
    this.#keep(found);
    if (!isKnown) this.#unknown++;
    else if (this.#known.push(found as Record<string, unknown>) === 1) this.#answer = this.#known[0]!;
  }

  /** Ends the innermost object or array. */
  close(): void {
    if (this.#unknown > 0) {
      this.#unknown--;
      return;
    }
    const found = this.#known.pop()!;
    if (this.#known.length === items) this.#items.push(decodeItem(found, this.place));
  }

  /** Takes a string, number or literal. @throws OmniaError `decode` when an object belongs there */
  addValue(found: unknown): void {
    if (this.#needsObject) throw malformed(this.place, found, "an object");
    this.#keep(found);
  }

  /** @throws OmniaError `decode` when the answer is not one of datapoints */
  finish(): DatapointsResponse {
    const data = readObject(this.#answer.data, "data");
    if (!Array.isArray(data.items)) throw malformed("data.items", data.items, "an array");
    return { items: this.#items, ...readTexts(this.#answer, ["continuationToken"], "the answer") };
  }

  /** Whether nothing but an object may come: the answer, an item, a row. */
  get #needsObject(): boolean {
    const { length } = this.#known;
    return this.#unknown === 0 && (length === 0 || length === items || length === datapoints);
  }

  #keep(found: unknown): void {
    const { length } = this.#known;
    if (this.#unknown === 0 && properties[length]?.includes(this.name)) this.#known[length - 1]![this.name] = found;
  }
}
