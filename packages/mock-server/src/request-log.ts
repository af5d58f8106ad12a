import type { OperationId } from "@omnia-timeseries/core/operations";

/** One request that reached the API, with its answer. */
export interface LoggedRequest {
  /** Undefined where no operation has this path and method. */
  readonly operationId: OperationId | undefined;
  readonly method: string;
  readonly url: string;
  readonly statusCode: number;
}

/** What was asked, in the order of the answers. Sign-in and preflights are not in it. */
export interface RequestLog extends ReadonlyArray<LoggedRequest> {
  /** The requests of one operation. */
  of(operationId: OperationId): readonly LoggedRequest[];
}

export function createRequestLog(): {
  readonly log: RequestLog;
  readonly record: (request: LoggedRequest) => void;
  readonly clear: () => void;
} {
  const requests: LoggedRequest[] = [];
  // Not enumerable, so that the log compares and prints as the array it is.
  const log = Object.defineProperty(requests, "of", {
    value: (operationId: OperationId) => requests.filter((request) => request.operationId === operationId),
  });
  return {
    log: log as unknown as RequestLog,
    record: (request) => void requests.push(request),
    clear: () => void requests.splice(0),
  };
}
