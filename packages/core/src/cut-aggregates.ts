import type { AggregateFunction } from "./aggregate-function.ts";
import { createAggregates } from "./aggregates.ts";
import type { Aggregates } from "./aggregates.ts";

/** Rows `from` to `to` as views. */
export function cutAggregates<F extends AggregateFunction>(
  page: Aggregates<F>,
  functions: readonly F[],
  from: number,
  to: number,
): Aggregates<F> {
  const columns = functions.map((name) => [name, (page as Readonly<Record<F, Float64Array>>)[name].subarray(from, to)]);
  return createAggregates(
    page.id,
    page.time.subarray(from, to),
    Object.fromEntries(columns) as Record<F, Float64Array>,
  );
}

/** Pages as one. */
export function joinAggregates<F extends AggregateFunction>(
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
