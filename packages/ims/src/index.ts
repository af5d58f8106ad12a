export { createImsMetadataClient } from "./metadata-client.ts";
export type {
  ImsFacet,
  ImsMetadataClient,
  ImsTag,
  ImsTagFields,
  ImsTagFilters,
  ImsTagSets,
} from "./metadata-client.ts";
export { imsMetadataEnvironments } from "./metadata-api.ts";

export { createImsSubscriptionsClient } from "./subscriptions-client.ts";
export type {
  CreateImsRealTimeSubscriptionsParameters,
  CreateImsSubscriptionsParameters,
  ImsRealTimeSubscription,
  ImsSubscriptionsClient,
} from "./subscriptions-client.ts";
export type { ImsSubscription, ImsSubscriptionsPage } from "./read-subscriptions-page.ts";
export type { ImsSubscriptionCounter } from "./read-subscription-counter.ts";
export { imsSubscriptionsEnvironments } from "./subscriptions-api.ts";

export { createImsSubscriptionsManagementClient } from "./management-client.ts";
export type {
  ImsSubscriptionPatch,
  ImsSubscriptionsManagementClient,
  PatchImsSubscriptionParameters,
} from "./management-client.ts";
export { imsSubscriptionsManagementEnvironments } from "./management-api.ts";

export type { PageParameters, ReadPagesParameters } from "./read-pages-of.ts";
