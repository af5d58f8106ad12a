import { numberColumns, parseTime } from "@omnia-timeseries/core";
import type { ColumnName, GrowingColumns } from "./growing-columns.ts";
import { readInteger, readObject } from "./json-object.ts";
import type { JsonObject } from "./json-object.ts";
import { malformed } from "./malformed.ts";

/** The columns of a row beside its time. */
export const columnNames: readonly ColumnName[] = ["status", ...numberColumns];

/**
 * Adds a row to the columns, from what `JSON.parse` made of it. This is what a row means; the fast way of
 * `fast-rows.ts` gives the same for the rows that it takes.
 *
 * @param place where the row is, such as `data.items[3].datapoints[17]`
 * @throws OmniaError `decode` for a row that is no object or has no time, and for a cell of a wrong type
 * @returns the row
 */
export function decodeRow(found: unknown, columns: GrowingColumns, place: string): JsonObject {
  const row = readObject(found, place);
  const block = columns.reserve();
  const { length } = block;
  const time = typeof row.time === "string" ? parseTime(row.time) : undefined;
  if (time === undefined) throw malformed(`${place}.time`, row.time, "an RFC 3339 time from 1677 to 2262");
  block.time[length] = time;
  const written = columnNames.filter((name) => name in row);
  for (const name of written) {
    const isStatus = name === "status";
    const cell = isStatus ? (readInteger(row, name, place, 2 ** 32 - 1) ?? 0) : (row[name] ?? Number.NaN);
    if (typeof cell !== "number") throw malformed(`${place}.${name}`, cell, "a number or null");
    columns.column(block, name)[length] = cell;
  }
  columns.addRows(block, length + 1, written);
  return row;
}
