import { restrictPlatform } from "../access.ts";
import type { Caller, GroupMapping } from "../access.ts";
import type { AnyOperationId } from "../apis.ts";
import type { Answer } from "../call.ts";
import type { LoggedRequest } from "../request-log.ts";
import type { Platform } from "../platform.ts";
import type { ApiName, ServedApi } from "../served-api.ts";
import type { Clock } from "../clock.ts";
import { ConnectionReset } from "../faults/connection-reset.ts";
import type { Fault } from "../faults/fault.ts";
import { meetFault } from "../faults/meet-fault.ts";
import { Refusal } from "../refusal.ts";
import { chooseMediaType } from "./choose-media-type.ts";
import { encodeAnswer, encodeError, json } from "./encode-answer.ts";
import { createRouter } from "./find-operation.ts";
import type { Route } from "./find-operation.ts";
import { hideKeys } from "./key-parameters.ts";
import { readInput } from "./read-input.ts";
import { validateRequestLine } from "./request-line.ts";

/** What the door needs of the server behind it. */
export interface DoorOptions {
  readonly apis: readonly ServedApi[];
  readonly platform: Platform;
  readonly clock: Clock;
  /** What goes wrong with a request for an operation, if anything. */
  readonly takeFault: (operationId: string, api: ApiName) => Fault | undefined;
  readonly nextTraceId: () => string;
  readonly record: (request: LoggedRequest) => void;
  /**
   * @returns who asks
   * @throws Refusal 401 or 403
   */
  readonly authorize: (authorization: string | null, audiences: readonly string[]) => Promise<Caller>;
  /** Who may see and change which series; undefined where every caller may everything. */
  readonly access: readonly GroupMapping[] | undefined;
  /** Whether what the operation does not know is refused: parameters and properties with 400, an `Accept` with 406. */
  readonly strict: boolean;
  /** Whether answers are checked against the OpenAPI document; one that does not fit becomes a 500. */
  readonly validateResponses: boolean;
}

/** What is found out about a request on its way in, for the log. */
interface Findings {
  route?: Route;
  fault?: Fault;
  readonly unknown: Set<string>;
}

/**
 * The way of a request in: its operation, then who asks, then whether it is valid, and only then what it asks
 * for. Every answer has a body, and every error the service's MessageModel.
 */
export function createDoor(options: DoorOptions): (request: Request) => Promise<Response> {
  const { platform } = options;
  const findOperation = createRouter(options.apis);

  /** Refuses, in strict mode, what would be passed over. */
  function chooseAnswer({ operation }: Route, accept: string | null, unknown: ReadonlySet<string>): string {
    const { operationId, mediaTypes } = operation;
    if (options.strict && unknown.size > 0) {
      const names = [...unknown].slice(0, 10).map((name) => `'${name}'`);
      throw new Refusal(400, `${operationId} does not know ${names.join(", ")} (strict mode).`);
    }
    const mediaType = chooseMediaType(accept, mediaTypes);
    if (options.strict && mediaType === undefined) {
      throw new Refusal(406, `${operationId} answers only in ${mediaTypes.join(", ")} (strict mode).`);
    }
    return mediaType ?? json;
  }

  async function answer(request: Request, traceId: string, findings: Findings): Promise<Response> {
    validateRequestLine(request);
    const route = findOperation(request.method, new URL(request.url).pathname);
    findings.route = route;
    const fault = options.takeFault(route.operation.operationId, route.api.name);
    if (fault === undefined) return carryOut(route, request, traceId, findings);
    findings.fault = fault;
    return meetFault(fault, options.clock, request.signal, () => carryOut(route, request, traceId, findings));
  }

  async function carryOut(route: Route, request: Request, traceId: string, findings: Findings): Promise<Response> {
    const { api, operation } = route;
    const caller = await options.authorize(request.headers.get("authorization"), api.audiences);
    const input = await readInput(route, request, (name) => findings.unknown.add(name));
    const mediaType = chooseAnswer(route, request.headers.get("accept"), findings.unknown);
    const { operationId } = operation;
    const reachable = restrictPlatform(platform, options.access, route, caller);
    const call = { operationId, ...input, callerId: caller.id, traceId, nowMs: options.clock.now(), ...reachable };
    const handle = api.handlers[operationId] as (call: unknown) => Answer;
    const response = encodeAnswer(handle(call), mediaType);
    if (!options.validateResponses) return response;
    // Loaded here, so that only those who ask for it load protobuf-es.
    const { checkAnswer } = await import("./check-answer.ts");
    return checkAnswer(route, response);
  }

  return async (request) => {
    const { method, url } = request;
    const traceId = options.nextTraceId();
    const findings: Findings = { unknown: new Set() };
    const record = (statusCode: number | undefined): void => {
      const { route, fault, unknown } = findings;
      const operationId = route?.operation.operationId as AnyOperationId | undefined;
      const asked = {
        api: route?.api.name,
        operationId,
        method,
        url: hideKeys(url),
        unknown: [...unknown],
        statusCode,
      };
      options.record(fault === undefined ? asked : { ...asked, fault });
    };
    try {
      const response = await answer(request, traceId, findings);
      record(response.status);
      return response;
    } catch (error) {
      if (error instanceof ConnectionReset || request.signal.aborted) {
        record(undefined);
        throw error;
      }
      const refused = encodeError(error, traceId);
      record(refused.status);
      return refused;
    }
  };
}
