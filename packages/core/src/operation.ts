/** One parameter of an operation: where it stands, how it is written, what it may be. */
export interface OperationParameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly style: string;
  /** Where it is not the style's default, which is true for `form` alone (OpenAPI 3.1). */
  readonly explode?: boolean;
  readonly required?: boolean;
  /** Of an array, limits and `enum` are those of its items. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

/** One row of the operations table: what the OpenAPI document says of an operation. Source: specs/timeseries/openapi.yaml. */
export interface Operation {
  readonly operationId: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A template such as `/{id}/data/latest`. */
  readonly path: string;
  readonly parameters: readonly OperationParameter[];
  readonly body?: { readonly mediaTypes: readonly string[]; readonly maxItems?: number };
  /** Status codes of success. */
  readonly success: readonly number[];
  /** Media types of answers. */
  readonly mediaTypes: readonly string[];
  /** Whether sending it twice has the effect of sending it once. */
  readonly repeatable: boolean;
  /** Whether a 409 is passing trouble here, and not an answer. */
  readonly retryConflict: boolean;
  /** Whether it answers a `continuationToken` that it also takes. */
  readonly paged: boolean;
  /** Names of the client's functions for it. */
  readonly clientNames: readonly string[];
}
