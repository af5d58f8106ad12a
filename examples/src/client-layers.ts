import type { Layer } from "@omnia-timeseries/core";

/** Says in a header of its own whose request it is. */
export const nameTeam: Layer = (next) => (attempt) => {
  const { request } = attempt;
  return next({ ...attempt, request: { ...request, headers: { ...request.headers, "x-team": "drilling" } } });
};

/** Lets nobody delete anything by this client. */
export const keepEverything: Layer = (next) => async (attempt) => {
  const { method, operationId } = attempt.request.operation;
  if (method === "DELETE") throw new Error(`${operationId} is not allowed here.`);
  return next(attempt);
};
