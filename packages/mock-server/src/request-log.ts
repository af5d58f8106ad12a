import type { AnyOperationId } from "./apis.ts";
import { describeFault } from "./faults/fault.ts";
import type { Fault } from "./faults/fault.ts";
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
  /** Undefined where the connection broke, or the caller gave up, before there was an answer. */
  readonly statusCode: number | undefined;
  /** What the server was told to let go wrong. */
  readonly fault?: Fault;
}

/** What was asked, in the order of the answers. Sign-in and preflights are not in it. */
export interface RequestLog extends ReadonlyArray<LoggedRequest> {
  /** The requests of one operation; some APIs have operations of one name, and `api` tells them apart. */
  of(operationId: AnyOperationId, api?: ApiName): readonly LoggedRequest[];
  /** All of it as text, a line a request, for the message of an assertion. */
  explain(): string;
}

function describeRequest(
  { method, url, operationId, api, statusCode, unknown, fault }: LoggedRequest,
  i: number,
): string {
  const { pathname, search } = new URL(url);
  const meant = operationId === undefined ? "no operation" : `${operationId} of ${api}`;
  return [
    `${i + 1}. ${method} ${pathname}${search}`,
    `   ${meant}: ${statusCode ?? "no answer"}`,
    ...(unknown.length === 0 ? [] : [`   unknown: ${unknown.join(", ")}`]),
    ...(fault === undefined ? [] : [`   fault: ${describeFault(fault)}`]),
  ].join("\n");
}

/** @param faultSeed the seed of the faults that come at random, if there are any */
export function createRequestLog(faultSeed: () => number | undefined): {
  readonly log: RequestLog;
  readonly record: (request: LoggedRequest) => void;
  readonly clear: () => void;
} {
  const requests: LoggedRequest[] = [];
  const of: RequestLog["of"] = (operationId, api) =>
    requests.filter((request) => request.operationId === operationId && (api === undefined || request.api === api));
  const explain = (): string => {
    const seed = faultSeed();
    const title = `${requests.length} ${requests.length === 1 ? "request" : "requests"} to the mock server`;
    return [seed === undefined ? title : `${title}, faults of seed ${seed}`, ...requests.map(describeRequest)].join(
      "\n",
    );
  };
  // Not enumerable, so that the log compares and prints as the array it is.
  const log = Object.defineProperties(requests, { of: { value: of }, explain: { value: explain } });
  return {
    log: log as unknown as RequestLog,
    record: (request) => void requests.push(request),
    clear: () => void requests.splice(0),
  };
}
