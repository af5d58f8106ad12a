import type { components } from "@omnia-timeseries/core/operations";
import { isSameFacility } from "../store/facilities.ts";
import type { TimeseriesItem } from "../store/series-metadata.ts";
import type { Answer } from "../call.ts";
import { takePage } from "../take-page.ts";
import type { Call } from "./call.ts";

export type TimeseriesPage = components["schemas"]["TimeseriesPagedResponse"];

/** The envelope of series. Source: the recorded answers in equinor/sara-timeseries (EVIDENCE.md). */
export function wrapSeries(items: TimeseriesItem[], continuationToken: string | null = null): Answer<TimeseriesPage> {
  return { statusCode: 200, body: { data: { items }, count: null, continuationToken } };
}

/** Filters whose values must be equal; the code may be any of the facility's. */
export interface ExactFilters {
  readonly name?: string;
  readonly externalId?: string;
  readonly source?: string;
  readonly assetId?: string;
  readonly facility?: string;
}

/** Whether `item` passes all of the filters that are given. */
export function matchesExactly(item: TimeseriesItem, filters: ExactFilters): boolean {
  const { name, externalId, source, assetId, facility } = filters;
  return (
    (name === undefined || name === item.name) &&
    (externalId === undefined || externalId === item.externalId) &&
    (source === undefined || source === item.source) &&
    (assetId === undefined || assetId === item.assetId) &&
    (facility === undefined || isSameFacility(facility, item.facility))
  );
}

/**
 * One page of the series that `accepts` lets through, in the order of their creation.
 *
 * @throws Refusal 400 for a token of another question
 */
export function listSeries(
  call: Pick<Call<"Getall" | "GetSearch" | "GetSearchByQuery">, "operationId" | "path" | "query" | "body" | "store">,
  accepts: (item: TimeseriesItem) => boolean,
): Answer<TimeseriesPage> {
  const all = call.store.all().filter(({ metadata }) => accepts(metadata));
  const { items, continuationToken } = takePage(call, call.query, all);
  return wrapSeries(
    items.map(({ metadata }) => metadata),
    continuationToken,
  );
}
