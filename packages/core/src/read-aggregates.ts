import type { AggregateFunction } from "./aggregate-function.ts";
import { createAggregates } from "./aggregates.ts";
import type { Aggregates } from "./aggregates.ts";
import { createReusedMemory } from "./column-memory.ts";
import type { Format } from "./format.ts";
import { getAggregates } from "./get-aggregates.ts";
import type { Aggregation } from "./get-aggregates.ts";
import { createPagesReader, walkPages } from "./pages-reader.ts";
import type { PagesReader } from "./pages-reader.ts";
import { toReadRequest } from "./read-window.ts";
import type { ReadWindowParameters } from "./read-window.ts";
import type { CallOptions, Transport } from "./transport.ts";

export interface ReadAggregatesParameters<F extends AggregateFunction = AggregateFunction>
  extends ReadWindowParameters, Aggregation<F> {
  /** Aligns the intervals with those that the service has cached. */
  readonly alignToCache?: boolean | undefined;
}

/** All intervals of a window, page by page; nothing is requested before it is iterated. */
export type AggregatesReader<F extends AggregateFunction = AggregateFunction> = PagesReader<Aggregates<F>>;

async function* readPages<F extends AggregateFunction>(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadAggregatesParameters<F>,
  options: CallOptions | undefined,
): AsyncGenerator<Aggregates<F>, void> {
  const { aggregateFunctions, ...others } = parameters;
  const { request, reuseBuffers } = toReadRequest(others, transport.now());
  const memory = reuseBuffers ? createReusedMemory() : undefined;
  yield* walkPages(parameters.id, async (continuationToken) => {
    memory?.reclaim();
    return getAggregates(transport, format, { ...request, aggregateFunctions, continuationToken }, options, memory);
  });
}

function join<F extends AggregateFunction>(
  id: string,
  aggregateFunctions: readonly F[],
  pages: readonly Aggregates<F>[],
  length: number,
): Aggregates<F> {
  const time = new BigInt64Array(length);
  const columns = Object.fromEntries(aggregateFunctions.map((name) => [name, new Float64Array(length)])) as Record<
    F,
    Float64Array
  >;
  let row = 0;
  for (const page of pages) {
    time.set(page.time, row);
    for (const name of aggregateFunctions) columns[name].set((page as Readonly<Record<F, Float64Array>>)[name], row);
    row += page.length;
  }
  return createAggregates(id, time, columns);
}

/** Walks all pages of a window; any number of GetAggregatedData requests, one after the other. */
export function readAggregates<F extends AggregateFunction>(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadAggregatesParameters<F>,
  options?: CallOptions,
): AggregatesReader<F> {
  const { id, aggregateFunctions } = parameters;
  return createPagesReader({
    id,
    reuseBuffers: parameters.reuseBuffers ?? false,
    readPages: (reuseBuffers) => readPages(transport, format, { ...parameters, reuseBuffers }, options),
    join: (pages: readonly Aggregates<F>[], length) => join(id, aggregateFunctions, pages, length),
  });
}
