import { identifyAggregates, readAggregatesPage } from "./aggregates.ts";
import type { Handler } from "./call.ts";
import { readOneSeries } from "./read-one-series.ts";

export const getAggregatedData: Handler<"GetAggregatedData"> = (call) => {
  const { path, query, assumptions } = call;
  const aggregates = { ...query, functions: query.aggregateFunction, statuses: query.status };
  return readOneSeries(call, path, identifyAggregates(path, query.processingInterval), (series, request) =>
    readAggregatesPage(assumptions, series, aggregates, request),
  );
};
