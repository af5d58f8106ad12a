import type { components, OperationId } from "@omnia-timeseries/core/operations";
import type { Series, Store, TimeseriesItem } from "../store/store.ts";
import type { Answer } from "./call.ts";
import { badToken, decodeContinuationToken, encodeContinuationToken } from "./continuation-token.ts";

type TimeseriesPage = components["schemas"]["TimeseriesPagedResponse"];

/** The envelope of series. Source: the recorded answers in equinor/sara-timeseries (EVIDENCE.md). */
export function wrapSeries(items: TimeseriesItem[], continuationToken: string | null = null): Answer<TimeseriesPage> {
  return { statusCode: 200, body: { data: { items }, count: null, continuationToken } };
}

/** Filters whose values must be equal; the facility's in any case. */
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
    (facility === undefined || facility.toLowerCase() === item.facility?.toLowerCase())
  );
}

/**
 * One page of the series that `accepts` lets through, in the order of their creation.
 *
 * @param query with all of its filters, since a token fits the same question only
 * @throws Refusal 400 for a token of another question
 */
export function listSeries(
  { operationId, store }: { readonly operationId: OperationId; readonly store: Store },
  query: { readonly limit: number; readonly continuationToken?: string },
  accepts: (item: TimeseriesItem) => boolean,
): Answer<TimeseriesPage> {
  const { limit, continuationToken, ...filters } = query;
  const scope = [operationId, JSON.stringify(filters, Object.keys(filters).toSorted())];
  let from = 0;
  if (continuationToken !== undefined) {
    const [sequence] = decodeContinuationToken(scope, continuationToken) ?? [];
    if (sequence === undefined) throw badToken();
    from = Number(sequence);
  }
  const found: Series[] = [];
  for (const series of store.all()) {
    if (series.sequence >= from && accepts(series.metadata)) found.push(series);
    if (found.length > limit) break;
  }
  const next = found[limit];
  const token = next === undefined ? null : encodeContinuationToken(scope, [BigInt(next.sequence)]);
  return wrapSeries(
    found.slice(0, limit).map(({ metadata }) => metadata),
    token,
  );
}
