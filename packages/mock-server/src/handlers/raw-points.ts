import type { Columns, DatapointsResponseItem } from "@omnia-timeseries/core";
import type { Assumptions } from "../assumptions.ts";
import { filterByStatus } from "../store/columns.ts";
import type { ReadableSeries } from "../store/data-source.ts";
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

/** One page of a series; `statuses` filters before anything else, so outside points have them too. */
export function readSeriesPage(
  { windowEnd }: Assumptions,
  series: ReadableSeries,
  statuses: readonly number[] | null | undefined,
  request: PageRequest,
): Page {
  const end = windowEnd === "included" ? request.end + 1n : request.end;
  return readPage(filterByStatus(series.points.columns, statuses), { ...request, end });
}
