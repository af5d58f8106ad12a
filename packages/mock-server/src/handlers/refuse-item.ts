import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { nameItem } from "./series-reference.ts";
import type { SeriesReference } from "./series-reference.ts";

/** The item of a series that is not answered, while others of the request are: 404. Source: issue 6 of OmniaPlant. */
export function refuseItem(reference: SeriesReference, traceId: string, message: string): DatapointsResponseItem {
  return { ...nameItem(reference), error: { statusCode: 404, message, traceId }, length: 0, columns: {} };
}
