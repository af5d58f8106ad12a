import { validateAggregateFunctions } from "./aggregate-function.ts";
import type { AggregateFunction } from "./aggregate-function.ts";
import type { Aggregates } from "./aggregates.ts";
import { formatFill } from "./fill.ts";
import type { Fill } from "./fill.ts";
import type { ColumnMemory, DatapointsResponseItem, Format } from "./format.ts";
import { getPage } from "./get-page.ts";
import type { PageEnd, PageParameters } from "./get-page.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { formatProcessingInterval } from "./processing-interval.ts";
import type { ProcessingInterval } from "./processing-interval.ts";
import { shapeAggregates } from "./shape-datapoints.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** How points become intervals. */
export interface Aggregation<F extends AggregateFunction = AggregateFunction> {
  /** One or more; the result has these columns and no others. */
  readonly aggregateFunctions: readonly F[];
  /** Default of the service: the whole window is one interval. Keep a request to 10 000 intervals. */
  readonly processingInterval?: ProcessingInterval | undefined;
  readonly fill?: Fill | undefined;
}

export interface GetAggregatesParameters<F extends AggregateFunction = AggregateFunction>
  extends PageParameters, Aggregation<F> {
  /** GUID of the series. */
  readonly id: string;
  /** Aligns the intervals with those that the service has cached. */
  readonly alignToCache?: boolean | undefined;
}

/** One page of intervals. There are more when it carries a token. */
export type AggregatesPage<F extends AggregateFunction = AggregateFunction> = Aggregates<F> & PageEnd;

/** Its parts in the wire's texts. @throws OmniaError `invalid-argument` */
export function formatAggregation(
  { aggregateFunctions, processingInterval, fill }: Aggregation,
  place = "",
): { readonly processingInterval: string | undefined; readonly fill: string | undefined } {
  validateAggregateFunctions(aggregateFunctions, `${place}aggregateFunctions`);
  return {
    processingInterval:
      processingInterval === undefined
        ? undefined
        : formatProcessingInterval(processingInterval, `${place}processingInterval`),
    fill: fill === undefined ? undefined : formatFill(fill, `${place}fill`),
  };
}

/** One GetAggregatedData request, decoded into `memory` where it is given. @throws OmniaError */
export async function getAggregates<F extends AggregateFunction>(
  transport: Transport,
  format: Format | undefined,
  parameters: GetAggregatesParameters<F>,
  options?: CallOptions,
  memory?: ColumnMemory,
): Promise<AggregatesPage<F>> {
  const { id, aggregateFunctions, alignToCache } = parameters;
  const aggregation = formatAggregation(parameters);
  const functions = [...new Set(aggregateFunctions)];
  const request = {
    operation: dataOperations.GetAggregatedData,
    series: { id },
    path: { id },
    query: { aggregateFunction: functions, ...aggregation, alignToCache },
    parameters,
    shape: (item: DatapointsResponseItem) => shapeAggregates(item, { id }, functions),
  };
  return getPage(transport, format, request, options, memory);
}
