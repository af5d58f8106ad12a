import { Refusal } from "../refusal.ts";
import type { Series, Store } from "../store/store.ts";

/** @throws Refusal 404 */
export function findSeries(store: Store, id: string): Series {
  const series = store.find(id);
  if (series === undefined) throw new Refusal(404, `Timeseries '${id}' not found.`);
  return series;
}
