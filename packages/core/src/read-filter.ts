import type { FederationSource } from "./federation-source.ts";
import { findParameter } from "./find-parameter.ts";
import { OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { validateParameter } from "./validate-parameter.ts";

/** What every read of points may be narrowed by. */
export interface ReadFilter {
  /** Only points of these statuses, such as `[192]`. Default: all. */
  readonly statusFilter?: readonly number[] | undefined;
  /** Default: the service chooses. */
  readonly federationSource?: FederationSource | undefined;
  /** A switch of the service that is not documented, known from its Python SDK. */
  readonly debug?: boolean | undefined;
}

const statusRule = findParameter(dataOperations.GetData, "status");

/** @throws OmniaError `invalid-argument` for an empty list, and for what is no status */
export function validateStatusFilter(statusFilter: readonly number[] | undefined, name: string): void {
  // The wire has no empty list: the parameter would be absent, and mean all.
  if (statusFilter?.length === 0) {
    throw new OmniaError("invalid-argument", `${name}: is empty. Leave it out for all statuses, or name at least one.`);
  }
  validateParameter(statusRule, statusFilter, name);
}

/** The query of a filter. @throws OmniaError `invalid-argument` */
export function toFilterQuery({ statusFilter, federationSource, debug }: ReadFilter): Record<string, unknown> {
  validateStatusFilter(statusFilter, "statusFilter");
  return { status: statusFilter, federationSource, debug };
}
