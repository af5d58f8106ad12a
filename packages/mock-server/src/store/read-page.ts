import { lowerBound, viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";

/** Which points of a series to read: those from `start` (included) to `end` (excluded), ns. */
export interface PageRequest {
  readonly start: bigint;
  readonly end: bigint;
  /** Most points inside the window on one page. */
  readonly limit: number;
  /** Also the last point before the window, on the first page, and the first one from its end on, on the last. */
  readonly includeOutsidePoints: boolean;
  /** Where the page begins: at the window's start, at the time that the page before named, or nowhere any more. */
  readonly position: bigint | "start" | "finished";
}

export interface Page {
  readonly columns: PointColumns;
  /** How many points the window holds. */
  readonly totalCount: number;
  /** The time where the next page begins. */
  readonly next: bigint | undefined;
}

/** One page of ascending points, as views. A window that ends before it starts is empty. */
export function readPage(points: PointColumns, request: PageRequest): Page {
  const { time } = points;
  const windowFrom = lowerBound(time, request.start);
  const windowTo = Math.max(windowFrom, lowerBound(time, request.end));
  const totalCount = windowTo - windowFrom;
  if (request.position === "finished") return { columns: viewColumns(points, 0, 0), totalCount, next: undefined };

  const isFirst = request.position === "start";
  const resumed = request.position === "start" ? windowFrom : lowerBound(time, request.position);
  const from = Math.min(Math.max(resumed, windowFrom), windowTo);
  const to = Math.min(from + request.limit, windowTo);
  const isLast = to === windowTo;
  const before = request.includeOutsidePoints && isFirst && from > 0 ? 1 : 0;
  const after = request.includeOutsidePoints && isLast && to < time.length ? 1 : 0;
  return {
    columns: viewColumns(points, from - before, to + after),
    totalCount,
    next: isLast ? undefined : time[to],
  };
}
