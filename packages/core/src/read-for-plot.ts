import type { TimeseriesClient } from "./client.ts";
import { joinDatapoints } from "./cut-datapoints.ts";
import type { Datapoints } from "./datapoints.ts";
import { findParameter } from "./find-parameter.ts";
import { OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { plotFunctions, plotIntervals } from "./plot-intervals.ts";
import { plotPoints } from "./plot-points.ts";
import type { PlotRows } from "./plot-rows.ts";
import { formatProcessingInterval, toIntervalNs } from "./processing-interval.ts";
import type { ProcessingInterval } from "./processing-interval.ts";
import type { ReadFilter } from "./read-filter.ts";
import { toReadRequest } from "./read-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions } from "./transport.ts";

export interface ReadForPlotParameters extends ReadFilter {
  /** GUID of the series. */
  readonly id: string;
  /** Start of the window, included. */
  readonly startTime: TimeInput;
  /** End of the window, excluded. Default: now. */
  readonly endTime?: TimeInput | undefined;
  /** Most rows of the result, 10 or more. Twice to four times as many as the chart has pixels across is plenty. */
  readonly maxPoints: number;
  /**
   * Most points that are read as they are stored; a window with more is read as aggregates. Never less than
   * `maxPoints`. Default 100 000, one request. `Infinity` for true times whatever it takes.
   */
  readonly maxRawPoints?: number | undefined;
  /**
   * Without a point for longer than this is a gap, such as `"15m"`. Default: three times the usual distance of points,
   * their median. Give it for a series that is written only when it changes.
   */
  readonly maxGap?: ProcessingInterval | undefined;
}

/** What a chart shows of a window: at most `maxPoints` rows, in the order of their times; NaN breaks the line. */
export interface PlotData extends PlotRows {
  readonly id: string;
  /** How many rows. */
  readonly length: number;
  /**
   * `raw`: every row is a stored point. `aggregates`: every value is a stored one, its time known to the length of an
   * interval.
   */
  readonly source: "raw" | "aggregates";
}

export type PlotClient = Pick<TimeseriesClient, "getDatapoints" | "now" | "readAggregates" | "readDatapoints">;

/** First, least, greatest and last of an interval, and a gap before it. */
const rowsPerInterval = 5;
const leastMaxPoints = 2 * rowsPerInterval;

/** Most intervals of one request. Source: the service's wiki, by EVIDENCE.md. */
const intervalsPerRequest = 10_000;

const limitRule = findParameter(dataOperations.GetData, "limit");

type Window = ReadFilter & { readonly id: string; readonly startTime: bigint; readonly endTime: bigint };

/** All points of a window; undefined as soon as there are known to be more than `most`. */
async function readPoints(
  client: PlotClient,
  window: Window,
  { maxPoints, most }: { readonly maxPoints: number; readonly most: number },
  options: CallOptions | undefined,
): Promise<Datapoints | undefined> {
  if (window.startTime === window.endTime) return joinDatapoints(window.id, [], 0);
  const first = await client.getDatapoints({ ...window, limit: Math.min(maxPoints, limitRule.maximum!) }, options);
  if (first.continuationToken === undefined) return first;
  if ((first.totalCount ?? 0) > most) return undefined;
  const last = first.time.at(-1);
  const startTime = last === undefined ? window.startTime : last + 1n;
  const pages: Datapoints[] = [first];
  let { length } = first;
  for await (const page of client.readDatapoints({ ...window, startTime }, options)) {
    pages.push(page);
    length += page.length;
    if (length > most) return undefined;
  }
  return joinDatapoints(window.id, pages, length);
}

async function readIntervals(
  client: PlotClient,
  window: Window,
  { intervals, maxGap }: { readonly intervals: number; readonly maxGap: bigint | undefined },
  options: CallOptions | undefined,
): Promise<PlotRows> {
  const { startTime, endTime } = window;
  // One less than there is room for: should the service begin them elsewhere than the window does, it is one more.
  const seconds = (endTime - startTime - 1n) / (BigInt(intervals - 1) * 1_000_000_000n) + 1n;
  const asked = {
    ...window,
    aggregateFunctions: plotFunctions,
    processingInterval: { seconds: Number(seconds) },
    fill: "none",
    pageSize: intervalsPerRequest,
  } as const;
  const read = await client.readAggregates(asked, options).all({ maxPoints: Infinity });
  return plotIntervals(read, { start: startTime, end: endTime, width: seconds * 1_000_000_000n, maxGap });
}

/**
 * What a chart shows of a window, in at most `maxPoints` rows that keep every extreme and every gap.
 *
 * The first request is for `maxPoints` points. Where these are all there are, they are the result. Where the service
 * then counts no more than `maxRawPoints`, the others are read too, and of each of the chart's intervals the first,
 * least, greatest and last point are kept. Otherwise the service is asked for these as aggregates, which are fewer and
 * cheaper; as they have no times of their own, the first stands at the start of its interval, the last at its end,
 * the extremes between. Should the service not count and more come, it is aggregates as well.
 *
 * A gap is where nothing is for longer than `maxGap`, or points without a value are. Where points are left out, only
 * gaps at least as long as an interval of the chart are shown; of aggregates, those that leave whole intervals empty.
 *
 * @example
 * ```ts
 * const plot = await readForPlot(client, { id, startTime: "now-365d", maxPoints: 2000 });
 * const [seconds, values] = toPlotColumns(plot, { unit: "s" });
 * ```
 * @throws OmniaError `invalid-argument`, and what reads throw
 */
export async function readForPlot(
  client: PlotClient,
  parameters: ReadForPlotParameters,
  options?: CallOptions,
): Promise<PlotData> {
  const { maxPoints, maxRawPoints = limitRule.maximum!, maxGap: gap, ...asked } = parameters;
  if (!Number.isSafeInteger(maxPoints) || maxPoints < leastMaxPoints) {
    throw new OmniaError(
      "invalid-argument",
      `maxPoints: ${String(maxPoints)} is not a whole number from ${leastMaxPoints} on.`,
    );
  }
  if (!(maxRawPoints >= 0)) {
    throw new OmniaError("invalid-argument", `maxRawPoints: ${String(maxRawPoints)} is not a number from 0 on.`);
  }
  if (gap !== undefined) formatProcessingInterval(gap, "maxGap");
  const maxGap = gap === undefined ? undefined : toIntervalNs(gap);
  const { window, request } = toReadRequest(asked, client.now());
  const { limit: _, ...filter } = request;
  const [start, end] = [window.start!, window.end!];
  const { id } = parameters;
  const whole: Window = { ...filter, id, startTime: start, endTime: end };
  const intervals = Math.floor(maxPoints / rowsPerInterval);
  const most = Math.max(maxPoints, maxRawPoints);
  const points = await readPoints(client, whole, { maxPoints, most }, options);
  const rows =
    points === undefined
      ? await readIntervals(client, whole, { intervals, maxGap }, options)
      : plotPoints(points, { start, end, intervals, maxPoints, maxGap });
  return { id, source: points === undefined ? "aggregates" : "raw", length: rows.time.length, ...rows };
}
