import type { AnyOperationId } from "./apis.ts";
import { describeFault } from "./faults/fault.ts";
import type { Fault } from "./faults/fault.ts";
import { describeAsked, describeOperation } from "./log/describe-request.ts";
import type { ExpectationReport, Expectations, ExpectedRequest } from "./log/expectations.ts";
import type { AskedRequest } from "./log/format-curl.ts";
import { LogEntry } from "./log/log-entry.ts";
import type { ApiName } from "./served-api.ts";

/** One request that reached the server, with its answer. */
export interface LoggedRequest {
  /** Ascends from 1, and never begins anew: those above a number are those that came after it. */
  readonly number: number;
  /** When it was answered, by the server's clock: RFC 3339 with nine digits of a second. */
  readonly time: string;
  /** By the server's clock, until the answer began. */
  readonly durationMs: number;
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
  /** Whether it was refused because `expect` does not name it. */
  readonly isUnexpected: boolean;
  /** What the server was told to let go wrong. */
  readonly fault?: Fault;
  /**
   * A command that asks the same again, with `$TOKEN` in the place of the token. Keys and connection strings are
   * hidden. Of the last 1000 requests it has the body, if that is JSON of at most 20 000 characters and was read;
   * else it names the file `body.json`.
   */
  readonly curl: string;
}

/**
 * What was asked, in the order of the answers. Sign-in, preflights and the control API are not in it. The last
 * 100 000 requests are kept, and a few more.
 */
export interface RequestLog extends ReadonlyArray<LoggedRequest> {
  /** The requests of one operation; some APIs have operations of one name, and `api` tells them apart. */
  of(operationId: AnyOperationId, api?: ApiName): readonly LoggedRequest[];
  /** All of it as text, a few lines a request, for the message of an assertion. */
  explain(): string;
  /** How many were let go, the oldest ones. */
  readonly forgotten: number;
  /** Forgets what was asked. What is expected stays. */
  clear(): void;
  /**
   * Expects these requests from now on, in any order, and no others: one that is not named, or comes too often, is
   * answered with 501, meets no fault and changes nothing. What comes counts whatever its answer is, a fault or a
   * refusal too, and a retry of the client is a request of its own. Replaces what was expected before.
   * @throws OmniaError `invalid-argument` for an unknown operation
   */
  expect(requests: readonly ExpectedRequest[]): void;
  /** Expects anything again, as `reset` does. */
  expectAnything(): void;
  /** How what was expected and what came agree. */
  readonly expectations: ExpectationReport;
  /** @throws Error when not all has come that was expected, or something else has; the message tells what, and the log */
  verify(): void;
}

/** What the door knows of a request that it answered. */
export interface AnsweredRequest
  extends AskedRequest, Pick<LoggedRequest, "api" | "operationId" | "unknown" | "statusCode" | "isUnexpected"> {
  readonly startedMs: number;
  readonly fault: Fault | undefined;
}

const maxRequests = 100_000;
/** As many are let go at once: to take one from the front of so many takes too long for each request. */
const forgottenAtOnce = 1000;
const maxBodies = 1000;
/** Longer ones are not kept, in UTF-16 units. */
export const maxBodyLength = 20_000;

function describeRequest(request: LoggedRequest, position: number): string {
  const { statusCode, unknown, fault, isUnexpected } = request;
  return [
    `${position}. ${describeAsked(request)}`,
    `   ${describeOperation(request)}: ${statusCode ?? "no answer"}${isUnexpected ? ", not expected" : ""}`,
    ...(unknown.length === 0 ? [] : [`   unknown: ${unknown.join(", ")}`]),
    ...(fault === undefined ? [] : [`   fault: ${describeFault(fault)}`]),
  ].join("\n");
}

/** @param faultSeed the seed of the faults that come at random, if there are any */
export function createRequestLog(
  faultSeed: () => number | undefined,
  now: () => number,
  expectations: Expectations,
): {
  readonly log: RequestLog;
  readonly record: (request: AnsweredRequest) => void;
} {
  const requests: LogEntry[] = [];
  let last = 0;
  let forgotten = 0;

  const of: RequestLog["of"] = (operationId, api) =>
    requests.filter((request) => request.operationId === operationId && (api === undefined || request.api === api));
  const explain = (): string => {
    const seed = faultSeed();
    const total = forgotten + requests.length;
    const title = [
      `${total} ${total === 1 ? "request" : "requests"} to the mock server`,
      ...(seed === undefined ? [] : [`faults of seed ${seed}`]),
      ...(forgotten === 0 ? [] : [`the first ${forgotten} are forgotten`]),
    ];
    const lines = requests.map((request, i) => describeRequest(request, forgotten + i + 1));
    return [title.join(", "), ...lines].join("\n");
  };
  const clear = (): void => {
    requests.length = 0;
    forgotten = 0;
  };
  const verify = (): void => {
    const { explanation } = expectations.report(explain);
    if (explanation !== "") throw new Error(explanation);
  };

  function record(answered: AnsweredRequest): void {
    const request = new LogEntry(++last, now(), answered);
    requests.push(request);
    requests.at(-1 - maxBodies)?.dropBody();
    if (requests.length > maxRequests + forgottenAtOnce) forgotten += requests.splice(0, forgottenAtOnce).length;
    if (request.isUnexpected) expectations.addUnexpected(request);
  }

  // Not enumerable, so that the log compares and prints as the array it is.
  const log = Object.defineProperties(requests, {
    of: { value: of },
    explain: { value: explain },
    forgotten: { get: () => forgotten },
    clear: { value: clear },
    expect: { value: expectations.begin },
    expectAnything: { value: expectations.end },
    expectations: { get: () => expectations.report(explain) },
    verify: { value: verify },
  });
  return { log: log as unknown as RequestLog, record };
}
