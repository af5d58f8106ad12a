import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { GrowingColumns } from "./growing-columns.ts";
import { readInteger, readTexts } from "./json-object.ts";
import type { JsonObject } from "./json-object.ts";
import { malformed } from "./malformed.ts";

/** The properties that say which series it is, and where it goes on. */
const itemTexts = ["id", "name", "facility", "terminal", "continuationToken"] as const;
/** The properties that say why the service refused it. */
const errorTexts = ["message", "traceId"] as const;

/** The properties that count. */
export const itemProperties: readonly string[] = [
  ...itemTexts,
  ...errorTexts,
  "totalCount",
  "statusCode",
  "datapoints",
];

/**
 * One series of an answer. With `datapoints: []` it has an empty `time` column, so that it can be told from one
 * that was not answered at all (`datapoints` null or absent), which has no columns. What the service refused has the
 * status that a request for it alone would get.
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
  const totalCount = readInteger(object, "totalCount", place);
  const statusCode = readInteger(object, "statusCode", place);
  return {
    length: rows?.length ?? 0,
    columns: rows?.finish() ?? {},
    ...readTexts(object, itemTexts, place),
    ...(totalCount !== undefined && { totalCount }),
    ...(statusCode !== undefined &&
      statusCode >= 400 && { error: { statusCode, ...readTexts(object, errorTexts, place) } }),
  };
}
