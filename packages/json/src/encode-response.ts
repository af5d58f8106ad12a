import { formatTime, numberColumns, OmniaError, validateResponseItem } from "@omnia-timeseries/core";
import type { Columns, DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";

const aggregates = numberColumns.filter((name) => name !== "value");

/**
 * A datapoint answer as the service writes it in JSON: times in UTC with 7 fraction digits (up to 9 where they need them),
 * −0 kept, a `value` of NaN as `null`, NaN in another column left out of its row.
 *
 * @throws OmniaError `invalid-argument` for an infinite number, rows without `time`, a column that is not as long
 *   as its item says, and a `totalCount` that is no count
 */
export function encodeResponse(response: DatapointsResponse): Uint8Array<ArrayBuffer> {
  const items = response.items.map((item, i) => encodeItem(item, `items[${i}]`));
  const continuationToken = JSON.stringify(response.continuationToken ?? null);
  return new TextEncoder().encode(`{"data":{"items":[${items.join(",")}]},"continuationToken":${continuationToken}}`);
}

function encodeItem(item: DatapointsResponseItem, place: string): string {
  validateResponseItem(item, place);
  const { id, facility, name, terminal, error, length, columns, totalCount, continuationToken } = item;
  const { statusCode, message, traceId } = error ?? {};
  const rows = Array.from({ length }, (_, row) => encodeRow(columns, row, place));
  const members = [
    ...encodeMembers({ id, facility, name, terminal, statusCode, message, traceId }),
    `"datapoints":[${rows.join(",")}]`,
    ...encodeMembers({ totalCount, continuationToken }),
  ];
  return `{${members.join(",")}}`;
}

function encodeMembers(values: Readonly<Record<string, string | number | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`],
  );
}

function encodeRow(columns: Columns, row: number, place: string): string {
  const { time, value, status } = columns;
  let text = `{"time":"${formatTime(time![row]!, 7)}"`;
  if (value !== undefined) text += `,"value":${encodeNumber(value[row]!, `${place}.columns.value[${row}]`)}`;
  if (status !== undefined) text += `,"status":${status[row]!}`;
  for (const name of aggregates) {
    const number = columns[name]?.[row] ?? Number.NaN;
    if (!Number.isNaN(number)) text += `,"${name}":${encodeNumber(number, `${place}.columns.${name}[${row}]`)}`;
  }
  return `${text}}`;
}

function encodeNumber(number: number, place: string): string {
  if (Number.isNaN(number)) return "null";
  if (!Number.isFinite(number)) {
    throw new OmniaError("invalid-argument", `${place} is ${number}, which JSON cannot carry.`);
  }
  return Object.is(number, -0) ? "-0" : String(number);
}
