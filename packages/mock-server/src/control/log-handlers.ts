import type { components } from "../gen/mock-control-paths.ts";
import type { ExpectationReport, ExpectedRequest } from "../log/expectations.ts";
import type { LoggedRequest } from "../request-log.ts";
import { answerDone } from "./control-call.ts";
import type { ControlHandlers } from "./control-call.ts";

function describeRequest(request: LoggedRequest): components["schemas"]["LoggedRequest"] {
  const { statusCode, api, operationId, unknown, ...rest } = request;
  return {
    ...rest,
    // Of the entry's class, which a copy has not.
    curl: request.curl,
    ...(api !== undefined && { api }),
    ...(operationId !== undefined && { operationId }),
    unknown: [...unknown],
    statusCode: statusCode ?? null,
  };
}

function describeExpectations({
  expected,
  missing,
  unexpected,
  explanation,
}: ExpectationReport): components["schemas"]["Expectations"] {
  return {
    expected: [...expected],
    missing: [...missing],
    unexpected: unexpected.map(describeRequest),
    explanation,
  };
}

export const logHandlers: Pick<
  ControlHandlers,
  "GetLog" | "ClearLog" | "ExplainLog" | "GetExpectations" | "SetExpectations" | "ClearExpectations"
> = {
  GetLog({ server: { requests }, query: { operationId, api, after = 0, limit = Infinity } }) {
    const found = requests.filter(
      (request) =>
        request.number > after &&
        (operationId === undefined || request.operationId === operationId) &&
        (api === undefined || request.api === api),
    );
    const newest = found.slice(Math.max(0, found.length - limit));
    return { total: requests.length, forgotten: requests.forgotten, requests: newest.map(describeRequest) };
  },
  ClearLog(call) {
    call.server.requests.clear();
    return answerDone(call);
  },
  ExplainLog: ({ server: { requests } }) => requests.explain(),
  GetExpectations: ({ server: { requests } }) => describeExpectations(requests.expectations),
  SetExpectations({ server: { requests }, body }) {
    requests.expect(body.requests as readonly ExpectedRequest[]);
    return describeExpectations(requests.expectations);
  },
  ClearExpectations({ server: { requests } }) {
    requests.expectAnything();
    return describeExpectations(requests.expectations);
  },
};
