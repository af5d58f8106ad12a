import type { Operation } from "@omnia-timeseries/core/operations";
import type { Checks } from "./door/check.ts";
import type { Answer, OperationHandler, OperationType } from "./call.ts";

/** An API of the platform that the server answers. */
export type ApiName =
  | "timeseries"
  | "ims-metadata"
  | "ims-subscriptions"
  | "ims-subscriptions-management"
  | "alarm-events";

/** What finds an operation. */
export type RoutedOperation = Pick<Operation, "operationId" | "method" | "path">;

/** What requests are read by. */
export interface RoutedApi {
  /** Where it stands, on any host. */
  readonly basePath: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, RoutedOperation>>;
  /** Of requests, generated from the document. */
  readonly checks: { readonly parameters: Checks; readonly bodies: Checks };
}

export interface ServedApi extends RoutedApi {
  readonly name: ApiName;
  /** Its resource ids: a token for any of its environments is good, one for another API is not. */
  readonly audiences: readonly string[];
  readonly operations: Readonly<Record<string, Operation>>;
  /** Each takes the call of its operation, which the door makes. */
  readonly handlers: Readonly<Record<string, (call: never) => Answer>>;
}

/** A handler for every row of an operations table, so that a missing one does not compile. */
export type Handlers<Types extends Readonly<Record<Id, OperationType>>, Id extends string> = {
  readonly [Each in Id]: OperationHandler<Types[Each]>;
};

type Servers = Readonly<Record<string, { readonly baseUrl: string; readonly resourceId: string }>>;

/**
 * An API as its package has it, with the answers of this server.
 *
 * @param servers of all environments; the path is the same in each
 */
export function serveApi(
  name: ApiName,
  {
    servers,
    ...api
  }: Pick<ServedApi, "document" | "operations" | "checks" | "handlers"> & { readonly servers: Servers },
): ServedApi {
  const all = Object.values(servers);
  return {
    name,
    basePath: new URL(all[0]!.baseUrl).pathname,
    audiences: [...new Set(all.map(({ resourceId }) => resourceId))],
    ...api,
  };
}
