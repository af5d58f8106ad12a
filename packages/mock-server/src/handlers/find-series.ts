import { Refusal } from "../refusal.ts";
import type { Series, Store } from "../store/store.ts";
import { describeMissing, lookUpSeries } from "./series-reference.ts";
import type { SeriesReference } from "./series-reference.ts";

/** @throws Refusal 404 */
export function findReferredSeries(store: Store, reference: SeriesReference): Series {
  const series = lookUpSeries(store, reference);
  if (series === undefined) throw new Refusal(404, describeMissing(reference));
  return series;
}

/** @throws Refusal 404 */
export function findSeries(store: Store, id: string): Series {
  return findReferredSeries(store, { id });
}
