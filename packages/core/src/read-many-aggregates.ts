import type { AggregateFunction } from "./aggregate-function.ts";
import type { Aggregates } from "./aggregates.ts";
import { cutAggregates, joinAggregates } from "./cut-aggregates.ts";
import type { Aggregation } from "./get-aggregates.ts";
import { formatAggregation } from "./get-aggregates.ts";
import { toManyRequest } from "./read-many.ts";
import type { ReadManyParameters } from "./read-many.ts";
import { runMany } from "./run-many.ts";
import type { ManyReader, ManyResult, ReadManyOptions, SeriesKey } from "./run-many.ts";
import { splitRules } from "./split-rules.ts";

export interface ReadManyAggregatesParameters<Key extends SeriesKey, F extends AggregateFunction>
  extends ReadManyParameters<Key>, Aggregation<F> {
  /** Aligns the intervals with those that the service has cached. */
  readonly alignToCache?: boolean | undefined;
}

/**
 * Reads the intervals of a window of any number of series, as `readMany` reads points.
 *
 * @throws OmniaError as `readMany` does
 */
export async function readManyAggregates<Key extends SeriesKey, const F extends AggregateFunction>(
  client: ManyReader,
  parameters: ReadManyAggregatesParameters<Key, F>,
  options?: ReadManyOptions,
): Promise<ManyResult<Key, Aggregates<F>>> {
  const { aggregateFunctions, processingInterval, fill, alignToCache } = parameters;
  formatAggregation(parameters);
  const { statusFilter, rules, query, ...request } = toManyRequest(parameters, client.now());
  return runMany<Key, Aggregates<F>>(
    client,
    {
      ...request,
      series: parameters.series,
      rules: { ...rules, ...splitRules(parameters) },
      query: alignToCache === undefined ? query : { ...query, alignToCache },
      item: {
        aggregateFunctions,
        ...(processingInterval !== undefined && { processingInterval }),
        ...(fill !== undefined && { fill }),
        ...(statusFilter !== undefined && { statusFilter }),
      },
      cut: (page, from, to) => cutAggregates(page, aggregateFunctions, from, to),
      join: (key, pages, length) =>
        joinAggregates(typeof key === "string" ? key : (pages[0]?.id ?? ""), aggregateFunctions, pages, length),
    },
    options,
  );
}
