import { minTime } from "@omnia-timeseries/core";
import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import type { Answer } from "../call.ts";
import type { Assumptions } from "../assumptions.ts";
import { Refusal } from "../refusal.ts";
import { openDataSource } from "../store/data-source.ts";
import type { ReadableSeries } from "../store/data-source.ts";
import { cutSource, endOfTime } from "../store/point-source.ts";
import type { PointSource, TimeWindow } from "../store/point-source.ts";
import type { Call, Handler } from "./call.ts";
import { findReferredSeries } from "./find-series.ts";
import { createItem, openPoints } from "./raw-points.ts";
import { readTime } from "../read-time.ts";
import { refuseItem } from "./refuse-item.ts";
import { describeMissing, lookUpSeries, nameItem } from "./series-reference.ts";
import { validateTagNames } from "./validate-tag-names.ts";

/** When one of the points of a window is. */
type Choice = (points: PointSource, window: TimeWindow) => bigint | undefined;

const chooseFirst: Choice = (points, { start }) => points.timeFrom(start);
const chooseLatest: Choice = (points, { end }) => points.timeBefore(end);

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
  const window = { start: bounds.after ?? minTime, end: bounds.before ?? endOfTime };
  const points = cutSource(openPoints(series, bounds.statuses), window);
  const time = choose(points, window) ?? window.end;
  const columns = points.read(time, time + 1n);
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
