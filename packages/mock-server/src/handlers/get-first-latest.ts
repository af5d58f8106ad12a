import { maxTime, minTime } from "@omnia-timeseries/core";
import { Refusal } from "../refusal.ts";
import { filterByStatus, lowerBound, viewColumns } from "../store/columns.ts";
import type { Answer, Call, Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { createItem } from "./raw-points.ts";
import { readTime } from "./read-time.ts";

/** The first or the latest point from `afterTime` (included) to `beforeTime` (excluded); both are open by default. */
function answerOnePoint(
  { store, path, query, assumptions }: Call<"GetFirst" | "GetLatest">,
  choose: (from: number, to: number) => number,
): Answer<never> {
  const after = readTime(query.afterTime, "Parameter 'afterTime'") ?? minTime;
  const before = readTime(query.beforeTime, "Parameter 'beforeTime'") ?? maxTime + 1n;
  const series = findSeries(store, path.id);
  const points = filterByStatus(series.points.columns, query.status);
  const from = lowerBound(points.time, after);
  const to = lowerBound(points.time, before);
  if (from >= to && assumptions.firstLatestWithoutPoints === "not-found") {
    throw new Refusal(404, `Timeseries '${path.id}' has no such datapoint.`);
  }
  const row = choose(from, to);
  const columns = from < to ? viewColumns(points, row, row + 1) : viewColumns(points, 0, 0);
  return { datapoints: { items: [createItem(series, columns, columns.time.length)] } };
}

export const getFirst: Handler<"GetFirst"> = (call) => answerOnePoint(call, (from) => from);

export const getLatest: Handler<"GetLatest"> = (call) => answerOnePoint(call, (_, to) => to - 1);
