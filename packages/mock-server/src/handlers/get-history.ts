import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";

export const getHistory: Handler<"HistoryTimeseries"> = ({ store, path }) => ({
  statusCode: 200,
  body: { data: { items: [...findSeries(store, path.id).history] } },
});
