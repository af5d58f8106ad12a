import { maxTime, minTime } from "@omnia-timeseries/core";
import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import type { Answer } from "../call.ts";
import type { Assumptions } from "../assumptions.ts";
import { Refusal } from "../refusal.ts";
import { filterByStatus, lowerBound, viewColumns } from "../store/columns.ts";
import { openDataSource } from "../store/data-source.ts";
import type { ReadableSeries } from "../store/data-source.ts";
import type { Call, Handler } from "./call.ts";
import { findReferredSeries } from "./find-series.ts";
import { createItem } from "./raw-points.ts";
import { readTime } from "../read-time.ts";
import { refuseItem } from "./refuse-item.ts";
import { describeMissing, lookUpSeries, nameItem } from "./series-reference.ts";
import { validateTagNames } from "./validate-tag-names.ts";

/** Which row of those from `from` (included) to `to` (excluded). */
type Choice = (from: number, to: number) => number;

const chooseFirst: Choice = (from) => from;
const chooseLatest: Choice = (_, to) => to - 1;

interface Bounds {
  /** Included; open where it is undefined. */
  readonly after: bigint | undefined;
  /** Excluded; open where it is undefined. */
  readonly before: bigint | undefined;
  readonly statuses: readonly number[] | null | undefined;
}

/** The item that holds the one point, or none. */
function readOnePoint(
  assumptions: Assumptions,
  series: ReadableSeries,
  bounds: Bounds,
  choose: Choice,
): DatapointsResponseItem {
  const points = filterByStatus(series.points.columns, bounds.statuses);
  const from = lowerBound(points.time, bounds.after ?? minTime);
  const to = lowerBound(points.time, bounds.before ?? maxTime + 1n);
  const row = choose(from, to);
  const columns = from < to ? viewColumns(points, row, row + 1) : viewColumns(points, 0, 0);
  return createItem(assumptions, series, columns, columns.time.length);
}

function answerOne(call: Call<"GetFirst" | "GetLatest">, choose: Choice): Answer<never> {
  const { path, query, assumptions, nowMs } = call;
  const { federationSource: source } = query;
  const after = readTime(query.afterTime, "Parameter 'afterTime'");
  const before = readTime(query.beforeTime, "Parameter 'beforeTime'");
  const series = findReferredSeries(openDataSource(call, source, nowMs), path, source);
  const item = readOnePoint(assumptions, series, { after, before, statuses: query.status }, choose);
  if (item.length === 0 && assumptions.firstLatestWithoutPoints === "not-found") {
    throw new Refusal(404, `Timeseries '${path.id}' has no such datapoint.`);
  }
  return { datapoints: { items: [item] } };
}

/** `startTime` and `endTime` of an item are the bounds. Source: the Postman collection, EVIDENCE.md. */
function answerMany(call: Call<"GetMultipleFirst" | "GetMultipleLatest">, choose: Choice): Answer<never> {
  const { query, body, assumptions, nowMs, traceId } = call;
  const { federationSource: source } = query;
  validateTagNames(body, source, (i) => `Body: [${i}].name`);
  const finder = openDataSource(call, source, nowMs);
  const items = body.map((reference, i) => {
    const after = readTime(reference.startTime, `Body: [${i}].startTime`);
    const before = readTime(reference.endTime, `Body: [${i}].endTime`);
    const series = lookUpSeries(finder, reference);
    if (series === undefined) return refuseItem(reference, traceId, describeMissing(reference, source));
    const item = readOnePoint(assumptions, series, { after, before, statuses: reference.statusFilter }, choose);
    if (item.length === 0 && assumptions.firstLatestWithoutPoints === "not-found") {
      return refuseItem(reference, traceId, `Timeseries '${series.metadata.id}' has no such datapoint.`);
    }
    return { ...item, ...nameItem(reference) };
  });
  return { datapoints: { items } };
}

export const getFirst: Handler<"GetFirst"> = (call) => answerOne(call, chooseFirst);

export const getLatest: Handler<"GetLatest"> = (call) => answerOne(call, chooseLatest);

export const getMultipleFirst: Handler<"GetMultipleFirst"> = (call) => answerMany(call, chooseFirst);

export const getMultipleLatest: Handler<"GetMultipleLatest"> = (call) => answerMany(call, chooseLatest);
