import type { Handler } from "./call.ts";
import { listSeries, matchesExactly } from "./list-series.ts";
import type { ExactFilters } from "./list-series.ts";
import type { TimeseriesItem } from "../store/series-metadata.ts";
import { matchesWildcard } from "../store/wildcard.ts";

interface SearchFilters extends ExactFilters {
  readonly description?: string;
  readonly unit?: string;
}

function matchesFilters(item: TimeseriesItem, { name, description, unit, ...exact }: SearchFilters): boolean {
  return (
    (name === undefined || matchesWildcard(name, item.name)) &&
    (description === undefined || matchesWildcard(description, item.description)) &&
    (unit === undefined || matchesWildcard(unit, item.unit)) &&
    matchesExactly(item, exact)
  );
}

export const getSearch: Handler<"GetSearch"> = (call) => listSeries(call, (item) => matchesFilters(item, call.query));

/** The text may be in the name, the description or the unit. */
export const getSearchByQuery: Handler<"GetSearchByQuery"> = (call) =>
  listSeries(
    call,
    (item) =>
      [item.name, item.description, item.unit].some((text) => matchesWildcard(call.path.query, text)) &&
      matchesFilters(item, call.query),
  );
