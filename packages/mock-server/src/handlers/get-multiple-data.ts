import type { DatapointsResponseItem, FederationSource } from "@omnia-timeseries/core";
import type { components } from "@omnia-timeseries/core/operations";
import type { Assumptions } from "../assumptions.ts";
import { openDataSource } from "../store/data-source.ts";
import type { ReadableSeries } from "../store/data-source.ts";
import type { PageRequest } from "../store/read-page.ts";
import { identifyAggregates, readAggregatesPage } from "./aggregates.ts";
import type { Handler } from "./call.ts";
import { badToken } from "../continuation-token.ts";
import { readWindow } from "../read-window.ts";
import { createItem, readSeriesPage } from "./raw-points.ts";
import type { SeriesPage } from "./read-one-series.ts";
import { continueReading, resumeReading, startReading } from "./reading-progress.ts";
import { refuseItem } from "./refuse-item.ts";
import { describeMissing, identifySeries, lookUpSeries, nameItem } from "./series-reference.ts";
import { validateTagNames } from "./validate-tag-names.ts";

type RequestItem = components["schemas"]["GetMultipleDatapointsRequestItem"];

function identifyItem(item: RequestItem): string {
  const functions = item.aggregateFunctions ?? [];
  return functions.length === 0 ? identifySeries(item) : identifyAggregates(item, item.processingInterval);
}

/** The token of an item: one of its series alone, or that of this whole request. */
function resumeItem(
  source: FederationSource | undefined,
  items: readonly RequestItem[],
  i: number,
): { nowMs: number; position: PageRequest["position"] } | undefined {
  const token = items[i]?.continuationToken;
  if (token === null || token === undefined) return undefined;
  const alone = resumeReading(source, [identifyItem(items[i]!)], token);
  if (alone !== undefined) return { nowMs: alone.nowMs, position: alone.positions[0]! };
  const whole = resumeReading(source, items.map(identifyItem), token);
  if (whole === undefined) throw badToken();
  return { nowMs: whole.nowMs, position: whole.positions[i]! };
}

/** Aggregates where functions are named, raw points where none are. */
function readItemPage(
  assumptions: Assumptions,
  series: ReadableSeries,
  item: RequestItem,
  alignToCache: boolean | undefined,
  request: Omit<PageRequest, "includeOutsidePoints">,
): SeriesPage {
  const functions = item.aggregateFunctions ?? [];
  if (functions.length > 0) {
    return readAggregatesPage(
      assumptions,
      series,
      { ...item, functions, alignToCache, statuses: item.statusFilter },
      request,
    );
  }
  const includeOutsidePoints = item.includeOutsidePoints === true;
  return readSeriesPage(assumptions, series, item.statusFilter, { ...request, includeOutsidePoints });
}

export const getMultipleData: Handler<"GetMultipleData"> = (call) => {
  const { query, body: items, assumptions, nowMs, traceId } = call;
  const { continuationToken: token, federationSource: source } = query;
  validateTagNames(items, source, (i) => `Body: [${i}].name`);
  const identities = items.map(identifyItem);
  const progress = token === undefined ? startReading(nowMs, items.length) : resumeReading(source, identities, token);
  if (progress === undefined) throw badToken();

  const pages = items.map((item, i): { item: DatapointsResponseItem; next?: bigint | undefined } => {
    const own = token === undefined ? resumeItem(source, items, i) : undefined;
    const itemNowMs = own?.nowMs ?? progress.nowMs;
    const window = readWindow(item, (name) => `Body: [${i}].${name}`, itemNowMs);
    const series = lookUpSeries(openDataSource(call, source, itemNowMs), item);
    if (series === undefined) return { item: refuseItem(item, traceId, describeMissing(item, source)) };
    const page = readItemPage(assumptions, series, item, query.alignToCache, {
      ...window,
      limit: item.limit!,
      position: own?.position ?? progress.positions[i]!,
    });
    return {
      item: { ...createItem(assumptions, series, page.columns, page.totalCount), ...nameItem(item) },
      next: page.next,
    };
  });
  return {
    datapoints: {
      items: pages.map(({ item }) => item),
      ...continueReading(
        source,
        identities,
        progress.nowMs,
        pages.map(({ next }) => next),
      ),
    },
  };
};
