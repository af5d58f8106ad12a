import type { NoParameters } from "./no-parameters.ts";
import { facetsOperations } from "./gen/facets-operations.ts";
import { facilityOperations } from "./gen/facility-operations.ts";
import type { components } from "./operations.ts";
import { readItems } from "./read-items.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateText } from "./validate-text.ts";

/** How many series a facility has. */
export interface FacilityCount {
  readonly facility: string;
  readonly count: number;
}

/** How many series come from a source. */
export interface SourceCount {
  readonly source: string;
  readonly count: number;
}

/** How much of a facility is exported. */
export type FacilityCounters = components["schemas"]["FacilityItem"];

const accept = "application/json";

function getFacets<T>(
  transport: Transport,
  facet: "facility" | "source",
  filter: Readonly<Record<string, string>>,
  options: CallOptions | undefined,
): Promise<readonly T[]> {
  const input = { operation: facetsOperations.GetFacets, path: { facet }, query: filter, accept };
  return transport.send(input, readItems<T>(), options);
}

/** One GetFacets request. @throws OmniaError */
export async function getFacilities(
  transport: Transport,
  _parameters?: NoParameters,
  options?: CallOptions,
): Promise<readonly FacilityCount[]> {
  return getFacets(transport, "facility", {}, options);
}

/** One GetFacets request. @throws OmniaError */
export async function getSources(
  transport: Transport,
  _parameters?: NoParameters,
  options?: CallOptions,
): Promise<readonly SourceCount[]> {
  return getFacets(transport, "source", {}, options);
}

/** One GetFacets request. @throws OmniaError */
export async function getSourcesByFacility(
  transport: Transport,
  { facility }: { readonly facility: string },
  options?: CallOptions,
): Promise<readonly SourceCount[]> {
  validateText(facility, "facility", "without one all sources would be counted");
  return getFacets(transport, "source", { facility }, options);
}

/** One GetFacets request. @throws OmniaError */
export async function getFacilitiesBySource(
  transport: Transport,
  { source }: { readonly source: string },
  options?: CallOptions,
): Promise<readonly FacilityCount[]> {
  validateText(source, "source", "without one all facilities would be counted");
  return getFacets(transport, "facility", { source }, options);
}

/** One GetAllFacilities request. @throws OmniaError */
export async function getFacilityCounters(
  transport: Transport,
  _parameters?: NoParameters,
  options?: CallOptions,
): Promise<readonly FacilityCounters[]> {
  return transport.send(
    { operation: facilityOperations.GetAllFacilities, accept },
    readItems<FacilityCounters>(),
    options,
  );
}

/** One getFacilityByName request. @throws OmniaError */
export async function getFacilityCountersByName(
  transport: Transport,
  { facility }: { readonly facility: string },
  options?: CallOptions,
): Promise<readonly FacilityCounters[]> {
  validateText(facility, "facility", "counters of one facility need its code");
  const input = { operation: facilityOperations.getFacilityByName, path: { name: facility }, accept };
  return transport.send(input, readItems<FacilityCounters>(), options);
}
