import { numberColumns, parseTime } from "@omnia-timeseries/core";
import type { NumberColumn } from "@omnia-timeseries/core";
import type { ColumnName, GrowingColumns } from "./growing-columns.ts";
import { readObject } from "./json-object.ts";
import type { JsonObject } from "./json-object.ts";
import { malformed } from "./malformed.ts";

const columnNames = ["status", ...numberColumns] as const;
const maxStatus = 2 ** 32 - 1;

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
  const refuse = (name: string, expected: string): Error => malformed(`${place}.${name}`, row[name], expected);

  const readStatus = (): number => {
    const status = row.status ?? 0;
    const isStatus = typeof status === "number" && Number.isInteger(status) && status >= 0 && status <= maxStatus;
    if (!isStatus) throw refuse("status", `an integer from 0 to ${maxStatus} or null`);
    return status;
  };
  const readNumber = (name: NumberColumn): number => {
    const number = row[name] ?? Number.NaN;
    if (typeof number !== "number") throw refuse(name, "a number or null");
    return number;
  };

  const block = columns.reserve();
  const index = block.length;
  const ns = typeof row.time === "string" ? parseTime(row.time) : undefined;
  if (ns === undefined) throw refuse("time", "an RFC 3339 time that 64 bits of nanoseconds can hold");
  block.time[index] = ns;
  const written: ColumnName[] = [];
  for (const name of columnNames) {
    if (!Object.hasOwn(row, name)) continue;
    block.column(name)[index] = name === "status" ? readStatus() : readNumber(name);
    written.push(name);
  }
  block.addRows(index + 1, written);
  return row;
}
