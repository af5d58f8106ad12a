import type { AggregateFunction } from "./aggregate-function.ts";
import type { Aggregates } from "./aggregates.ts";
import type { Datapoints } from "./datapoints.ts";
import type { DatapointsResponseItem } from "./format.ts";
import type { PageEnd } from "./get-page.ts";
import type { MultiDatapointsItem } from "./multi-datapoints-item.ts";
import { OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { refusal } from "./response-error.ts";
import { describeSeries } from "./series-selector.ts";
import type { SeriesSelector } from "./series-selector.ts";
import { shapeAggregates, shapeDatapoints } from "./shape-datapoints.ts";

/** What was asked for: the id, or the name with the id that the answer gives. */
type SeriesOf<I> = I extends { readonly id: string }
  ? { readonly id: string }
  : {
      readonly id: string | undefined;
      readonly facility: string;
      readonly name: string;
      readonly terminal?: string | undefined;
    };

/** Aggregates of the item's functions, raw points of an item without any, and either where the type leaves it open. */
type PointsOf<I> = I extends { readonly aggregateFunctions: readonly (infer F extends AggregateFunction)[] }
  ? Aggregates<F>
  : "aggregateFunctions" extends keyof I
    ? I["aggregateFunctions"] extends undefined
      ? Datapoints
      : Datapoints | Aggregates
    : Datapoints;

/** What became of one series: its points, or why it was refused. */
export type MultiDatapointsResult<I extends SeriesSelector = MultiDatapointsItem> = I extends unknown
  ? SeriesOf<I> &
      (
        | { readonly datapoints: PointsOf<I>; readonly error?: never }
        | { readonly error: OmniaError; readonly datapoints?: never }
      )
  : never;

/** Results in the order of the request, each typed by its item. */
export type MultiDatapointsResults<Items extends readonly SeriesSelector[]> = {
  readonly [K in keyof Items]: MultiDatapointsResult<Items[K]>;
};

/** There are more points when it carries a token. */
export type MultiDatapointsPage<Items extends readonly MultiDatapointsItem[] = readonly MultiDatapointsItem[]> =
  MultiDatapointsResults<Items> & PageEnd;

/** An answered series has columns or a count, even when it has no points; a refused one has neither in Protobuf. */
function refusalOf(
  { error, columns, totalCount }: DatapointsResponseItem,
  asked: SeriesSelector,
  operation: Operation,
): OmniaError | undefined {
  if (error !== undefined) return refusal(operation, error);
  if (columns.time !== undefined || totalCount !== undefined) return undefined;
  return new OmniaError(
    "not-found",
    `Series ${describeSeries(asked)} was not answered: it is unknown, or you may not read it. Protobuf says no more; JSON gives the reason.`,
    { operationId: operation.operationId },
  );
}

/** What became of one series, by its item and its part of the answer. */
export function toResult(
  asked: MultiDatapointsItem,
  answered: DatapointsResponseItem,
  operation: Operation,
): MultiDatapointsResult {
  const { id = answered.id, facility, name, terminal } = asked;
  const byName = { id, facility, name, ...(terminal === undefined ? {} : { terminal }) };
  const series = (asked.id === undefined ? byName : { id }) as SeriesOf<MultiDatapointsItem>;
  const error = refusalOf(answered, asked, operation);
  if (error !== undefined) return { ...series, error };
  if (asked.aggregateFunctions === undefined) return { ...series, datapoints: shapeDatapoints(answered, asked) };
  return { ...series, datapoints: shapeAggregates(answered, asked, asked.aggregateFunctions) };
}
