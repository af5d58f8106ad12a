import type { Handler } from "./call.ts";
import { findReferredSeries, findSeries } from "./find-series.ts";
import { readSeriesPage } from "./raw-points.ts";
import { readOneSeries } from "./read-one-series.ts";
import { identifySeries, nameItem } from "./series-reference.ts";

export const getData: Handler<"GetData"> = (call) => {
  const { store, path, query } = call;
  return readOneSeries(
    call,
    identifySeries(path),
    () => findSeries(store, path.id),
    (series, request) =>
      readSeriesPage(series, query.status, { ...request, includeOutsidePoints: query.includeOutsidePoints }),
  );
};

export const getDataByName: Handler<"getDataByName"> = (call) => {
  const { store, query } = call;
  return readOneSeries(
    call,
    identifySeries(query),
    () => findReferredSeries(store, query),
    (series, request) =>
      readSeriesPage(series, query.status, { ...request, includeOutsidePoints: query.includeOutsidePoints }),
    nameItem(query),
  );
};
