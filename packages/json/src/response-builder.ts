import type { ColumnMemory, DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";
import type { ByteSource } from "./byte-source.ts";
import { decodeItem, itemTexts } from "./decode-item.ts";
import { GrowingColumns } from "./growing-columns.ts";
import { readObject, readText } from "./json-object.ts";
import { malformed } from "./malformed.ts";
import type { Place } from "./parse-json.ts";
import { RowsReader } from "./rows-reader.ts";

/** The objects and arrays that mean something in an answer, and all others. */
type Container = "answer" | "data" | "items" | "item" | "datapoints" | "unknown";

/** What counts in an object; the rest may be anything, and is not kept. */
const properties: Partial<Record<Container, ReadonlySet<string>>> = {
  answer: new Set(["data", "continuationToken"]),
  data: new Set(["items"]),
  item: new Set([...itemTexts, "totalCount", "statusCode", "message", "traceId", "datapoints"]),
};

export interface ResponseBuilderOptions {
  readonly memory: ColumnMemory | undefined;
  /** Whether the words of a time stand in its column low word first; rows are read the plain way otherwise. */
  readonly isLittleEndian: boolean;
}

/**
 * Builds an answer from what its text holds, one value after the other: the tree that `JSON.parse` would make of it,
 * without unknown properties, with decoded items and with columns for `datapoints`. Of properties that come twice the
 * last one counts.
 */
export class ResponseBuilder implements Place {
  readonly #options: ResponseBuilderOptions;
  /** What is open, from the outside in, with its properties that count. */
  readonly #open: { readonly container: Container; readonly found: Record<string, unknown> }[] = [];
  #answer: Record<string, unknown> = {};
  #items: DatapointsResponseItem[] = [];
  #rows: RowsReader | undefined;
  /** The property whose value comes. */
  name = "";

  constructor(options: ResponseBuilderOptions) {
    this.#options = options;
  }

  /** Where the next value stands; of what is unknown, the innermost part that is not. */
  get place(): string {
    const parent = this.#open.findLast(({ container }) => container !== "unknown")?.container;
    const item = `data.items[${this.#items.length}]`;
    if (parent === "data") return "data";
    if (parent === "items" || parent === "item") return item;
    if (parent === "datapoints") return `${item}.datapoints[${this.#rows!.length}]`;
    return "the answer";
  }

  /** Whether the next object is a row. */
  get isInRows(): boolean {
    return this.#open.at(-1)?.container === "datapoints";
  }

  /** Reads rows from `source.at` on, where one begins. @returns false when the first of them is cut */
  readRows(source: ByteSource): boolean {
    return this.#rows!.read(source, this);
  }

  /** Begins an object or an array. @throws OmniaError `decode` when another kind belongs there */
  open(isArray: boolean): void {
    const parent = this.#open.at(-1)?.container;
    if (isArray && (parent === undefined || parent === "items" || parent === "datapoints")) {
      throw malformed(this.place, [], "an object");
    }
    const container = this.#containerIn(parent, isArray);
    let found: unknown = isArray ? [] : {};
    if (container === "answer") this.#answer = found as Record<string, unknown>;
    if (container === "items") this.#items = [];
    if (container === "datapoints") {
      const columns = new GrowingColumns(this.#options.memory);
      this.#rows = new RowsReader(columns, this.#options.isLittleEndian);
      found = columns;
    }
    this.#keep(found);
    this.#open.push({ container, found: found as Record<string, unknown> });
  }

  /** Ends the innermost object or array. */
  close(): void {
    const { container, found } = this.#open.pop()!;
    if (container === "item") this.#items.push(decodeItem(found, this.place));
  }

  /** Takes a string, number or literal. @throws OmniaError `decode` when an object belongs there */
  addValue(found: unknown): void {
    const parent = this.#open.at(-1)?.container;
    if (parent === undefined || parent === "items" || parent === "datapoints") {
      throw malformed(this.place, found, "an object");
    }
    this.#keep(found);
  }

  /** @throws OmniaError `decode` when the answer is not one of datapoints */
  finish(): DatapointsResponse {
    const data = readObject(this.#answer.data, "data");
    if (!Array.isArray(data.items)) throw malformed("data.items", data.items, "an array");
    const continuationToken = readText(this.#answer, "continuationToken", "the answer");
    return { items: this.#items, ...(continuationToken !== undefined && { continuationToken }) };
  }

  #keep(found: unknown): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined && properties[parent.container]?.has(this.name)) parent.found[this.name] = found;
  }

  #containerIn(parent: Container | undefined, isArray: boolean): Container {
    if (parent === undefined) return "answer";
    if (parent === "items") return "item";
    const { name } = this;
    if (parent === "answer" && name === "data" && !isArray) return "data";
    if (parent === "data" && name === "items" && isArray) return "items";
    if (parent === "item" && name === "datapoints" && isArray) return "datapoints";
    return "unknown";
  }
}
