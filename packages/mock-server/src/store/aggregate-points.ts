import type { Columns } from "@omnia-timeseries/core";
import { aggregateFunctions } from "./aggregate-functions.ts";
import type { AggregateFunction, IntervalValues } from "./aggregate-functions.ts";
import { fillInterval } from "./fill-interval.ts";
import { createIntervals } from "./intervals.ts";
import type { IntervalRequest, Intervals } from "./intervals.ts";
import { cutSource } from "./point-source.ts";
import type { PointSource } from "./point-source.ts";

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

/** The starts of a page's intervals, and of one more where there is a next page; and how many all pages have. */
function listIntervals(
  intervals: Intervals,
  { fill, limit, position, end }: AggregateRequest,
): { readonly starts: readonly bigint[]; readonly totalCount: number } {
  const starts: bigint[] = [];
  let totalCount = 0;
  if (fill === "none") {
    for (const start of intervals.withPoints()) {
      totalCount++;
      const isReached = position === "start" || (position !== "finished" && start >= position);
      if (isReached && starts.length <= limit) starts.push(start);
    }
    return { starts, totalCount };
  }
  if (position !== "finished" && intervals.count > 0) {
    let start = position === "start" ? intervals.first : position;
    for (; start < end && starts.length <= limit; start = intervals.next(start)) starts.push(start);
  }
  return { starts, totalCount: intervals.count };
}

/** So many points of an interval are in memory at a time; 20 bytes each. */
const piecePoints = 4_000_000;

function readValues(points: PointSource, start: bigint, end: bigint): IntervalValues {
  const head = points.read(start, end, piecePoints);
  return {
    *[Symbol.iterator]() {
      for (let piece = head; piece.time.length > 0; piece = points.read(piece.time.at(-1)! + 1n, end, piecePoints)) {
        yield piece.value;
        if (piece.time.length < piecePoints) return;
      }
    },
  };
}

/** One page of aggregates. */
export function aggregatePoints(points: PointSource, request: AggregateRequest): AggregatePage {
  const { functions, fill, limit, start: windowStart } = request;
  const windowEnd = request.end < windowStart ? windowStart : request.end;
  const inside = cutSource(points, { start: windowStart, end: windowEnd });
  const intervals = createIntervals(inside, { ...request, end: windowEnd });
  const { starts, totalCount } = listIntervals(intervals, request);
  const page = starts.slice(0, limit);
  const columns: AggregatePage["columns"] = { time: BigInt64Array.from(page) };
  const valuesOf = (start: bigint): IntervalValues => readValues(inside, start, intervals.next(start));
  const results = functions.map((name) => {
    const column = new Float64Array(page.length);
    columns[name] = column;
    return { name, column };
  });
  page.forEach((start, row) => {
    const values = valuesOf(start);
    const isEmpty = fill !== "none" && inside.count(start, intervals.next(start)) === 0;
    for (const { name, column } of results) {
      const evaluate = aggregateFunctions[name];
      const filled = isEmpty ? fillInterval(fill, start, intervals, (at) => evaluate(valuesOf(at))) : evaluate(values);
      // A count is whole (specs/timeseries/openapi.yaml), also one that was filled in; and it is never −0.
      const result = name === "count" ? Math.round(filled) + 0 : filled;
      // Too large for a number: neither format can carry an infinity.
      column[row] = Number.isFinite(result) ? result : Number.NaN;
    }
  });
  return { columns, totalCount, next: starts[limit] };
}
