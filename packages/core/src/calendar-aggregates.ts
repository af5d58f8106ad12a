import { validateAggregateFunctions } from "./aggregate-function.ts";
import type { AggregateFunction } from "./aggregate-function.ts";
import { createAggregates } from "./aggregates.ts";
import type { Aggregates } from "./aggregates.ts";
import { groupByInterval, listBorders, validatePeriod } from "./calendar-periods.ts";
import type { CalendarPeriod } from "./calendar-periods.ts";
import type { TimeseriesClient } from "./client.ts";
import { parseDay } from "./day-window.ts";
import { OmniaError } from "./omnia-error.ts";
import { createPeriodTotals, isTotalColumn } from "./period-totals.ts";
import type { TotalColumn } from "./period-totals.ts";
import { toIntervalNs } from "./processing-interval.ts";
import type { ReadFilter } from "./read-filter.ts";
import type { ReadProgress } from "./read-pages.ts";
import { createTimeZone } from "./time-zone.ts";
import type { TimeZone } from "./time-zone.ts";
import { toTimeWindow } from "./time-window.ts";
import { formatTime } from "./time.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions } from "./transport.ts";

/** The functions whose value for a period follows from those of its parts. */
export type CalendarFunction = Exclude<AggregateFunction, "stddev" | "median">;

export interface ReadCalendarAggregatesParameters<F extends CalendarFunction = CalendarFunction> extends ReadFilter {
  /** GUID of the series. */
  readonly id: string;
  /** In the first period. A date alone, such as `2026-03-29`, is that day of the time zone, not of UTC. */
  readonly startTime: TimeInput;
  /** Where a period begins then, the one before is the last; otherwise that around it. Default: now. A date alone as above. */
  readonly endTime?: TimeInput | undefined;
  /** A name of the IANA time zone database that `Intl` knows, such as `Europe/Oslo`. */
  readonly timeZone: string;
  readonly period: CalendarPeriod;
  /** One or more; the result has these columns and no others. */
  readonly aggregateFunctions: readonly F[];
}

export interface CalendarReadOptions extends CallOptions {
  /** Is told after each page how far the read has come. */
  readonly onProgress?: ((progress: Pick<ReadProgress, "upTo">) => void) | undefined;
}

/** What is asked of the service: the mean of means is not the mean. `count` tells which intervals hold points at all. */
function toColumns(functions: readonly AggregateFunction[]): readonly TotalColumn[] {
  validateAggregateFunctions(functions, "aggregateFunctions");
  const columns = functions.map((name): TotalColumn => {
    if (name === "avg") return "sum";
    if (isTotalColumn(name)) return name;
    throw new OmniaError(
      "invalid-argument",
      `aggregateFunctions: ${name} of a day or month does not follow from that of its hours. ` +
        "Ask getAggregates for it without a processingInterval, for the window of dayWindow or monthWindow.",
    );
  });
  return [...new Set([...columns, "count" as const])];
}

function toMoment(time: TimeInput, zone: TimeZone): TimeInput {
  const day = parseDay(time);
  return day === undefined ? time : zone.startOfDay(day);
}

/**
 * Days, weeks or months of a time zone, exactly, also those in which its clocks change: from intervals of the service
 * that fit into them, mostly hours. Periods are always whole, so the first and the last may reach beyond the window.
 * One row for each, its `time` the period's start; one without points has count 0 and NaN for the others. A day that
 * the zone skipped has no row.
 *
 * @example
 * ```ts
 * const months = await readCalendarAggregates(client, {
 *   id,
 *   startTime: "2025-01-01",
 *   endTime: "2026-01-01",
 *   timeZone: "Europe/Oslo",
 *   period: "month",
 *   aggregateFunctions: ["avg", "max"],
 * });
 * ```
 * @throws OmniaError `invalid-argument` for functions that cannot be put together (stddev, median), unknown zones and
 *   bad times; `decode` when the service answers with other intervals than asked for
 */
export async function readCalendarAggregates<const F extends CalendarFunction>(
  client: Pick<TimeseriesClient, "readAggregates" | "now">,
  parameters: ReadCalendarAggregatesParameters<F>,
  options: CalendarReadOptions = {},
): Promise<Aggregates<F>> {
  const { id, startTime, endTime = "now", timeZone, period, aggregateFunctions, ...filter } = parameters;
  const { onProgress, ...call } = options;
  const columns = toColumns(aggregateFunctions);
  validatePeriod(period);
  const zone = createTimeZone(timeZone);
  const { start, end } = toTimeWindow(toMoment(startTime, zone), toMoment(endTime, zone), client.now());
  if (start === undefined) {
    throw new OmniaError("invalid-argument", 'startTime: is missing. Give the first day, such as "2026-01-01".');
  }
  const borders = listBorders(zone, period, start, end!);
  const totals = createPeriodTotals(borders, columns);
  for (const run of groupByInterval(borders)) {
    const { interval } = run;
    const intervalNs = toIntervalNs(interval);
    const pages = client.readAggregates(
      {
        ...filter,
        id,
        aggregateFunctions: columns,
        startTime: run.borders[0]!,
        endTime: run.borders.at(-1)!,
        // The borders are whole multiples of it since 1970: the intervals are the same whether they are counted from
        // there, as those in the cache are, or from the start of the window. So alignToCache would change nothing.
        processingInterval: interval,
        fill: "none",
        // The service's own advice is at most so many intervals a request (EVIDENCE.md).
        pageSize: 10_000,
      },
      { ...call, onProgress: onProgress && (({ upTo }) => onProgress({ upTo })) },
    );
    for await (const page of pages) {
      const odd = page.time.find((time) => time % intervalNs !== 0n);
      if (odd !== undefined) {
        throw new OmniaError(
          "decode",
          `The service began an interval at ${formatTime(odd)}, which is no whole multiple of the ${interval} that were asked for; it may lie in two periods.`,
        );
      }
      totals.add(page);
    }
  }
  const result = aggregateFunctions.map((name: CalendarFunction) => {
    if (name !== "avg") return [name, totals.column(name)];
    const count = totals.column("count");
    return [name, totals.column("sum").map((sum, i) => sum / count[i]!)];
  });
  return createAggregates(
    id,
    BigInt64Array.from(borders.slice(0, -1)),
    Object.fromEntries(result) as Record<F, Float64Array>,
  );
}
