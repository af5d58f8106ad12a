import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import { facilityKey } from "../store/facilities.ts";
import type { Series, Store } from "../store/store.ts";

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

export function lookUpSeries(store: Store, { id, facility, name }: SeriesReference): Series | undefined {
  if (id !== null && id !== undefined) return store.find(id);
  return store.findByName(facility ?? "", name ?? "");
}

/** Names that the request used are given back, so that items can be told apart. */
export function nameItem({ id, facility, name, terminal }: SeriesReference): Partial<DatapointsResponseItem> {
  if (id !== null && id !== undefined) return { id: id.toLowerCase() };
  const names = { facility: facility ?? "", name: name ?? "" };
  return terminal === null || terminal === undefined ? names : { ...names, terminal };
}

/** What is told of a series that there is not. */
export function describeMissing({ id, facility, name }: SeriesReference): string {
  if (id !== null && id !== undefined) return `Timeseries '${id}' not found.`;
  return `Timeseries '${name}' of facility '${facility}' not found.`;
}
