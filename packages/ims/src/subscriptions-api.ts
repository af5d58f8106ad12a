import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { serializeQuery } from "./gen/subscriptions-query.ts";
import { servers } from "./gen/subscriptions-servers.ts";

/** The IMS Subscriptions API. Source: specs/ims-subscriptions/openapi.yaml. */
export const imsSubscriptionsApi: Api = {
  servers,
  serializeQuery,
  loadOperations: async () => (await import("./gen/subscriptions-operations.ts")).operations,
};

/** The three installations of the IMS Subscriptions API. */
export const imsSubscriptionsEnvironments: Readonly<Record<EnvironmentName, Environment>> = createEnvironments({
  servers,
});
