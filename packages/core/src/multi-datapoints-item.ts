import type { AggregateFunction } from "./aggregate-function.ts";
import { findParameter } from "./find-parameter.ts";
import { formatAggregation } from "./get-aggregates.ts";
import type { Aggregation } from "./get-aggregates.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { validateStatusFilter } from "./read-filter.ts";
import { validateSeries } from "./series-selector.ts";
import type { SeriesSelector } from "./series-selector.ts";
import { formatOptional, toTimeWindow } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import { validateParameter } from "./validate-parameter.ts";

interface WindowOfItem {
  /** Start of the window, included. Default of the service: 1970. */
  readonly startTime?: TimeInput | undefined;
  /** End of the window, excluded. Default of the service: now. */
  readonly endTime?: TimeInput | undefined;
  /** Only points of these statuses. Default: all. */
  readonly statusFilter?: readonly number[] | undefined;
}

interface PageOfItem extends WindowOfItem {
  /** Most points, or intervals, of this series in one page, 1 to 100 000. Default of the service: 1000. */
  readonly limit?: number | undefined;
  readonly continuationToken?: string | undefined;
}

interface RawItem extends PageOfItem {
  readonly includeOutsidePoints?: boolean | undefined;
  readonly aggregateFunctions?: undefined;
  readonly processingInterval?: undefined;
  readonly fill?: undefined;
}

interface AggregatesItem<F extends AggregateFunction> extends PageOfItem, Aggregation<F> {
  readonly includeOutsidePoints?: undefined;
}

/** One series of a request, by id or by name, with a window of its own; with functions its answer is aggregates. */
export type MultiDatapointsItem = SeriesSelector & (RawItem | AggregatesItem<AggregateFunction>);

/** One series whose first or latest point in a window is asked for, by id or by name. */
export type MultiOnePointItem = SeriesSelector & WindowOfItem;

// The document states this rule once, at the operations of one series.
const limitRule = findParameter(dataOperations.GetData, "limit");

/** An item as the body has it, and its window. */
export interface CheckedItem {
  readonly wire: object;
  readonly window: TimeWindow;
}

/**
 * @param place where it stands, such as `items[3].`
 * @throws OmniaError `invalid-argument` with the place
 */
export function checkItem(item: MultiDatapointsItem, place: string, nowMs: number): CheckedItem {
  validateSeries(item, place);
  validateParameter(limitRule, item.limit, `${place}limit`);
  validateStatusFilter(item.statusFilter, `${place}statusFilter`);
  const window = toTimeWindow(item.startTime, item.endTime, nowMs, [`${place}startTime`, `${place}endTime`]);
  const { id, facility, name, terminal, limit, statusFilter, includeOutsidePoints, continuationToken } = item;
  const aggregation =
    item.aggregateFunctions === undefined
      ? {}
      : { aggregateFunctions: item.aggregateFunctions, ...formatAggregation(item, place) };
  const times = { startTime: formatOptional(window.start), endTime: formatOptional(window.end) };
  const series = { id, facility, name, terminal };
  const page = { limit, statusFilter, includeOutsidePoints, continuationToken };
  return { wire: { ...series, ...times, ...page, ...aggregation }, window };
}
