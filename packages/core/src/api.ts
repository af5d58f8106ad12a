import type { EnvironmentName } from "./environments.ts";
import type { Operation } from "./operation.ts";

/** One API of the platform, as its OpenAPI document has it. */
export interface Api {
  readonly servers: Readonly<Record<EnvironmentName, { readonly baseUrl: string; readonly resourceId: string }>>;
  /** Writes the query of any of its operations, each parameter in its own style. */
  readonly serializeQuery: (query: Readonly<Record<string, unknown>>) => string;
  /** All of its operations, for `client.rest`. */
  readonly loadOperations: () => Promise<Readonly<Record<string, Operation>>>;
}
