import { findParameter } from "./find-parameter.ts";
import { dataOperations } from "./gen/data-operations.ts";
import type { components } from "./operations.ts";

/**
 * Which store answers: `IMS` the plant's own historian, `TSDB` the platform's database, `DataLake`
 * its history, two days behind. Source: specs/timeseries/openapi.yaml.
 */
export type FederationSource = components["schemas"]["FederationSource"];

/** All of them. */
export const federationSources: readonly FederationSource[] = findParameter(dataOperations.GetData, "federationSource")
  .enum as readonly FederationSource[];
