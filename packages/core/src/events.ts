import type { Attempt, Exchange } from "./exchange.ts";
import { isOmniaError } from "./omnia-error.ts";
import type { OmniaErrorCode } from "./omnia-error.ts";

interface EventOfCall {
  /** Counts the calls of one client, so that what belongs together can be found. */
  readonly call: number;
  /** The service's own name of the operation, such as `GetLatest`. */
  readonly operationId: string;
  readonly method: string;
  /** With `hidden` in the place of keys. */
  readonly url: string;
}

interface Outcome {
  readonly durationMs: number;
  /** Of the answer, where there was one. */
  readonly statusCode?: number;
  /** The service's id of the request, where the answer told it. */
  readonly traceId?: string;
  /** What went wrong, where something did: `other` is what a layer of yours threw that is no `OmniaError`. */
  readonly code?: OmniaErrorCode | "other";
}

/** One request was sent, and its answer read to the end, or it failed. */
export interface TryEvent extends EventOfCall, Outcome {
  readonly type: "try";
  /** From 1; a request that is sent again with a new token is another try of the same number. */
  readonly number: number;
}

/** A try failed, and another will be made. */
export interface RetryEvent extends EventOfCall {
  readonly type: "retry";
  /** Of the try that failed. */
  readonly number: number;
  readonly code: OmniaErrorCode;
  readonly waitMs: number;
}

/** A call has ended, with all that it had begun. */
export interface CallEvent extends EventOfCall, Outcome {
  readonly type: "call";
  /** How many tries it took; none where a layer answered, or no token could be had. */
  readonly tries: number;
}

/** What a client does, as it happens: plain objects that JSON can hold, without tokens, keys and bodies. */
export type ClientEvent = TryEvent | RetryEvent | CallEvent;

/** What all events of a call have. */
export function describeCall({
  call,
  request,
}: Pick<Attempt, "call" | "request">): Omit<CallEvent, "type" | "durationMs" | "tries"> {
  const { operation, shownUrl } = request;
  return { call, operationId: operation.operationId, method: operation.method, url: shownUrl };
}

/** What an event says of a failure. */
export function describeFailure(error: unknown): Pick<Outcome, "code" | "statusCode" | "traceId"> {
  if (!isOmniaError(error)) return { code: "other" };
  const { code, statusCode, traceId } = error;
  return { code, ...(statusCode !== undefined && { statusCode }), ...(traceId !== undefined && { traceId }) };
}

/** Calls a listener of the user: its mistake is seen, as an uncaught error, but has no say in the call. */
function tell<T>(listener: ((what: T) => void) | undefined, what: T): void {
  try {
    listener?.(what);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Runs a call, and tells how it ended: last of all, when nothing of it goes on. */
export async function reportCall<T>(
  given: Omit<Attempt, "observe">,
  now: () => number,
  onEvent: ((event: ClientEvent) => void) | undefined,
  run: Exchange<T>,
): Promise<T> {
  const startedAt = now();
  let last: TryEvent | undefined;
  const observe = (event: ClientEvent): void => {
    if (event.type === "try") last = event;
    tell(onEvent, event);
  };
  const report = (outcome: Omit<Outcome, "durationMs">): void => {
    const durationMs = now() - startedAt;
    tell(onEvent, { type: "call", ...describeCall(given), tries: last?.number ?? 0, durationMs, ...outcome });
  };
  try {
    const result = await run({ ...given, observe, onResponse: (response) => tell(given.onResponse, response) });
    report(last?.statusCode === undefined ? {} : { statusCode: last.statusCode });
    return result;
  } catch (error) {
    report(describeFailure(error));
    throw error;
  }
}
