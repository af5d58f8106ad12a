import { numberColumns, parseTime } from "@omnia-timeseries/core";
import type { Columns } from "@omnia-timeseries/core";
import { readObject } from "./json-object.ts";
import { malformed } from "./malformed.ts";

const maxStatus = 2 ** 32 - 1;

/**
 * The rows of one series as columns: `time`, and every other known column that at least one row names.
 *
 * @param rows what the array `datapoints` holds
 * @param place where that array is, such as `data.items[3].datapoints`
 * @throws OmniaError `decode` for a row that is no object or has no time, and for a cell of a wrong type
 */
export function decodeColumns(rows: readonly unknown[], place: string): Columns {
  const objects = rows.map((row, i) => readObject(row, `${place}[${i}]`));
  const isNamed = (name: string): boolean => objects.some((row) => Object.hasOwn(row, name));
  const refuse = (i: number, name: string, expected: string): never => {
    throw malformed(`${place}[${i}].${name}`, objects[i]![name], expected);
  };

  const columns: Columns = {
    time: BigInt64Array.from(objects, (row, i) => {
      const ns = typeof row.time === "string" ? parseTime(row.time) : undefined;
      return ns ?? refuse(i, "time", "an RFC 3339 time that 64 bits of nanoseconds can hold");
    }),
  };
  if (isNamed("status")) {
    columns.status = Uint32Array.from(objects, (row, i) => {
      const status = row.status ?? 0;
      const isStatus = typeof status === "number" && Number.isInteger(status) && status >= 0 && status <= maxStatus;
      return isStatus ? status : refuse(i, "status", `an integer from 0 to ${maxStatus} or null`);
    });
  }
  for (const name of numberColumns) {
    if (!isNamed(name)) continue;
    columns[name] = Float64Array.from(objects, (row, i) => {
      const number = row[name] ?? Number.NaN;
      return typeof number === "number" ? number : refuse(i, name, "a number or null");
    });
  }
  return columns;
}
