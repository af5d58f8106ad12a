import type { Columns, DatapointsResponseItem } from "@omnia-timeseries/core";
import type { Assumptions } from "../assumptions.ts";
import type { ReadableSeries } from "../store/data-source.ts";
import type { PointSource } from "../store/point-source.ts";
import { readPage } from "../store/read-page.ts";
import type { Page, PageRequest } from "../store/read-page.ts";

/**
 * The item of an answer that holds these points, or intervals, of a series.
 *
 * @param inWindow how many of them all pages have
 */
export function createItem(
  { totalCount }: Assumptions,
  series: ReadableSeries,
  columns: Columns & { readonly time: BigInt64Array },
  inWindow: number,
): DatapointsResponseItem {
  const { length } = columns.time;
  const count = totalCount === "window" ? inWindow : length;
  return { id: series.metadata.id, totalCount: count, length, columns: { ...columns } };
}

/** The points of a series that have one of `statuses`; all of them when none are named. */
export function openPoints({ points }: ReadableSeries, statuses: readonly number[] | null | undefined): PointSource {
  const opened = points.open();
  return statuses === null || statuses === undefined || statuses.length === 0
    ? opened
    : opened.withStatuses(new Set(statuses));
}

/** One page of a series; `statuses` filters before anything else, so outside points have them too. */
export function readSeriesPage(
  { windowEnd }: Assumptions,
  series: ReadableSeries,
  statuses: readonly number[] | null | undefined,
  request: PageRequest,
): Page {
  const end = windowEnd === "included" ? request.end + 1n : request.end;
  return readPage(openPoints(series, statuses), { ...request, end });
}
