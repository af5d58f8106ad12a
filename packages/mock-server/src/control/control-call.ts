import type { operations } from "../gen/mock-control-paths.ts";
import type { ControlOperationId } from "../gen/mock-control-operations.ts";
import type { MockServer } from "../mock-server.ts";
import type { DataFile } from "../mock-server-options.ts";
import type { Store } from "../store/store.ts";
import type { KeptSnapshots } from "./kept-snapshots.ts";

/** What the control API looks into and changes. */
export interface Controlled {
  readonly server: Pick<
    MockServer,
    "signIn" | "clock" | "faults" | "requests" | "store" | "reset" | "seed" | "snapshot" | "restore"
  >;
  /** Series whose points can be read by windows. */
  readonly series: Store;
  /** What the server was made with. */
  readonly made: { readonly seed: number; readonly auth: "tokens" | "none"; readonly strict: boolean };
  readonly dataFile: DataFile | undefined;
  readonly snapshots: KeptSnapshots;
}

type Types = operations;
type Content<Answer> = Answer extends { content: infer Bodies } ? Bodies[keyof Bodies] : never;
type Body<Operation> = Operation extends { requestBody: infer Request } ? Content<Request> : undefined;
type WithDefault = "skip" | "limit" | "buckets" | "after";
/** Parameters with a default are always there; the one of GetLog that has none says so itself. */
type Filled<Query> = Query & Required<Pick<Query, keyof Query & WithDefault>>;

/** A valid request. */
export interface ControlCall<Id extends ControlOperationId> extends Controlled {
  readonly path: NonNullable<Types[Id]["parameters"]["path"]>;
  readonly query: Id extends "GetLog"
    ? NonNullable<Types[Id]["parameters"]["query"]>
    : Filled<NonNullable<Types[Id]["parameters"]["query"]>>;
  readonly body: Body<Types[Id]>;
  readonly traceId: string;
}

/** What is answered with 200: a text as it is, anything else as JSON. */
export type ControlAnswer<Id extends ControlOperationId> = Content<Types[Id]["responses"][200]>;

/** Answers one operation; throws a Refusal or an OmniaError. */
export type ControlHandlers = {
  readonly [Id in ControlOperationId]: (call: ControlCall<Id>) => ControlAnswer<Id> | Promise<ControlAnswer<Id>>;
};

/** The answer of what was done and has nothing to tell. */
export function answerDone({ traceId }: { readonly traceId: string }): ControlAnswer<"Reset"> {
  return { statusCode: 200, message: "ok", traceId };
}
