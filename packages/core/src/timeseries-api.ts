import type { Api } from "./api.ts";
import { createEnvironments } from "./environments.ts";
import type { Environment, EnvironmentName } from "./environments.ts";
import { serializeQuery } from "./gen/query.ts";
import { servers } from "./gen/servers.ts";

/** The Timeseries API. Source: specs/timeseries/openapi.yaml. */
export const timeseriesApi: Api = {
  servers,
  serializeQuery,
  loadOperations: async () => (await import("./gen/operations.ts")).operations,
};

/** The three installations of the Timeseries API. */
export const environments: Readonly<Record<EnvironmentName, Environment>> = /* @__PURE__ */ createEnvironments({
  servers,
});
