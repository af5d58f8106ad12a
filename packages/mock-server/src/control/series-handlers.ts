import { formatTime, OmniaError } from "@omnia-timeseries/core";
import type { Series } from "../store/store.ts";
import { toWindow } from "../to-window.ts";
import { answerDone } from "./control-call.ts";
import type { Controlled, ControlHandlers } from "./control-call.ts";
import { createPlot } from "./create-plot.ts";
import { describeSeries } from "./describe-series.ts";

function findSeries({ series, path: { id } }: Controlled & { readonly path: { readonly id: string } }): Series {
  const found = series.find(id);
  if (found === undefined) throw new OmniaError("not-found", `There is no series '${id}'.`);
  return found;
}

function matches({ metadata: { name, description, unit } }: Series, search: string): boolean {
  return [name, description, unit].some((text) => text?.toLowerCase().includes(search) === true);
}

export const seriesHandlers: Pick<
  ControlHandlers,
  "GetSeries" | "GetOneSeries" | "DeleteSeries" | "GetPoints" | "WritePoints" | "DeletePoints" | "GetPlot"
> = {
  GetSeries({ series, query: { search = "", skip, limit } }) {
    const found = series.all().filter((one) => matches(one, search.toLowerCase()));
    return { total: found.length, series: found.slice(skip, skip + limit).map(describeSeries) };
  },
  GetOneSeries: (call) => describeSeries(findSeries(call)),
  DeleteSeries(call) {
    call.server.store.deleteSeries(call.path.id);
    return answerDone(call);
  },
  GetPoints(call) {
    const { start, end } = toWindow(call.query, call.server.clock.now());
    const source = findSeries(call).points.open();
    const { time, value, status } = source.read(start, end, call.query.limit);
    const rows = Array.from(time, (ns, i) => ({ time: formatTime(ns, 9), value: value[i]!, status: status[i]! }));
    return { total: source.count(start, end), datapoints: rows };
  },
  WritePoints(call) {
    call.server.store.write(call.path.id, call.body.datapoints);
    return answerDone(call);
  },
  DeletePoints(call) {
    call.server.store.deletePoints(call.path.id, call.query);
    return answerDone(call);
  },
  GetPlot(call) {
    const { startTime, endTime, buckets } = call.query;
    const window = toWindow(call.query, call.server.clock.now());
    const isOpen = { start: startTime === undefined, end: endTime === undefined };
    return createPlot(findSeries(call).points.open(), window, isOpen, buckets);
  },
};
