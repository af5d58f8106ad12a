import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import type { components } from "@omnia-timeseries/core/operations";
import type { PageRequest } from "../store/read-page.ts";
import type { Series } from "../store/store.ts";
import { identifyAggregates, readAggregatesPage } from "./aggregates.ts";
import type { Handler } from "./call.ts";
import { badToken } from "../continuation-token.ts";
import { readWindow } from "../read-window.ts";
import { createItem, readSeriesPage } from "./raw-points.ts";
import type { SeriesPage } from "./read-one-series.ts";
import { continueReading, resumeReading, startReading } from "./reading-progress.ts";
import { refuseItem } from "./refuse-item.ts";
import { identifySeries, lookUpSeries, nameItem } from "./series-reference.ts";

type RequestItem = components["schemas"]["GetMultipleDatapointsRequestItem"];

function identifyItem(item: RequestItem): string {
  const functions = item.aggregateFunctions ?? [];
  return functions.length === 0 ? identifySeries(item) : identifyAggregates(item, item.processingInterval);
}

/** The token of an item: one of its series alone, or that of this whole request. */
function resumeItem(
  items: readonly RequestItem[],
  i: number,
): { nowMs: number; position: PageRequest["position"] } | undefined {
  const token = items[i]?.continuationToken;
  if (token === null || token === undefined) return undefined;
  const alone = resumeReading([identifyItem(items[i]!)], token);
  if (alone !== undefined) return { nowMs: alone.nowMs, position: alone.positions[0]! };
  const whole = resumeReading(items.map(identifyItem), token);
  if (whole === undefined) throw badToken();
  return { nowMs: whole.nowMs, position: whole.positions[i]! };
}

/** Aggregates where functions are named, raw points where none are. */
function readItemPage(
  series: Series,
  item: RequestItem,
  alignToCache: boolean | undefined,
  request: Omit<PageRequest, "includeOutsidePoints">,
): SeriesPage {
  const functions = item.aggregateFunctions ?? [];
  if (functions.length > 0) {
    return readAggregatesPage(series, { ...item, functions, alignToCache, statuses: item.statusFilter }, request);
  }
  const includeOutsidePoints = item.includeOutsidePoints === true;
  return readSeriesPage(series, item.statusFilter, { ...request, includeOutsidePoints });
}

export const getMultipleData: Handler<"GetMultipleData"> = ({ store, query, body: items, nowMs, traceId }) => {
  const token = query.continuationToken;
  const identities = items.map(identifyItem);
  const progress = token === undefined ? startReading(nowMs, items.length) : resumeReading(identities, token);
  if (progress === undefined) throw badToken();

  const pages = items.map((item, i): { item: DatapointsResponseItem; next?: bigint | undefined } => {
    const own = token === undefined ? resumeItem(items, i) : undefined;
    const window = readWindow(item, (name) => `Body: [${i}].${name}`, own?.nowMs ?? progress.nowMs);
    const series = lookUpSeries(store, item);
    if (series === undefined) return { item: refuseItem(item, traceId) };
    const page = readItemPage(series, item, query.alignToCache, {
      ...window,
      limit: item.limit!,
      position: own?.position ?? progress.positions[i]!,
    });
    return { item: { ...createItem(series, page.columns, page.totalCount), ...nameItem(item) }, next: page.next };
  });
  return {
    datapoints: {
      items: pages.map(({ item }) => item),
      ...continueReading(
        identities,
        progress.nowMs,
        pages.map(({ next }) => next),
      ),
    },
  };
};
