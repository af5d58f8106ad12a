import { maxTime } from "@omnia-timeseries/core";
import { lowerBound, pickRows, viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";

/** From `start` (included) to `end` (excluded), ns since 1970-01-01T00:00:00Z. */
export interface TimeWindow {
  readonly start: bigint;
  readonly end: bigint;
}

/** The end of windows that have none. */
export const endOfTime: bigint = maxTime + 1n;

/**
 * The points of a series, to be read by windows; stored ones and computed ones alike. Columns that it gives are views
 * or fresh, ascending, not to be changed, and for use before the next change of the series only.
 */
export interface PointSource {
  /** How many points there are from `start` (included) to `end` (excluded). */
  count(start: bigint, end: bigint): number;
  /** Those of the window, at most `limit`, from the front. */
  read(start: bigint, end: bigint, limit?: number): PointColumns;
  /** When the last point before `time` is. */
  timeBefore(time: bigint): bigint | undefined;
  /** When the first point from `time` on is. */
  timeFrom(time: bigint): bigint | undefined;
  /** The points that have one of these statuses. */
  withStatuses(statuses: ReadonlySet<number>): PointSource;
}

/** Reads columns: all of it is views and binary searches, but for the filter. */
export function createColumnSource(columns: PointColumns): PointSource {
  const { time, status } = columns;
  return {
    count: (start, end) => Math.max(0, lowerBound(time, end) - lowerBound(time, start)),
    read(start, end, limit = Infinity) {
      const from = lowerBound(time, start);
      return viewColumns(columns, from, Math.min(from + limit, Math.max(from, lowerBound(time, end))));
    },
    timeBefore: (at) => time[lowerBound(time, at) - 1],
    timeFrom: (at) => time[lowerBound(time, at)],
    withStatuses(statuses) {
      const rows: number[] = [];
      status.forEach((one, row) => {
        if (statuses.has(one)) rows.push(row);
      });
      return createColumnSource(pickRows(columns, rows));
    },
  };
}

/** What a source has inside a window; nothing where it ends before it starts. */
export function cutSource(source: PointSource, { start, end }: TimeWindow): PointSource {
  const later = (at: bigint): bigint => (at < start ? start : at);
  const earlier = (at: bigint): bigint => (at > end ? end : at);
  const inside = (at: bigint | undefined): bigint | undefined =>
    at === undefined || at < start || at >= end ? undefined : at;
  return {
    count: (from, to) => source.count(later(from), earlier(to)),
    read: (from, to, limit) => source.read(later(from), earlier(to), limit),
    timeBefore: (at) => inside(source.timeBefore(earlier(at))),
    timeFrom: (at) => inside(source.timeFrom(later(at))),
    withStatuses: (statuses) => cutSource(source.withStatuses(statuses), { start, end }),
  };
}
