import { operations } from "@omnia-timeseries/core/operations";
import type { OperationId } from "@omnia-timeseries/core/operations";
import type { Assumptions } from "../assumptions.ts";
import type { Call, Handler } from "../handlers/call.ts";
import { handlers } from "../handlers/handlers.ts";
import type { LoggedRequest } from "../request-log.ts";
import type { Store } from "../store/store.ts";
import { encodeAnswer, encodeError } from "./encode-answer.ts";
import { findOperation } from "./find-operation.ts";
import { readInput } from "./read-input.ts";
import { Refusal } from "../refusal.ts";

/** What the door needs of the server behind it. */
export interface DoorOptions {
  readonly store: Store;
  readonly assumptions: Assumptions;
  readonly now: () => number;
  readonly nextTraceId: () => string;
  readonly record: (request: LoggedRequest) => void;
  /** @throws Refusal 401 or 403 */
  readonly authorize: (authorization: string | null) => Promise<void>;
}

/**
 * The way of a request in: its operation, then who asks, then whether it is valid, and only then what it asks
 * for. Every answer has a body, and every error the service's MessageModel.
 */
export function createDoor(options: DoorOptions): (request: Request) => Promise<Response> {
  const { store, assumptions } = options;

  async function answer(request: Request, traceId: string, onRoute: (id: OperationId) => void): Promise<Response> {
    const route = findOperation(request.method, new URL(request.url).pathname);
    const { operationId } = route;
    onRoute(operationId);
    await options.authorize(request.headers.get("authorization"));
    const handler = handlers[operationId] as Handler<OperationId> | undefined;
    if (handler === undefined) throw new Refusal(501, `The mock server does not answer ${operationId} yet.`);
    const input = (await readInput(route, request)) as Pick<Call<OperationId>, "path" | "query" | "body">;
    const call = { operationId, ...input, traceId, nowMs: options.now(), store, assumptions };
    return encodeAnswer(handler(call), request.headers.get("accept"), operations[operationId].mediaTypes);
  }

  return async (request) => {
    const { method, url } = request;
    const traceId = options.nextTraceId();
    let operationId: OperationId | undefined;
    const onRoute = (id: OperationId): void => {
      operationId = id;
    };
    const response = await answer(request, traceId, onRoute).catch((error: unknown) => encodeError(error, traceId));
    options.record({ operationId, method, url, statusCode: response.status });
    return response;
  };
}
