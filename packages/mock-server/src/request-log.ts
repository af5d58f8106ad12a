import type { AnyOperationId } from "./apis.ts";
import type { ApiName } from "./served-api.ts";

/** One request that reached the server, with its answer. */
export interface LoggedRequest {
  readonly api: ApiName | undefined;
  /** Undefined, like `api`, where no operation has this path and method. */
  readonly operationId: AnyOperationId | undefined;
  readonly method: string;
  /** With `hidden` in the place of keys (`subscription-key`, `sub`). */
  readonly url: string;
  /**
   * What the operation does not know and passes over: parameters of the query by their names, properties of the
   * body by their place, such as `datapoints.colour`. The service may not pass over them: `strict` refuses them.
   */
  readonly unknown: readonly string[];
  readonly statusCode: number;
}

/** What was asked, in the order of the answers. Sign-in and preflights are not in it. */
export interface RequestLog extends ReadonlyArray<LoggedRequest> {
  /** The requests of one operation; some APIs have operations of one name, and `api` tells them apart. */
  of(operationId: AnyOperationId, api?: ApiName): readonly LoggedRequest[];
}

export function createRequestLog(): {
  readonly log: RequestLog;
  readonly record: (request: LoggedRequest) => void;
  readonly clear: () => void;
} {
  const requests: LoggedRequest[] = [];
  const of: RequestLog["of"] = (operationId, api) =>
    requests.filter((request) => request.operationId === operationId && (api === undefined || request.api === api));
  // Not enumerable, so that the log compares and prints as the array it is.
  const log = Object.defineProperty(requests, "of", { value: of });
  return {
    log: log as unknown as RequestLog,
    record: (request) => void requests.push(request),
    clear: () => void requests.splice(0),
  };
}
