import { facilityKey } from "../store/facilities.ts";
import type { Handler } from "./call.ts";
import { matchesExactly } from "./list-series.ts";

/** Series of one facility count together, whichever of its codes they have; the first one's is given. */
export const getFacets: Handler<"GetFacets"> = ({ store, path: { facet }, query }) => {
  const counts = new Map<string, { text: string; count: number }>();
  for (const { metadata } of store.all()) {
    const text = metadata[facet];
    if (text === null || text === undefined || !matchesExactly(metadata, query)) continue;
    const key = facet === "facility" ? facilityKey(text) : text;
    counts.set(key, { text: counts.get(key)?.text ?? text, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const items = [...counts.values()].map(({ text, count }) => ({ [facet]: text, count }));
  return { statusCode: 200, body: { data: { items } } };
};
