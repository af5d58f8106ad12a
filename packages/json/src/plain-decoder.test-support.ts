import { numberColumns, parseTime } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";

type Json = { readonly [name: string]: unknown };

function object(found: unknown): Json {
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw new Error("not an object");
  return found as Json;
}

function list(found: unknown): readonly unknown[] {
  if (!Array.isArray(found)) throw new Error("not an array");
  return found;
}

function text(found: unknown): string | undefined {
  if (found == null || found === "") return undefined;
  if (typeof found !== "string") throw new Error("not a string");
  return found;
}

function number(found: unknown, isRight: (number: number) => boolean): number | undefined {
  if (found == null) return undefined;
  if (typeof found !== "number" || !isRight(found)) throw new Error("not such a number");
  return found;
}

function time(found: unknown): bigint {
  const ns = typeof found === "string" ? parseTime(found) : undefined;
  if (ns === undefined) throw new Error("not a time");
  return ns;
}

function columnsOf(rows: readonly Json[]): DatapointsResponse["items"][number]["columns"] {
  const isStatus = (status: number): boolean => status >>> 0 === status;
  const columns: Record<string, unknown> = { time: BigInt64Array.from(rows, (row) => time(row.time)) };
  if (rows.some((row) => "status" in row)) {
    columns.status = Uint32Array.from(rows, (row) => number(row.status, isStatus) ?? 0);
  }
  for (const name of numberColumns) {
    if (!rows.some((row) => name in row)) continue;
    columns[name] = Float64Array.from(rows, (row) => number(row[name], () => true) ?? Number.NaN);
  }
  return columns;
}

const defined = (values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function itemOf(item: Json): unknown {
  const rows = item.datapoints == null ? undefined : list(item.datapoints).map(object);
  const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;
  const statusCode = number(item.statusCode, isCount);
  const error = defined({ statusCode, message: text(item.message), traceId: text(item.traceId) });
  return defined({
    length: rows?.length ?? 0,
    columns: rows === undefined ? {} : columnsOf(rows),
    ...Object.fromEntries(
      ["id", "name", "facility", "terminal", "continuationToken"].map((name) => [name, text(item[name])]),
    ),
    totalCount: number(item.totalCount, isCount),
    error: statusCode !== undefined && statusCode >= 400 ? error : undefined,
  });
}

/** What an answer means, by `JSON.parse` of its whole text. Throws any error for one that is none. */
export function decodePlainly(body: Uint8Array): DatapointsResponse {
  const answer = object(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  const items = list(object(answer.data).items).map((item) => itemOf(object(item)));
  return defined({ items, continuationToken: text(answer.continuationToken) }) as unknown as DatapointsResponse;
}
