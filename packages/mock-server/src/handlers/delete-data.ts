import { maxTime, minTime } from "@omnia-timeseries/core";
import { answerDone } from "../call.ts";
import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { readTime } from "../read-time.ts";

/** A bound that is not given is the end of time, so that nothing of the history stays. */
export const deleteData: Handler<"deleteData"> = (call) => {
  const { store, path, query } = call;
  const start = readTime(query.startTime, "Parameter 'startTime'") ?? minTime;
  const end = readTime(query.endTime, "Parameter 'endTime'") ?? maxTime + 1n;
  findSeries(store, path.id).points.remove(start, end);
  return answerDone(call);
};
