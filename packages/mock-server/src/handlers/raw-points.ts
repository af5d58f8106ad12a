import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { filterByStatus } from "../store/columns.ts";
import type { PointColumns } from "../store/columns.ts";
import { readPage } from "../store/read-page.ts";
import type { Page, PageRequest } from "../store/read-page.ts";
import type { Series } from "../store/store.ts";
import { readTime } from "./read-time.ts";

/** A window as requests name it. */
export interface WindowTexts {
  readonly startTime?: string | null;
  readonly endTime?: string | null;
}

const nsPerMs = 1_000_000n;

/**
 * The window in ns: from 1970 to now where the request says nothing.
 *
 * @param where what the times are called in a refusal, such as `Parameter`
 * @throws Refusal 400
 */
export function readWindow(
  { startTime, endTime }: WindowTexts,
  where: (name: string) => string,
  nowMs: number,
): { start: bigint; end: bigint } {
  const start = readTime(startTime, where("startTime")) ?? 0n;
  const end = readTime(endTime, where("endTime")) ?? BigInt(Math.floor(nowMs)) * nsPerMs;
  return { start, end };
}

/** The item of an answer that holds these points of a series. */
export function createItem(series: Series, columns: PointColumns, totalCount: number): DatapointsResponseItem {
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
