import { viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";
import type { PointSource } from "./point-source.ts";

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

/** One page. A window that ends before it starts is empty. */
export function readPage(points: PointSource, request: PageRequest): Page {
  const { start, limit, includeOutsidePoints, position } = request;
  const end = request.end < start ? start : request.end;
  const totalCount = points.count(start, end);
  if (position === "finished") return { columns: points.read(start, start), totalCount, next: undefined };

  const before = includeOutsidePoints && position === "start" ? points.timeBefore(start) : undefined;
  const behind = includeOutsidePoints ? points.timeFrom(end) : undefined;
  const resumed = position === "start" || position < start ? start : position > end ? end : position;
  // One row more than the page has: the point outside behind a page that is the last, or else where the next begins.
  const most = limit + (before === undefined ? 0 : 1);
  const rows = points.read(before ?? resumed, behind === undefined ? end : behind + 1n, most + 1);
  const next = rows.time[most];
  if (next === undefined || next >= end) return { columns: rows, totalCount, next: undefined };
  return { columns: viewColumns(rows, 0, most), totalCount, next };
}
