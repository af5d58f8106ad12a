import type { AnyOperationId } from "../apis.ts";
import type { Answer } from "../call.ts";
import type { LoggedRequest } from "../request-log.ts";
import type { Platform } from "../platform.ts";
import type { ServedApi } from "../served-api.ts";
import { encodeAnswer, encodeError } from "./encode-answer.ts";
import { createRouter } from "./find-operation.ts";
import type { Route } from "./find-operation.ts";
import { readInput } from "./read-input.ts";

/** What the door needs of the server behind it. */
export interface DoorOptions {
  readonly apis: readonly ServedApi[];
  readonly platform: Platform;
  readonly now: () => number;
  readonly nextTraceId: () => string;
  readonly record: (request: LoggedRequest) => void;
  /**
   * @returns the id of who asks
   * @throws Refusal 401 or 403
   */
  readonly authorize: (authorization: string | null, audiences: readonly string[]) => Promise<string>;
}

/**
 * The way of a request in: its operation, then who asks, then whether it is valid, and only then what it asks
 * for. Every answer has a body, and every error the service's MessageModel.
 */
export function createDoor(options: DoorOptions): (request: Request) => Promise<Response> {
  const { platform } = options;
  const findOperation = createRouter(options.apis);

  async function answer(request: Request, traceId: string, onRoute: (route: Route) => void): Promise<Response> {
    const route = findOperation(request.method, new URL(request.url).pathname);
    onRoute(route);
    const { api, operation } = route;
    const callerId = await options.authorize(request.headers.get("authorization"), api.audiences);
    const input = await readInput(route, request);
    const { operationId, mediaTypes } = operation;
    const call = { operationId, ...input, callerId, traceId, nowMs: options.now(), ...platform };
    const handle = api.handlers[operationId] as (call: unknown) => Answer;
    return encodeAnswer(handle(call), request.headers.get("accept"), mediaTypes);
  }

  return async (request) => {
    const { method, url } = request;
    const traceId = options.nextTraceId();
    let route: Route | undefined;
    const onRoute = (found: Route): void => {
      route = found;
    };
    const response = await answer(request, traceId, onRoute).catch((error: unknown) => encodeError(error, traceId));
    const { status: statusCode } = response;
    const operationId = route?.operation.operationId as AnyOperationId | undefined;
    options.record({ api: route?.api.name, operationId, method, url, statusCode });
    return response;
  };
}
