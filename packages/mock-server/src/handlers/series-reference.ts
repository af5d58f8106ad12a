import type { DatapointsResponseItem, FederationSource } from "@omnia-timeseries/core";
import { facilityKey } from "../store/facilities.ts";
import type { SeriesFinder } from "../store/data-source.ts";

/** How requests name a series: by its id, which counts where both are given, or by facility and name. */
export interface SeriesReference {
  readonly id?: string | null;
  readonly facility?: string | null;
  readonly name?: string | null;
  readonly terminal?: string | null;
}

/** The same text for everything that names the same series in the same way. */
export function identifySeries({ id, facility, name }: SeriesReference): string {
  return id?.toLowerCase() ?? JSON.stringify([facilityKey(facility ?? ""), name]);
}

export function lookUpSeries<Found>(
  finder: SeriesFinder<Found>,
  { id, facility, name }: SeriesReference,
): Found | undefined {
  if (id !== null && id !== undefined) return finder.find(id);
  return finder.findByName(facility ?? "", name ?? "");
}

/** Names that the request used are given back, so that items can be told apart. */
export function nameItem({ id, facility, name, terminal }: SeriesReference): Partial<DatapointsResponseItem> {
  if (id !== null && id !== undefined) return { id: id.toLowerCase() };
  const names = { facility: facility ?? "", name: name ?? "" };
  return terminal === null || terminal === undefined ? names : { ...names, terminal };
}

/** What is told of a series that there is not, or not there where it was looked for. */
export function describeMissing({ id, facility, name }: SeriesReference, source?: FederationSource): string {
  const place = source === undefined ? "" : ` in ${source}`;
  if (id !== null && id !== undefined) return `Timeseries '${id}' not found${place}.`;
  return `Timeseries '${name}' of facility '${facility}' not found${place}.`;
}
