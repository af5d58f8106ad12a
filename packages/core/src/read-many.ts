import { cutDatapoints, joinDatapoints } from "./cut-datapoints.ts";
import type { Datapoints } from "./datapoints.ts";
import { OmniaError } from "./omnia-error.ts";
import type { ReadFilter } from "./read-filter.ts";
import { toReadRequest } from "./read-window.ts";
import { runMany } from "./run-many.ts";
import type { ManyReader, ManyResult, ReadManyOptions, SeriesKey } from "./run-many.ts";
import type { TimeInput } from "./time.ts";

/** One window of many series. */
export interface ReadManyParameters<Key extends SeriesKey> extends Omit<ReadFilter, "debug"> {
  /** Ids, or names with their facilities; any number of them. */
  readonly series: readonly Key[];
  /** Start of the window, included. */
  readonly startTime: TimeInput;
  /** End of the window, excluded. Default: now, as it is when the read begins. */
  readonly endTime?: TimeInput | undefined;
  /** Most points, or intervals, of one series in one answer, 1 to 100 000. Default 100 000. */
  readonly pageSize?: number | undefined;
  /** Most points, or intervals, of all series together; where there are more the read fails, and never cuts. */
  readonly maxPoints: number;
  /** Whether one series that cannot be read fails the whole read. Default: it goes to `failed`, and the others go on. */
  readonly failFast?: boolean | undefined;
}

/** What every read of many series hands to the plan. @throws OmniaError `invalid-argument` */
export function toManyRequest(
  parameters: Omit<ReadManyParameters<SeriesKey>, "series">,
  nowMs: number,
): Pick<Parameters<typeof runMany>[1], "from" | "to" | "rules" | "maxPoints" | "failFast" | "query"> & {
  readonly statusFilter: readonly number[] | undefined;
} {
  const { startTime, endTime, pageSize, statusFilter, federationSource, maxPoints, failFast = false } = parameters;
  if (!(maxPoints >= 0)) {
    throw new OmniaError("invalid-argument", `maxPoints: ${String(maxPoints)} is not a number from 0 on.`);
  }
  const { window, rules } = toReadRequest({ id: "", startTime, endTime, pageSize }, nowMs);
  return {
    from: window.start!,
    to: window.end!,
    rules,
    maxPoints,
    failFast,
    query: federationSource === undefined ? {} : { federationSource },
    statusFilter,
  };
}

/**
 * Reads a window of any number of series, whole: sparse ones up to 100 in a request, dense ones in parts side by side.
 *
 * @example
 * ```ts
 * const { series, failed } = await readMany(client, { series: ids, startTime: "now-7d", maxPoints: 10_000_000 });
 * for (const [id, points] of series) console.log(id, points.length);
 * for (const [id, error] of failed) console.error(id, error.message, error.traceId);
 * ```
 * @throws OmniaError `incomplete` above `maxPoints`; with `failFast` the error of the first series that fails
 */
export function readMany<Key extends SeriesKey>(
  client: ManyReader,
  parameters: ReadManyParameters<Key>,
  options?: ReadManyOptions,
): Promise<ManyResult<Key, Datapoints>> {
  const { statusFilter, ...request } = toManyRequest(parameters, client.now());
  return runMany<Key, Datapoints>(
    client,
    {
      ...request,
      series: parameters.series,
      item: statusFilter === undefined ? {} : { statusFilter },
      cut: cutDatapoints,
      join: (key, pages, length) => joinDatapoints(typeof key === "string" ? key : (pages[0]?.id ?? ""), pages, length),
    },
    options,
  );
}
