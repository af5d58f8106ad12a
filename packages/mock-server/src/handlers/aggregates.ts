import type { Assumptions } from "../assumptions.ts";
import type { AggregateFunction } from "../store/aggregate-functions.ts";
import { aggregatePoints } from "../store/aggregate-points.ts";
import type { AggregatePage, AggregateRequest } from "../store/aggregate-points.ts";
import type { ReadableSeries } from "../store/data-source.ts";
import type { PageRequest } from "../store/read-page.ts";
import { openPoints } from "./raw-points.ts";
import { identifySeries } from "./series-reference.ts";
import type { SeriesReference } from "./series-reference.ts";

/** What a request says of the aggregates that it wants. */
export interface AggregateTexts {
  readonly functions: readonly AggregateFunction[];
  readonly processingInterval?: string | null | undefined;
  readonly fill?: string | null | undefined;
  readonly alignToCache?: boolean | undefined;
  readonly statuses?: readonly number[] | null | undefined;
}

const nsPerUnit: Readonly<Record<string, bigint>> = {
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** The length of an interval in ns; its form was checked by the OpenAPI document. */
function readInterval(text: string | null | undefined): bigint | undefined {
  if (text === null || text === undefined) return undefined;
  return BigInt(text.slice(0, -1)) * nsPerUnit[text.slice(-1)]!;
}

/** The form of the text was checked by the OpenAPI document. */
function readFill({ emptyIntervals }: Assumptions, text: string | null | undefined): AggregateRequest["fill"] {
  if (text === null || text === undefined || text === "null") {
    return emptyIntervals === "omitted" ? "none" : Number.NaN;
  }
  if (text === "none") return text;
  return text === "previous" || text === "linear" ? text : Number(text);
}

/** What a token of aggregates fits: positions of raw points and of other intervals are different things. */
export function identifyAggregates(reference: SeriesReference, interval: string | null | undefined): string {
  return JSON.stringify(["aggregates", identifySeries(reference), interval ?? null]);
}

/**
 * One page of a series' intervals. They begin at the window's start, with `alignToCache` at whole multiples of
 * their length since 1970.
 */
export function readAggregatesPage(
  assumptions: Assumptions,
  series: ReadableSeries,
  { functions, processingInterval, fill, alignToCache, statuses }: AggregateTexts,
  { start, end, limit, position }: Omit<PageRequest, "includeOutsidePoints">,
): AggregatePage {
  return aggregatePoints(openPoints(series, statuses), {
    functions,
    start,
    end,
    interval: readInterval(processingInterval),
    fill: readFill(assumptions, fill),
    origin: (alignToCache ?? assumptions.alignToCacheByDefault) ? 0n : start,
    limit,
    position,
  });
}
