import type { Columns, DatapointsResponseItem } from "@omnia-timeseries/core";
import { filterByStatus } from "../store/columns.ts";
import { readPage } from "../store/read-page.ts";
import type { Page, PageRequest } from "../store/read-page.ts";
import type { Series } from "../store/store.ts";

/** The item of an answer that holds these points, or intervals, of a series. */
export function createItem(
  series: Series,
  columns: Columns & { readonly time: BigInt64Array },
  totalCount: number,
): DatapointsResponseItem {
  return { id: series.metadata.id, totalCount, length: columns.time.length, columns: { ...columns } };
}

/** One page of a series; `statuses` filters before anything else, so outside points have them too. */
export function readSeriesPage(
  series: Series,
  statuses: readonly number[] | null | undefined,
  request: PageRequest,
): Page {
  return readPage(filterByStatus(series.points.columns, statuses), request);
}
