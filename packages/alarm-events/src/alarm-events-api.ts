import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { serializeQuery } from "./gen/query.ts";
import { servers } from "./gen/servers.ts";

/** The Alarm & Events API. Source: specs/alarm-events/openapi.yaml. */
export const alarmEventsApi: Api = {
  servers,
  serializeQuery,
  loadOperations: async () => (await import("./gen/operations.ts")).operations,
};

/** The three installations of the Alarm & Events API. */
export const alarmEventsEnvironments: Readonly<Record<EnvironmentName, Environment>> = createEnvironments({ servers });
