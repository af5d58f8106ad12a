import { answerDone } from "../call.ts";
import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";

/** Its points and the subscriptions to it go too. */
export const deleteTimeseries: Handler<"DeleteTimeseries"> = (call) => {
  const series = findSeries(call.store, call.path.id);
  call.store.remove(series);
  for (const subscriptions of [call.streaming, call.realTime]) subscriptions.forget(series.metadata.id);
  return answerDone(call);
};
