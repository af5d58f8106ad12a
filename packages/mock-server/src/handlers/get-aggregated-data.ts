import { identifyAggregates, readAggregatesPage } from "./aggregates.ts";
import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { readOneSeries } from "./read-one-series.ts";

export const getAggregatedData: Handler<"GetAggregatedData"> = (call) => {
  const { store, path, query } = call;
  const aggregates = { ...query, functions: query.aggregateFunction, statuses: query.status };
  return readOneSeries(
    call,
    identifyAggregates(path, query.processingInterval),
    () => findSeries(store, path.id),
    (series, request) => readAggregatesPage(series, aggregates, request),
  );
};
