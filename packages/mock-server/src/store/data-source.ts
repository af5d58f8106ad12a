import { minTime } from "@omnia-timeseries/core";
import type { FederationSource } from "@omnia-timeseries/core";
import type { Assumptions } from "../assumptions.ts";
import { cutSource, endOfTime } from "./point-source.ts";
import type { TimeWindow } from "./point-source.ts";
import type { Points } from "./points.ts";
import type { Series } from "./store.ts";

/** A series as it can be read somewhere. */
export interface ReadableSeries extends Pick<Series, "metadata"> {
  readonly points: Pick<Points, "open">;
}

/** Finds series by what requests name them by. */
export interface SeriesFinder<Found> {
  find(id: string): Found | undefined;
  findByName(facility: string, name: string): Found | undefined;
}

function toWindow(
  source: FederationSource,
  { tsdbRetentionMs, dataLakeDelayMs }: Assumptions,
  nowMs: number,
): TimeWindow {
  const toNs = (ms: number): bigint => BigInt(Math.floor(ms)) * 1_000_000n;
  if (source === "TSDB") return { start: toNs(nowMs - tsdbRetentionMs), end: endOfTime };
  return { start: minTime, end: source === "DataLake" ? toNs(nowMs - dataLakeDelayMs) : toNs(nowMs) + 1n };
}

/**
 * The series of one of the places that the service reads from, each with the points that it has there; without
 * `source` all series and points.
 *
 * @param nowMs what the source calls now, in milliseconds since 1970-01-01T00:00:00Z
 */
export function openDataSource(
  { store, assumptions }: { readonly store: SeriesFinder<ReadableSeries>; readonly assumptions: Assumptions },
  source: FederationSource | undefined,
  nowMs: number,
): SeriesFinder<ReadableSeries> {
  if (source === undefined) return store;
  const window = toWindow(source, assumptions, nowMs);
  const view = (series: ReadableSeries | undefined): ReadableSeries | undefined => {
    if (series === undefined || (source === "IMS" && series.metadata.source !== "IMS")) return undefined;
    const { metadata, points } = series;
    return { metadata, points: { open: () => cutSource(points.open(), window) } };
  };
  return {
    find: (id) => view(store.find(id)),
    findByName: (facility, name) => view(store.findByName(facility, name)),
  };
}
