import type { DatapointsResponse } from "@omnia-timeseries/core";
import type { components, OperationId, OperationTypes } from "@omnia-timeseries/core/operations";
import type { Assumptions } from "../assumptions.ts";
import type { Store } from "../store/store.ts";

type Parameters<Id extends OperationId> = OperationTypes[Id]["parameters"];
type Json<Content> = Content extends { content: { "application/json": infer Body } } ? Body : never;
type Body<Id extends OperationId> = OperationTypes[Id] extends { requestBody: infer Request }
  ? Json<Request>
  : undefined;
type Success<Id extends OperationId> = Json<OperationTypes[Id]["responses"][200]>;
/** Parameters with a default are always there: the door fills them in. */
type Filled<Query> = Query & Required<Pick<Query, keyof Query & ("limit" | "includeOutsidePoints" | "async")>>;

/** A request that passed the door: signed in, and valid by the OpenAPI document. */
export interface Call<Id extends OperationId> {
  readonly operationId: Id;
  readonly path: NonNullable<Parameters<Id>["path"]>;
  readonly query: Filled<NonNullable<Parameters<Id>["query"]>>;
  readonly body: Body<Id>;
  readonly traceId: string;
  readonly nowMs: number;
  readonly store: Store;
  readonly assumptions: Assumptions;
}

/** JSON with its status, or datapoints in the format that the request accepts (200). */
export type Answer<Content = unknown> =
  | { readonly statusCode: number; readonly body: Content }
  | { readonly datapoints: DatapointsResponse };

/** Answers one operation, or throws a Refusal. */
export type Handler<Id extends OperationId> = (call: Call<Id>) => Answer<Success<Id>>;

export type MessageModel = components["schemas"]["MessageModel"];
