import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { operations, servers } from "./gen/subscriptions-management-operations.ts";
import { serializeQuery } from "./gen/subscriptions-management-query.ts";

/** The IMS Subscriptions Management API. Source: specs/ims-subscriptions-management/openapi.yaml. */
export const imsSubscriptionsManagementApi: Api = { servers, operations, serializeQuery };

/** The three installations of the IMS Subscriptions Management API. */
export const imsSubscriptionsManagementEnvironments: Readonly<Record<EnvironmentName, Environment>> =
  createEnvironments({ servers });
