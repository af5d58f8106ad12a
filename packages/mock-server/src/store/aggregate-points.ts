import type { Columns } from "@omnia-timeseries/core";
import { aggregateFunctions } from "./aggregate-functions.ts";
import type { AggregateFunction } from "./aggregate-functions.ts";
import type { PointColumns } from "./columns.ts";
import { fillInterval } from "./fill-interval.ts";
import { createIntervals } from "./intervals.ts";
import type { Interval, IntervalRequest, Intervals } from "./intervals.ts";

/** Which intervals of a series to read. */
export interface AggregateRequest extends IntervalRequest {
  readonly functions: readonly AggregateFunction[];
  /** What intervals without points become; `none` leaves them out. */
  readonly fill: "none" | "previous" | "linear" | number;
  /** Most intervals on one page. */
  readonly limit: number;
  /** Where the page begins: at the first interval, at the one that begins then, or nowhere any more. */
  readonly position: bigint | "start" | "finished";
}

export interface AggregatePage {
  /** `time` is the start of each interval; the other columns are the functions. */
  readonly columns: Columns & { time: BigInt64Array };
  /** How many intervals all pages have. */
  readonly totalCount: number;
  /** Where the next page begins. */
  readonly next: bigint | undefined;
}

/** The intervals of a page, and one more where there is a next page. */
function listIntervals(intervals: Intervals, { fill, limit, position, end }: AggregateRequest): Interval[] {
  if (position === "finished" || intervals.count === 0) return [];
  if (fill === "none") {
    const rest = intervals.withPoints.filter(({ start }) => position === "start" || start >= position);
    return rest.slice(0, limit + 1);
  }
  const page: Interval[] = [];
  let start = position === "start" ? intervals.first : position;
  for (; start < end && page.length <= limit; start = intervals.next(start)) page.push(intervals.at(start));
  return page;
}

/** One page of aggregates of ascending points. */
export function aggregatePoints(points: PointColumns, request: AggregateRequest): AggregatePage {
  const { functions, fill, limit } = request;
  const intervals = createIntervals(points.time, request);
  const listed = listIntervals(intervals, request);
  const page = listed.slice(0, limit);
  const columns: AggregatePage["columns"] = { time: BigInt64Array.from(page, ({ start }) => start) };
  for (const name of functions) {
    const evaluate = ({ from, to }: Interval): number => aggregateFunctions[name](points.value.subarray(from, to));
    columns[name] = Float64Array.from(page, (interval) => {
      const isEmpty = fill !== "none" && interval.from === interval.to;
      const filled = isEmpty ? fillInterval(fill, interval.start, intervals, evaluate) : evaluate(interval);
      // A count is whole (specs/timeseries/openapi.yaml), also one that was filled in; and it is never −0.
      const result = name === "count" ? Math.round(filled) + 0 : filled;
      // Too large for a number: neither format can carry an infinity.
      return Number.isFinite(result) ? result : Number.NaN;
    });
  }
  const totalCount = fill === "none" ? intervals.withPoints.length : intervals.count;
  return { columns, totalCount, next: listed[limit]?.start };
}
