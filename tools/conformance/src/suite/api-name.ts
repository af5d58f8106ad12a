import { servers as eventServers } from "@omnia-timeseries/alarm-events/operations";
import { servers } from "@omnia-timeseries/core/operations";
import { managementServers, metadataServers, subscriptionsServers } from "@omnia-timeseries/ims/operations";

export const apiServers = {
  timeseries: servers,
  "ims-metadata": metadataServers,
  "ims-subscriptions": subscriptionsServers,
  "ims-subscriptions-management": managementServers,
  "alarm-events": eventServers,
} as const;

/** An API of the platform. */
export type ApiName = keyof typeof apiServers;
