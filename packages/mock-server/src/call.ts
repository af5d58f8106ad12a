import type { DatapointsResponse } from "@omnia-timeseries/core";
import type { components } from "@omnia-timeseries/core/operations";
import type { Platform } from "./platform.ts";

/** The types of an operation, as openapi-typescript writes them. */
export interface OperationType {
  readonly parameters: { readonly path?: unknown; readonly query?: unknown };
  readonly responses: Readonly<Record<number, unknown>>;
}

type Json<Content> = Content extends { content: { "application/json": infer Body } } ? Body : never;
type Body<Operation> = Operation extends { requestBody: infer Request } ? Json<Request> : undefined;
type WithDefault =
  | "limit"
  | "includeOutsidePoints"
  | "async"
  | "lifeTime"
  | "resetState"
  | "sort"
  | "includeOtherFields";
/** Parameters with a default are always there: the door fills them in. */
type Filled<Query> = Query & Required<Pick<Query, keyof Query & WithDefault>>;

/** A request that passed the door: signed in, and valid by the OpenAPI document. */
export interface OperationCall<Operation extends OperationType> extends Platform {
  readonly operationId: string;
  readonly path: NonNullable<Operation["parameters"]["path"]>;
  readonly query: Filled<NonNullable<Operation["parameters"]["query"]>>;
  readonly body: Body<Operation>;
  /** The object id of the person who asks, or the id of the app. */
  readonly callerId: string;
  readonly traceId: string;
  readonly nowMs: number;
}

/** JSON with its status, or datapoints in the format that the request accepts (200). */
export type Answer<Content = unknown> =
  | { readonly statusCode: number; readonly body: Content }
  | { readonly datapoints: DatapointsResponse };

/** Answers one operation, or throws a Refusal. */
export type OperationHandler<Operation extends OperationType> = (
  call: OperationCall<Operation>,
) => Answer<Json<Operation["responses"][200]>>;

export type MessageModel = components["schemas"]["MessageModel"];

/** The answer of an operation that was done and has nothing to tell. */
export function answerDone({ traceId }: { readonly traceId: string }): Answer<MessageModel> {
  return { statusCode: 200, body: { statusCode: 200, message: "ok", traceId } };
}
