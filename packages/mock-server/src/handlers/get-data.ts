import type { Answer } from "../call.ts";
import type { Call, Handler } from "./call.ts";
import { readSeriesPage } from "./raw-points.ts";
import { readOneSeries } from "./read-one-series.ts";
import { identifySeries } from "./series-reference.ts";
import type { SeriesReference } from "./series-reference.ts";
import { validateTagNames } from "./validate-tag-names.ts";

function readRawPoints(call: Call<"GetData" | "getDataByName">, reference: SeriesReference): Answer<never> {
  const { status, includeOutsidePoints } = call.query;
  return readOneSeries(call, reference, identifySeries(reference), (series, request) =>
    readSeriesPage(call.assumptions, series, status, { ...request, includeOutsidePoints }),
  );
}

export const getData: Handler<"GetData"> = (call) => readRawPoints(call, call.path);

export const getDataByName: Handler<"getDataByName"> = (call) => {
  validateTagNames([call.query], call.query.federationSource, () => "Parameter 'name'");
  return readRawPoints(call, call.query);
};
