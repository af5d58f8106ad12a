import type { Columns, DatapointsResponseItem } from "@omnia-timeseries/core";
import { createCellWriter } from "./cell-writer.ts";
import type { Cell } from "./read-cell.ts";
import { readCell } from "./read-cell.ts";
import { itemTags } from "./tags.ts";
import type { WireReader } from "./wire-reader.ts";

/**
 * Reads one `CompactDatapointsItem`. Its columns are the known ones of `fields`, also when there are no rows: so that
 * a series without points can be told from one that was not answered, which has no `fields` and no columns.
 *
 * @param place where the item is, such as `data[3]`
 * @throws OmniaError `decode` for malformed bytes, values that `fields` does not account for, and cells of a kind
 *   that does not belong into their column
 */
export function decodeItem(reader: WireReader, place: string): DatapointsResponseItem {
  const start = reader.position;
  const fields: string[] = [];
  let id = "";
  let totalCount: number | undefined;
  let valueCount = 0;
  // Names may come after values, and how many values there are is known only at the end: hence two passes.
  while (!reader.isAtEnd) {
    const tag = reader.readTag();
    if (tag === itemTags.id) id = reader.readText();
    else if (tag === itemTags.fields) fields.push(reader.readText());
    else if (tag === itemTags.totalCount) totalCount = readCount(reader, `${place}.totalCount`);
    else if (tag === itemTags.values) {
      reader.skipBytes();
      valueCount++;
    } else reader.skipUnknown(tag, itemTags.lastField);
  }
  if (valueCount > 0 && valueCount % fields.length !== 0) {
    throw reader.malformed(`${place} has ${valueCount} values for ${fields.length} fields`);
  }
  const length = valueCount === 0 ? 0 : valueCount / fields.length;
  reader.position = start;
  return {
    ...(id !== "" && { id }),
    ...(totalCount !== undefined && { totalCount }),
    length,
    columns: readColumns(reader, fields, length, place),
  };
}

function readCount(reader: WireReader, place: string): number {
  reader.readVarint();
  const count = reader.high * 2 ** 32 + reader.low;
  if (!Number.isSafeInteger(count)) throw reader.malformed(`${place} is over 2^53 - 1`);
  return count;
}

/** The second pass over an item, from its beginning: only `values`, the rest has been checked. */
function readColumns(reader: WireReader, fields: readonly string[], length: number, place: string): Columns {
  const columns: Columns = {};
  const writers = fields.map((name, i) => {
    const writer = createCellWriter(columns, name, length);
    if (writer !== undefined && fields.indexOf(name) !== i)
      throw reader.malformed(`${place}.fields has "${name}" twice`);
    return writer;
  });
  if (length > 0 && columns.time === undefined) throw reader.malformed(`${place}.fields has no "time"`);

  const cell: Cell = { kind: "nothing", low: 0, high: 0 };
  const read = (): void => readCell(reader, cell);
  let valueIndex = 0;
  while (!reader.isAtEnd) {
    const tag = reader.readTag();
    if (tag !== itemTags.values) {
      reader.skipUnknown(tag, 0);
      continue;
    }
    const column = valueIndex % fields.length;
    const row = (valueIndex - column) / fields.length;
    const write = writers[column];
    valueIndex++;
    if (write === undefined) {
      reader.skipBytes();
      continue;
    }
    reader.readMessage(read);
    if (!write(row, cell)) {
      const found = cell.kind === "nothing" ? "empty" : `this ${cell.kind}`;
      throw reader.malformed(`${place}, row ${row}: "${fields[column]}" cannot be ${found}`);
    }
  }
  return columns;
}
