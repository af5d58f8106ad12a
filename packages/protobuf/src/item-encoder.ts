import { numberColumns } from "@omnia-timeseries/core";
import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { createColumnEncoder } from "./column-encoder.ts";
import type { ColumnEncoder } from "./column-encoder.ts";
import { cursor, maxRowsPerCall } from "./cursor.ts";
import { itemTags } from "./tags.ts";
import { highHalf, lowHalf, varintLength } from "./varint-words.ts";
import { fieldLength } from "./wire-writer.ts";
import type { WireWriter } from "./wire-writer.ts";
import { writeRawRows } from "./write-raw-rows.ts";

const columnOrder = ["time", "value", "status", ...numberColumns.filter((name) => name !== "value")] as const;

const utf8 = new TextEncoder();

/** Writes one `CompactDatapointsItem`. */
export class ItemEncoder {
  /** How many bytes it takes at most. To measure it exactly takes a third as long as to write it. */
  readonly maxByteLength: number;
  readonly #item: DatapointsResponseItem;
  readonly #isLittleEndian: boolean;
  readonly #id: Uint8Array;
  readonly #names: Uint8Array[] = [];
  readonly #columns: ColumnEncoder[] = [];

  /** @param isLittleEndian the byte order of the columns, which is the host's */
  constructor(item: DatapointsResponseItem, isLittleEndian: boolean) {
    const { id = "", length, totalCount, columns } = item;
    this.#item = item;
    this.#isLittleEndian = isLittleEndian;
    this.#id = utf8.encode(id);
    for (const name of columnOrder) {
      const column = columns[name];
      if (column === undefined) continue;
      this.#names.push(utf8.encode(name));
      this.#columns.push(createColumnEncoder(name, column, isLittleEndian));
    }
    let most = fieldLength(this.#id.length);
    if (totalCount !== undefined) most += 1 + varintLength(lowHalf(totalCount), highHalf(totalCount));
    for (const name of this.#names) most += fieldLength(name.length);
    for (const column of this.#columns) most += length * column.maxValueBytes;
    this.maxByteLength = most;
  }

  write(writer: WireWriter): void {
    const { totalCount, length, columns } = this.#item;
    if (this.#id.length > 0) writer.writeBytes(itemTags.id, this.#id);
    if (totalCount !== undefined) {
      writer.writeVarint(itemTags.totalCount);
      writer.writeVarint(lowHalf(totalCount), highHalf(totalCount));
    }
    for (const name of this.#names) writer.writeBytes(itemTags.fields, name);

    const { time, value, status } = columns;
    const isRaw = this.#isLittleEndian && this.#columns.length === 3 && time && value && status;
    if (isRaw) this.#writeRaw(writer, time, value, status);
    else for (let row = 0; row < length; row++) this.#writeRow(writer, row);
  }

  #writeRaw(writer: WireWriter, time: BigInt64Array, value: Float64Array, status: Uint32Array): void {
    const times = new Int32Array(time.buffer, time.byteOffset, 2 * time.length);
    for (let row = 0; row < time.length;) {
      cursor.position = writer.position;
      cursor.row = row;
      writeRawRows(writer.view, times, value, status, Math.min(time.length, row + maxRowsPerCall));
      writer.position = cursor.position;
      if (cursor.row > row) row = cursor.row;
      else this.#writeRow(writer, row++);
    }
  }

  #writeRow(writer: WireWriter, row: number): void {
    for (const column of this.#columns) column.writeValue(writer, row);
  }
}
