import { Datapoints } from "./datapoints.ts";
import type { DatapointsResponse, DatapointsResponseItem } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { refusal } from "./response-error.ts";
import type { TimeWindow } from "./time-window.ts";

/** Brings what the wire named into the columns of raw points: no value is NaN, no status is 0. */
export function shapeDatapoints(item: DatapointsResponseItem, id: string): Datapoints {
  const { length, columns, totalCount } = item;
  if (columns.time === undefined && length > 0) {
    throw new OmniaError("decode", `The answer has ${length} rows and no times for series ${id}.`);
  }
  return new Datapoints({
    id,
    time: columns.time ?? new BigInt64Array(0),
    value: columns.value ?? new Float64Array(length).fill(Number.NaN),
    status: columns.status ?? new Uint32Array(length),
    totalCount,
  });
}

/** @throws OmniaError `decode` when the answer is of another series than asked for */
export function validateItemId(item: DatapointsResponseItem, id: string): void {
  if (item.id !== undefined && item.id.toLowerCase() !== id.toLowerCase()) {
    throw new OmniaError("decode", `The answer is of series ${item.id}, not of ${id}.`);
  }
}

/**
 * The one series of an answer to a read of one.
 *
 * @throws OmniaError `incomplete` when it is not there, `decode` when there are others
 */
export function singleItem(response: DatapointsResponse, id: string, operation: Operation): DatapointsResponseItem {
  const [item, ...others] = response.items;
  if (item === undefined) {
    throw new OmniaError("incomplete", `The answer does not hold series ${id}.`);
  }
  if (others.length > 0)
    throw new OmniaError("decode", `The answer holds ${response.items.length} series instead of one.`);
  validateItemId(item, id);
  if (item.error !== undefined) throw refusal(operation, item.error);
  return item;
}

/** How many points lie in the window. Times ascend, so that outside points are at the ends, and only these are looked at. */
export function countInside({ time }: Datapoints, { start, end }: TimeWindow): number {
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
