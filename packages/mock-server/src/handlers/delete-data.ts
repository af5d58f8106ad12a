import { maxTime, minTime } from "@omnia-timeseries/core";
import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { readTime } from "./read-time.ts";

/** A bound that is not given is the end of time, so that nothing of the history stays. */
export const deleteData: Handler<"deleteData"> = ({ store, path, query, traceId }) => {
  const start = readTime(query.startTime, "Parameter 'startTime'") ?? minTime;
  const end = readTime(query.endTime, "Parameter 'endTime'") ?? maxTime + 1n;
  findSeries(store, path.id).points.remove(start, end);
  return { statusCode: 200, body: { statusCode: 200, message: "ok", traceId } };
};
