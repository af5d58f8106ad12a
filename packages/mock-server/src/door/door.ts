import { restrictPlatform } from "../access.ts";
import type { Caller, GroupMapping } from "../access.ts";
import type { AnyOperationId } from "../apis.ts";
import type { Answer } from "../call.ts";
import { maxBodyLength } from "../request-log.ts";
import type { AnsweredRequest } from "../request-log.ts";
import type { Platform } from "../platform.ts";
import type { Expectations } from "../log/expectations.ts";
import type { ApiName, ServedApi } from "../served-api.ts";
import type { Clock } from "../clock.ts";
import { ConnectionReset } from "../faults/connection-reset.ts";
import type { Fault } from "../faults/fault.ts";
import { meetFault } from "../faults/meet-fault.ts";
import { Refusal } from "../refusal.ts";
import { copyBody } from "./body-copy.ts";
import type { BodyCopy } from "./body-copy.ts";
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
  readonly record: (request: AnsweredRequest) => void;
  /** Why a request is refused because nobody expects it; undefined where it may go on. */
  readonly takeExpectation: Expectations["take"];
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
  isUnexpected: boolean;
  readonly body: BodyCopy;
  readonly unknown: Set<string>;
}

/** Over sockets even a request without a body has a stream. */
function hasBody(request: Request, text: string | undefined): boolean {
  if (text !== undefined) return text !== "";
  const { headers } = request;
  const isSaid = ["content-type", "content-length", "transfer-encoding"].some((name) => headers.has(name));
  // The body last: over a socket it makes the whole request anew.
  return isSaid && headers.get("content-length") !== "0" && request.body !== null;
}

/** For the log, where the operation does not come to read it. */
async function readBody({ body }: Findings): Promise<void> {
  await body.text().catch(() => undefined);
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

  /** Who expects some requests is told of every other one: of those for unknown paths, too. */
  function findExpected(request: Request, findings: Findings): Route {
    const { method, url } = request;
    let failure: unknown;
    try {
      validateRequestLine(request);
      findings.route = findOperation(method, new URL(url).pathname);
    } catch (error) {
      failure = error;
    }
    const { route } = findings;
    const asked = route && { operationId: route.operation.operationId, api: route.api.name };
    const refusal = options.takeExpectation(asked, { method, url: hideKeys(url) });
    findings.isUnexpected = refusal !== undefined;
    if (refusal !== undefined) throw new Refusal(501, refusal);
    if (route === undefined) throw failure;
    return route;
  }

  async function answer(request: Request, traceId: string, findings: Findings): Promise<Response> {
    const route = findExpected(request, findings);
    const fault = options.takeFault(route.operation.operationId, route.api.name);
    if (fault === undefined) return carryOut(route, request, traceId, findings);
    findings.fault = fault;
    await readBody(findings);
    return meetFault(fault, options.clock, request.signal, () => carryOut(route, request, traceId, findings));
  }

  async function carryOut(route: Route, request: Request, traceId: string, findings: Findings): Promise<Response> {
    const { api, operation } = route;
    const caller = await options.authorize(request.headers.get("authorization"), api.audiences);
    const { url, headers } = request;
    const { text } = findings.body;
    const input = await readInput(route, { url, headers, text }, (name) => findings.unknown.add(name));
    const mediaType = chooseAnswer(route, headers.get("accept"), findings.unknown);
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
    const { method, url, headers } = request;
    const startedMs = options.clock.now();
    const traceId = options.nextTraceId();
    const body = copyBody(request, maxBodyLength);
    const findings: Findings = { isUnexpected: false, body, unknown: new Set() };
    const record = (statusCode: number | undefined): void => {
      const { route, fault, unknown, isUnexpected } = findings;
      options.record({
        api: route?.api.name,
        operationId: route?.operation.operationId as AnyOperationId | undefined,
        method,
        url: hideKeys(url),
        accept: headers.get("accept"),
        contentType: headers.get("content-type"),
        hasBody: hasBody(request, body.kept),
        body: body.kept,
        unknown: [...unknown],
        statusCode,
        isUnexpected,
        fault,
        startedMs,
      });
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
      if (findings.isUnexpected) await readBody(findings);
      const refused = encodeError(error, traceId);
      record(refused.status);
      return refused;
    }
  };
}
