import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { GrowingColumns } from "./growing-columns.ts";
import { readInteger, readText } from "./json-object.ts";
import type { JsonObject } from "./json-object.ts";
import { malformed } from "./malformed.ts";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** The properties that say which series it is, and where it goes on. */
export const itemTexts = ["id", "name", "facility", "terminal", "continuationToken"] as const;

/**
 * One series of an answer. With `datapoints: []` it has an empty `time` column, so that it can be told from one
 * that was not answered at all (`datapoints` null or absent), which has no columns.
 *
 * @param object its properties, with columns for `datapoints`
 * @param place where the item is, such as `data.items[3]`
 * @throws OmniaError `decode` with the place of what is wrong
 */
export function decodeItem(object: JsonObject, place: string): DatapointsResponseItem {
  const rows = object.datapoints ?? undefined;
  if (rows !== undefined && !(rows instanceof GrowingColumns)) {
    throw malformed(`${place}.datapoints`, rows, "an array or null");
  }
  const item: Mutable<DatapointsResponseItem> = {
    length: rows?.length ?? 0,
    columns: rows?.finish() ?? {},
  };
  for (const name of itemTexts) {
    const text = readText(object, name, place);
    if (text !== undefined) item[name] = text;
  }
  const totalCount = readInteger(object, "totalCount", place);
  if (totalCount !== undefined) {
    if (totalCount < 0) throw malformed(`${place}.totalCount`, totalCount, "a count of 0 or more");
    item.totalCount = totalCount;
  }
  const error = readError(object, place);
  if (error !== undefined) item.error = error;
  return item;
}

/** Why the service refused this item, when it did: it then has the status that a request for it alone would get. */
function readError(object: JsonObject, place: string): DatapointsResponseItem["error"] {
  const statusCode = readInteger(object, "statusCode", place);
  if (statusCode === undefined || statusCode < 400) return undefined;
  const message = readText(object, "message", place);
  const traceId = readText(object, "traceId", place);
  return { statusCode, ...(message !== undefined && { message }), ...(traceId !== undefined && { traceId }) };
}
