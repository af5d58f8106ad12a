import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { operations, servers } from "./gen/subscriptions-operations.ts";
import { serializeQuery } from "./gen/subscriptions-query.ts";

/** The IMS Subscriptions API. Source: specs/ims-subscriptions/openapi.yaml. */
export const imsSubscriptionsApi: Api = { servers, operations, serializeQuery };

/** The three installations of the IMS Subscriptions API. */
export const imsSubscriptionsEnvironments: Readonly<Record<EnvironmentName, Environment>> = createEnvironments({
  servers,
});
