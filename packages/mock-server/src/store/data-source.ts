import type { FederationSource } from "@omnia-timeseries/core";
import type { Assumptions } from "../assumptions.ts";
import { lowerBound, viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";
import type { Series } from "./store.ts";

/** A series as it can be read somewhere. */
export interface ReadableSeries extends Pick<Series, "metadata"> {
  /** Views of what is stored, for use before the next change only. */
  readonly points: { readonly columns: PointColumns };
}

/** Finds series by what requests name them by. */
export interface SeriesFinder<Found> {
  find(id: string): Found | undefined;
  findByName(facility: string, name: string): Found | undefined;
}

interface Span {
  /** ns since 1970-01-01T00:00:00Z; open where it is undefined. */
  readonly from?: bigint;
  /** Excluded. */
  readonly to?: bigint;
}

function toSpan(source: FederationSource, { tsdbRetentionMs, dataLakeDelayMs }: Assumptions, nowMs: number): Span {
  const toNs = (ms: number): bigint => BigInt(Math.floor(ms)) * 1_000_000n;
  if (source === "TSDB") return { from: toNs(nowMs - tsdbRetentionMs) };
  if (source === "DataLake") return { to: toNs(nowMs - dataLakeDelayMs) };
  return { to: toNs(nowMs) + 1n };
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
  const { from, to } = toSpan(source, assumptions, nowMs);
  const view = (series: ReadableSeries | undefined): ReadableSeries | undefined => {
    if (series === undefined || (source === "IMS" && series.metadata.source !== "IMS")) return undefined;
    const { columns } = series.points;
    const first = from === undefined ? 0 : lowerBound(columns.time, from);
    const end = to === undefined ? columns.time.length : lowerBound(columns.time, to);
    return { metadata: series.metadata, points: { columns: viewColumns(columns, first, end) } };
  };
  return {
    find: (id) => view(store.find(id)),
    findByName: (facility, name) => view(store.findByName(facility, name)),
  };
}
