import type { AggregateFunction } from "./aggregate-function.ts";
import { createAggregates } from "./aggregates.ts";
import type { Aggregates } from "./aggregates.ts";
import { Datapoints } from "./datapoints.ts";
import type { DatapointsResponse, DatapointsResponseItem } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { refusal } from "./response-error.ts";
import { describeSeries } from "./series-selector.ts";
import type { SeriesSelector } from "./series-selector.ts";
import type { TimeWindow } from "./time-window.ts";

function timesOf({ length, columns }: DatapointsResponseItem, series: SeriesSelector): BigInt64Array {
  if (columns.time === undefined && length > 0) {
    throw new OmniaError("decode", `The answer has ${length} rows and no times for series ${describeSeries(series)}.`);
  }
  return columns.time ?? new BigInt64Array(0);
}

/** Brings what the wire named into the columns of raw points: no value is NaN, no status is 0. */
export function shapeDatapoints(item: DatapointsResponseItem, series: SeriesSelector): Datapoints {
  const { length, columns, totalCount } = item;
  return new Datapoints({
    id: series.id ?? item.id ?? "",
    time: timesOf(item, series),
    value: columns.value ?? new Float64Array(length).fill(Number.NaN),
    status: columns.status ?? new Uint32Array(length),
    totalCount,
  });
}

/** Brings what the wire named into the columns asked for. What `totalCount` counts of aggregates is not public, so it is left out. */
export function shapeAggregates<F extends AggregateFunction>(
  item: DatapointsResponseItem,
  series: SeriesSelector,
  functions: readonly F[],
): Aggregates<F> {
  const columns = functions.map((name) => [name, item.columns[name] ?? new Float64Array(item.length).fill(Number.NaN)]);
  const named = Object.fromEntries(columns) as Record<F, Float64Array>;
  return createAggregates(series.id ?? item.id ?? "", timesOf(item, series), named);
}

/** @throws OmniaError `decode` when the answer is of another series than asked for */
export function validateItemId(item: DatapointsResponseItem, { id }: SeriesSelector): void {
  if (id !== undefined && item.id !== undefined && item.id.toLowerCase() !== id.toLowerCase()) {
    throw new OmniaError("decode", `The answer is of series ${item.id}, not of ${id}.`);
  }
}

/**
 * The one series of an answer to a read of one.
 *
 * @throws OmniaError `incomplete` when it is not there, `decode` when there are others
 */
export function singleItem(
  response: DatapointsResponse,
  series: SeriesSelector,
  operation: Operation,
): DatapointsResponseItem {
  const [item, ...others] = response.items;
  if (item === undefined) {
    throw new OmniaError("incomplete", `The answer does not hold series ${describeSeries(series)}.`);
  }
  if (others.length > 0)
    throw new OmniaError("decode", `The answer holds ${response.items.length} series instead of one.`);
  validateItemId(item, series);
  if (item.error !== undefined) throw refusal(operation, item.error);
  return item;
}

/** How many points lie in the window. Times ascend, so that outside points are at the ends, and only these are looked at. */
export function countInside({ time }: Pick<Datapoints, "time">, { start, end }: TimeWindow): number {
  let from = 0;
  let to = time.length;
  if (start !== undefined) while (from < to && time[from]! < start) from++;
  if (end !== undefined) while (to > from && time[to - 1]! >= end) to--;
  return to - from;
}

/**
 * Checks that a read which has come to its end holds what the service counted. A Protobuf body
 * that was cut between two fields is still valid Protobuf; only this finds it.
 *
 * @throws OmniaError `incomplete`
 */
export function validateComplete(inside: number, totalCount: number | undefined): void {
  if (totalCount !== undefined && inside < totalCount) {
    throw new OmniaError("incomplete", `The answer ended after ${inside} of ${totalCount} points.`);
  }
}
