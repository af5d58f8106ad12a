import type { FederationSource } from "@omnia-timeseries/core";
import { Refusal } from "../refusal.ts";
import type { SeriesFinder } from "../store/data-source.ts";
import { describeMissing, lookUpSeries } from "./series-reference.ts";
import type { SeriesReference } from "./series-reference.ts";

/**
 * @param source where it is looked for, if not everywhere
 * @throws Refusal 404
 */
export function findReferredSeries<Found>(
  finder: SeriesFinder<Found>,
  reference: SeriesReference,
  source?: FederationSource,
): Found {
  const series = lookUpSeries(finder, reference);
  if (series === undefined) throw new Refusal(404, describeMissing(reference, source));
  return series;
}

/** @throws Refusal 404 */
export function findSeries<Found>(finder: SeriesFinder<Found>, id: string): Found {
  return findReferredSeries(finder, { id });
}
