import { isOmniaError } from "@omnia-timeseries/core";
import type { OmniaErrorCode } from "@omnia-timeseries/core";
import { copyBody } from "../door/body-copy.ts";
import { encodeError } from "../door/encode-answer.ts";
import { createRouter } from "../door/find-operation.ts";
import { readInput } from "../door/read-input.ts";
import { validateRequestLine } from "../door/request-line.ts";
import { document } from "../gen/mock-control.ts";
import { checks as bodies } from "../gen/mock-control-bodies.ts";
import { basePath, operations } from "../gen/mock-control-operations.ts";
import type { ControlOperationId } from "../gen/mock-control-operations.ts";
import { checks as parameters } from "../gen/mock-control-parameters.ts";
import { Refusal } from "../refusal.ts";
import type { RoutedApi } from "../served-api.ts";
import { createTraceIds } from "../trace-ids.ts";
import { clockHandlers } from "./clock-handlers.ts";
import type { Controlled, ControlHandlers } from "./control-call.ts";
import { faultHandlers } from "./fault-handlers.ts";
import { createKeptSnapshots } from "./kept-snapshots.ts";
import { logHandlers } from "./log-handlers.ts";
import { answerPage } from "./page-answer.ts";
import { seriesHandlers } from "./series-handlers.ts";
import { signInHandlers } from "./sign-in-handlers.ts";
import { stateHandlers } from "./state-handlers.ts";
import { validateContentType } from "./validate-content-type.ts";
import { validateOrigin } from "./validate-origin.ts";

const handlers: ControlHandlers = {
  ...stateHandlers,
  ...seriesHandlers,
  ...faultHandlers,
  ...clockHandlers,
  ...signInHandlers,
  ...logHandlers,
};

const api: RoutedApi = { basePath, document, operations, checks: { parameters, bodies } };
const findOperation = createRouter([api]);

const statusCodes: Partial<Record<OmniaErrorCode, number>> = {
  "invalid-argument": 400,
  "not-found": 404,
  conflict: 409,
};

function toRefusal(error: unknown): unknown {
  const statusCode = isOmniaError(error) ? statusCodes[error.code] : undefined;
  return statusCode === undefined ? error : new Refusal(statusCode, (error as Error).message);
}

function respond(answer: unknown): Response {
  if (typeof answer !== "string") return Response.json(answer);
  return new Response(answer, { headers: { "content-type": "text/plain; charset=utf-8" } });
}

/**
 * Answers the control API, `specs/mock-server/openapi.yaml`. It stands before sign-in, CORS and log.
 *
 * @param controlled what it looks into and changes
 */
export function createControl(controlled: Omit<Controlled, "snapshots">): (request: Request) => Promise<Response> {
  const snapshots = createKeptSnapshots();
  // Not those of the APIs, which would shift when somebody looks.
  const traceIds = createTraceIds(-1 - controlled.made.seed);

  async function answer(request: Request, traceId: string): Promise<Response> {
    validateOrigin(request);
    validateRequestLine(request);
    const { method, url, headers } = request;
    const { pathname } = new URL(url);
    if (method === "GET" && pathname.replace(/\/$/, "").toLowerCase() === basePath) return answerPage();
    const route = findOperation(method, pathname);
    const { text } = copyBody(request, 0);
    validateContentType(headers.get("content-type"), await text());
    const unknown: string[] = [];
    const input = await readInput(route, { url, headers, text }, (name) => unknown.push(name));
    const { operationId } = route.operation;
    if (unknown.length > 0) {
      const names = unknown.slice(0, 10).map((name) => `'${name}'`);
      throw new Refusal(400, `${operationId} does not know ${names.join(", ")}.`);
    }
    const handle = handlers[operationId as ControlOperationId] as (call: unknown) => unknown;
    return respond(await handle({ ...controlled, snapshots, ...input, traceId }));
  }

  return async (request) => {
    const traceId = traceIds.next();
    const response = await answer(request, traceId).catch((error: unknown) => encodeError(toRefusal(error), traceId));
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-content-type-options", "nosniff");
    return response;
  };
}
