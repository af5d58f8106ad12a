import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { GrowingBytes } from "./growing-bytes.ts";
import { Table } from "./table.ts";
import type { TableOptions } from "./table.ts";
import { itemTags } from "./tags.ts";
import { maxWholeBytes, WireReader } from "./wire-reader.ts";

/**
 * Decodes one `CompactDatapointsItem` while its bytes arrive. Its columns are the known ones of `fields`, also when
 * there are no rows: so that a series without points can be told from one that was not answered, which has no `fields`
 * and no columns.
 *
 * What a value means depends on all of `fields`. Writers put them first, but Protobuf does not ask them to. So values
 * are decoded as they come, and when another name follows, or a value does not fit what is known so far, all values
 * are put off to the end of the item. Only the first 64 KiB of them are kept for that: what comes later is an error.
 * Values that come before any name are put off at once.
 */
export class ItemDecoder {
  /** The item's place in the answer. */
  readonly #index: number;
  /** Where the item ends in the whole answer. */
  readonly #end: number;
  readonly #options: TableOptions;
  #id = "";
  #totalCount: number | undefined;
  #fields: string[] = [];
  #table: Table | undefined;
  /** Where the first value stands in the whole answer. */
  #start = 0;
  /** The bytes since then. */
  #kept: GrowingBytes | undefined = new GrowingBytes();
  /** Whether the rest of the item is kept too, and decoded when it is whole. */
  #isWaiting = false;
  #hasAllFields = false;

  constructor(index: number, end: number, options: TableOptions) {
    this.#index = index;
    this.#end = end;
    this.#options = options;
  }

  /** For errors, such as `data[3], row 17`. */
  get place(): string {
    const row = this.#table === undefined ? "" : `, row ${this.#table.length}`;
    return `data[${this.#index}]${row}`;
  }

  /**
   * Reads on, as far as fields are here as a whole.
   *
   * @returns the item when that was all of it
   * @throws OmniaError `decode` for malformed bytes, values that `fields` does not account for, and values of a kind
   *   that does not belong into their column
   */
  decode(reader: WireReader): DatapointsResponseItem | undefined {
    reader.messageEnd = this.#end - reader.offset;
    const before = reader.position;
    if (!this.#isWaiting) this.#readFields(reader);
    if (this.#isWaiting) reader.position = Math.min(reader.bytes.length, reader.messageEnd);
    const isComplete = reader.position === reader.messageEnd;
    if (this.#isWaiting || !isComplete) this.#keep(reader, before);
    if (!isComplete) return undefined;
    if (this.#isWaiting) this.#decodeKept(reader);
    return this.#finish(reader);
  }

  /** Reads fields while they are whole. */
  #readFields(reader: WireReader): void {
    for (;;) {
      this.#table?.readUsual(reader);
      if (reader.position >= reader.messageEnd) return;
      const start = reader.position;
      if (!reader.readField() || !this.#takeField(reader, start)) {
        reader.position = start;
        return;
      }
    }
  }

  /** @returns false when the field, which begins at `start`, is not whole or must wait for the end of the item */
  #takeField(reader: WireReader, start: number): boolean {
    switch (reader.tag) {
      case itemTags.values: {
        const table = this.#openTable(reader, start);
        if (table === undefined || !reader.hasContent()) return false;
        const wrong = table.readValue(reader);
        return wrong === undefined || this.#beginAgain(reader, start, wrong);
      }
      case itemTags.fields:
        if (this.#hasAllFields) return reader.skipContent();
        if (this.#table !== undefined) return this.#beginAgain(reader, start, "a name follows too many values");
        if (!reader.hasContent()) return false;
        this.#fields.push(reader.takeText());
        return true;
      case itemTags.id:
        if (!reader.hasContent()) return false;
        this.#id = reader.takeText();
        return true;
      case itemTags.totalCount:
        this.#totalCount = reader.high * 2 ** 32 + reader.low;
        if (!Number.isSafeInteger(this.#totalCount)) throw reader.malformed("totalCount is over 2^53 - 1");
        return true;
      default:
        return reader.skipUnknown(itemTags.lastField);
    }
  }

  /** The table for a value that begins at `start`; none when there are no names yet. */
  #openTable(reader: WireReader, start: number): Table | undefined {
    if (this.#table !== undefined) return this.#table;
    this.#start = reader.offset + start;
    if (this.#fields.length > 0) this.#table = new Table(this.#fields, this.#start, reader, this.#options);
    else this.#isWaiting = true;
    return this.#table;
  }

  /**
   * Puts the values off to the end of the item, because there are more names, or may be.
   *
   * @param start where the field stands that says so
   * @param wrong what is wrong with it when there are not
   */
  #beginAgain(reader: WireReader, start: number, wrong: string): false {
    if (this.#hasAllFields || reader.offset + start - this.#start > maxWholeBytes) throw reader.malformed(wrong);
    this.#table?.release();
    this.#table = undefined;
    this.#isWaiting = true;
    return false;
  }

  /** Keeps the bytes that were read since `before`, from the first value on. */
  #keep(reader: WireReader, before: number): void {
    if (this.#table === undefined && !this.#isWaiting) return;
    if (!this.#isWaiting && reader.offset + reader.position - this.#start > maxWholeBytes) this.#kept = undefined;
    this.#kept?.append(reader.bytes.subarray(Math.max(before, this.#start - reader.offset), reader.position));
  }

  /** Reads what was kept: first all names, then all values. */
  #decodeKept(reader: WireReader): void {
    const { bytes, offset, position } = reader;
    const kept = this.#kept!.bytes;
    this.#kept = undefined;
    reader.load(kept, this.#start);
    reader.messageEnd = kept.length;
    let valueCount = 0;
    while (reader.position < kept.length) {
      reader.readField();
      if (reader.tag === itemTags.fields && reader.hasContent()) this.#fields.push(reader.takeText());
      else if ((reader.tag & 7) === 2) reader.skipContent();
      if (reader.tag === itemTags.values) valueCount++;
    }
    if (this.#fields.length === 0) throw reader.malformed(`${valueCount} values for 0 fields`);
    this.#hasAllFields = true;
    reader.position = 0;
    this.#readFields(reader);
    reader.load(bytes, offset);
    reader.position = position;
  }

  #finish(reader: WireReader): DatapointsResponseItem {
    this.#table ??= new Table(this.#fields, this.#start, reader, this.#options);
    const columns = this.#table.finish(reader);
    return {
      ...(this.#id !== "" && { id: this.#id }),
      ...(this.#totalCount !== undefined && { totalCount: this.#totalCount }),
      length: this.#table.length,
      columns,
    };
  }
}
