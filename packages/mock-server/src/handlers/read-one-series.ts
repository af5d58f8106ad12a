import type { Columns, DatapointsResponseItem } from "@omnia-timeseries/core";
import type { Answer } from "../call.ts";
import type { PageRequest } from "../store/read-page.ts";
import type { Series } from "../store/store.ts";
import { badToken } from "../continuation-token.ts";
import { readWindow } from "../read-window.ts";
import type { WindowTexts } from "../read-window.ts";
import { createItem } from "./raw-points.ts";
import { continueReading, resumeReading, startReading } from "./reading-progress.ts";

/** What is read of a series, and where reading it goes on. */
export interface SeriesPage {
  readonly columns: Columns & { readonly time: BigInt64Array };
  readonly totalCount: number;
  readonly next: bigint | undefined;
}

/**
 * A page of one series, raw or aggregated.
 *
 * @param identity what names the series in the request; a token fits it alone
 * @param find looks for the series when the request is known to be right
 * @param names how the request named the series, where not by its id
 * @throws Refusal 400 for a token of another request and for times that are none, and what `find` throws
 */
export function readOneSeries(
  {
    query,
    nowMs,
  }: {
    readonly query: WindowTexts & { readonly continuationToken?: string; readonly limit: number };
    readonly nowMs: number;
  },
  identity: string,
  find: () => Series,
  readPage: (series: Series, request: Omit<PageRequest, "includeOutsidePoints">) => SeriesPage,
  names: Partial<DatapointsResponseItem> = {},
): Answer<never> {
  const { continuationToken: token, limit } = query;
  const progress = token === undefined ? startReading(nowMs, 1) : resumeReading([identity], token);
  if (progress === undefined) throw badToken();
  const window = readWindow(query, (name) => `Parameter '${name}'`, progress.nowMs);
  const series = find();
  const page = readPage(series, { ...window, limit, position: progress.positions[0]! });
  const item = { ...createItem(series, page.columns, page.totalCount), ...names };
  return { datapoints: { items: [item], ...continueReading([identity], progress.nowMs, [page.next]) } };
}
