import type { Attempt } from "./exchange.ts";
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
  /** What went wrong, where something did. */
  readonly code?: OmniaErrorCode;
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

/** A call has ended. */
export interface CallEvent extends EventOfCall, Outcome {
  readonly type: "call";
  /** How many tries it took. */
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
  if (!isOmniaError(error)) return {};
  const { code, statusCode, traceId } = error;
  return { code, ...(statusCode !== undefined && { statusCode }), ...(traceId !== undefined && { traceId }) };
}

/** A mistake of the listener is seen, as an uncaught error, but has no say in the call. */
function tell(onEvent: ((event: ClientEvent) => void) | undefined, event: ClientEvent): void {
  try {
    onEvent?.(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Runs a call, and tells how it ended. A try that the end of the call cut off is told after it. */
export async function reportCall<T>(
  given: Pick<Attempt, "request" | "call" | "number" | "onResponse">,
  now: () => number,
  onEvent: ((event: ClientEvent) => void) | undefined,
  run: (attempt: Omit<Attempt, "signal">) => Promise<T>,
): Promise<T> {
  const startedAt = now();
  let last: TryEvent | undefined;
  const observe = (event: ClientEvent): void => {
    if (event.type === "try") last = event;
    tell(onEvent, event);
  };
  const report = (outcome: Omit<Outcome, "durationMs">): void =>
    observe({
      type: "call",
      ...describeCall(given),
      tries: last?.number ?? 0,
      durationMs: now() - startedAt,
      ...outcome,
    });
  try {
    const result = await run({ ...given, observe });
    report(last?.statusCode === undefined ? {} : { statusCode: last.statusCode });
    return result;
  } catch (error) {
    report(describeFailure(error));
    throw error;
  }
}
