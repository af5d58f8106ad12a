import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { serializeQuery } from "./gen/subscriptions-management-query.ts";
import { servers } from "./gen/subscriptions-management-servers.ts";

/** The IMS Subscriptions Management API. Source: specs/ims-subscriptions-management/openapi.yaml. */
export const imsSubscriptionsManagementApi: Api = {
  servers,
  serializeQuery,
  loadOperations: async () => (await import("./gen/subscriptions-management-operations.ts")).operations,
};

/** The three installations of the IMS Subscriptions Management API. */
export const imsSubscriptionsManagementEnvironments: Readonly<Record<EnvironmentName, Environment>> =
  createEnvironments({ servers });
