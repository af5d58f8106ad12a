import type { AggregateFunction } from "./aggregate-function.ts";
import type { Aggregates } from "./aggregates.ts";
import { createReusedMemory } from "./column-memory.ts";
import { cutAggregates, joinAggregates } from "./cut-aggregates.ts";
import type { Format } from "./format.ts";
import { getAggregates } from "./get-aggregates.ts";
import type { Aggregation } from "./get-aggregates.ts";
import { createPagesReader } from "./pages-reader.ts";
import type { PagesReader } from "./pages-reader.ts";
import { splitRules } from "./split-rules.ts";
import { readPages } from "./read-pages.ts";
import type { CursorOfPage, ReadOptions } from "./read-pages.ts";
import type { ReadPart } from "./read-plan.ts";
import { toReadRequest } from "./read-window.ts";
import type { ReadWindowParameters } from "./read-window.ts";
import type { Transport } from "./transport.ts";

export interface ReadAggregatesParameters<F extends AggregateFunction = AggregateFunction>
  extends ReadWindowParameters, Aggregation<F> {
  /** Aligns the intervals with those that the service has cached. */
  readonly alignToCache?: boolean | undefined;
}

/** All intervals of a window, page by page; nothing is requested before it is iterated. */
export type AggregatesReader<F extends AggregateFunction = AggregateFunction> = PagesReader<
  Aggregates<F>,
  CursorOfPage
>;

async function* readAllPages<F extends AggregateFunction>(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadAggregatesParameters<F>,
  options: ReadOptions | undefined,
): AsyncGenerator<Aggregates<F> & CursorOfPage, void> {
  const { aggregateFunctions, ...others } = parameters;
  const { window, request, cursor, rules, reuseBuffers } = toReadRequest(others, transport.now());
  const memory = reuseBuffers ? createReusedMemory() : undefined;
  const pages = {
    id: parameters.id,
    window,
    cursor,
    rules: { ...rules, ...splitRules(parameters) },
    cut: (page: Aggregates<F>, from: number, to: number) => cutAggregates(page, aggregateFunctions, from, to),
    async ask({ from, to, token }: ReadPart, call: ReadOptions) {
      memory?.reclaim();
      const wire = { ...request, aggregateFunctions, startTime: from, endTime: to, continuationToken: token };
      const page = await getAggregates(transport, format, wire, call, memory);
      // What `totalCount` counts of aggregates is not public.
      return { page, rows: page.length, totalCount: undefined, token: page.continuationToken };
    },
  };
  yield* readPages<Aggregates<F>>(pages, options);
}

/** Reads all pages of a window, by any number of GetAggregatedData requests. */
export function readAggregates<F extends AggregateFunction>(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadAggregatesParameters<F>,
  options?: ReadOptions,
): AggregatesReader<F> {
  const { id, aggregateFunctions } = parameters;
  return createPagesReader({
    id,
    reuseBuffers: parameters.reuseBuffers ?? false,
    readPages: (reuseBuffers) => readAllPages(transport, format, { ...parameters, reuseBuffers }, options),
    join: (pages: readonly Aggregates<F>[], length) => joinAggregates(id, aggregateFunctions, pages, length),
  });
}
