import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import type { components } from "@omnia-timeseries/core/operations";
import { Refusal } from "../refusal.ts";
import type { PageRequest } from "../store/read-page.ts";
import type { Series, Store } from "../store/store.ts";
import type { Handler } from "./call.ts";
import { badToken } from "./continuation-token.ts";
import { createItem, readSeriesPage, readWindow } from "./raw-points.ts";
import { continueReading, resumeReading, startReading } from "./reading-progress.ts";

type RequestItem = components["schemas"]["GetMultipleDatapointsRequestItem"];

/** What names the series in its request item; the id where both are given. */
function identify({ id, facility, name }: RequestItem): string {
  return id?.toLowerCase() ?? JSON.stringify([facility?.toLowerCase(), name]);
}

function find(store: Store, { id, facility, name }: RequestItem): Series | undefined {
  if (id !== null && id !== undefined) return store.find(id);
  return store.findByName(facility ?? "", name ?? "");
}

/** Names that the request used are given back, so that items can be told apart. */
function nameItem({ id, facility, name }: RequestItem): Partial<DatapointsResponseItem> {
  if (id !== null && id !== undefined) return { id: id.toLowerCase() };
  return { facility: facility ?? "", name: name ?? "" };
}

/** The token of an item: one of its series alone, or that of this whole request. */
function resumeItem(
  items: readonly RequestItem[],
  i: number,
): { nowMs: number; position: PageRequest["position"] } | undefined {
  const token = items[i]?.continuationToken;
  if (token === null || token === undefined) return undefined;
  const alone = resumeReading([identify(items[i]!)], token);
  if (alone !== undefined) return { nowMs: alone.nowMs, position: alone.positions[0]! };
  const whole = resumeReading(items.map(identify), token);
  if (whole === undefined) throw badToken();
  return { nowMs: whole.nowMs, position: whole.positions[i]! };
}

export const getMultipleData: Handler<"GetMultipleData"> = ({ store, query, body: items, nowMs, traceId }) => {
  if (items.some(({ aggregateFunctions }) => (aggregateFunctions ?? []).length > 0)) {
    throw new Refusal(501, "The mock server does not answer aggregates in GetMultipleData yet.");
  }
  const token = query.continuationToken;
  const identities = items.map(identify);
  const progress = token === undefined ? startReading(nowMs, items.length) : resumeReading(identities, token);
  if (progress === undefined) throw badToken();

  const pages = items.map((item, i): { item: DatapointsResponseItem; next?: bigint | undefined } => {
    const own = token === undefined ? resumeItem(items, i) : undefined;
    const window = readWindow(item, (name) => `Body: [${i}].${name}`, own?.nowMs ?? progress.nowMs);
    const series = find(store, item);
    if (series === undefined) {
      const error = { statusCode: 404, message: `Timeseries '${identities[i]!}' not found.`, traceId };
      return { item: { ...nameItem(item), error, length: 0, columns: {} } };
    }
    const page = readSeriesPage(series, item.statusFilter, {
      ...window,
      limit: item.limit!,
      includeOutsidePoints: item.includeOutsidePoints === true,
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
