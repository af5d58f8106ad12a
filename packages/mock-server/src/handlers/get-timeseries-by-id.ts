import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { wrapSeries } from "./list-series.ts";

export const getTimeseriesById: Handler<"getTimeseriesById"> = ({ store, path }) =>
  wrapSeries([findSeries(store, path.id).metadata]);
