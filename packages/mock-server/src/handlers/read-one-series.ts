import type { Columns } from "@omnia-timeseries/core";
import type { Answer } from "../call.ts";
import { badToken } from "../continuation-token.ts";
import { readWindow } from "../read-window.ts";
import { openDataSource } from "../store/data-source.ts";
import type { ReadableSeries } from "../store/data-source.ts";
import type { PageRequest } from "../store/read-page.ts";
import type { Call } from "./call.ts";
import { findReferredSeries } from "./find-series.ts";
import { createItem } from "./raw-points.ts";
import { continueReading, resumeReading, startReading } from "./reading-progress.ts";
import { nameItem } from "./series-reference.ts";
import type { SeriesReference } from "./series-reference.ts";

/** What is read of a series, and where reading it goes on. */
export interface SeriesPage {
  readonly columns: Columns & { readonly time: BigInt64Array };
  readonly totalCount: number;
  readonly next: bigint | undefined;
}

/**
 * A page of one series, raw or aggregated.
 *
 * @param identity what names the series, and the kind of data, in the request; a token fits it alone
 * @throws Refusal 400 for a token of another request and for times that are none, 404 for an unknown series
 */
export function readOneSeries(
  call: Call<"GetData" | "getDataByName" | "GetAggregatedData">,
  reference: SeriesReference,
  identity: string,
  readPage: (series: ReadableSeries, request: Omit<PageRequest, "includeOutsidePoints">) => SeriesPage,
): Answer<never> {
  const { query, assumptions, nowMs } = call;
  const { continuationToken: token, federationSource: source, limit } = query;
  const progress = token === undefined ? startReading(nowMs, 1) : resumeReading(source, [identity], token);
  if (progress === undefined) throw badToken();
  const window = readWindow(query, (name) => `Parameter '${name}'`, progress.nowMs);
  const series = findReferredSeries(openDataSource(call, source, progress.nowMs), reference, source);
  const page = readPage(series, { ...window, limit, position: progress.positions[0]! });
  const item = { ...createItem(assumptions, series, page.columns, page.totalCount), ...nameItem(reference) };
  return { datapoints: { items: [item], ...continueReading(source, [identity], progress.nowMs, [page.next]) } };
}
