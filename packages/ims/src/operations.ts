export { operations as metadataOperations } from "./gen/metadata-operations.ts";
export { servers as metadataServers } from "./gen/metadata-servers.ts";
export type { OperationId as MetadataOperationId } from "./gen/metadata-operations.ts";
export type {
  components as MetadataComponents,
  operations as MetadataOperationTypes,
  paths as MetadataPaths,
} from "./gen/metadata-paths.ts";

export { operations as subscriptionsOperations } from "./gen/subscriptions-operations.ts";
export { servers as subscriptionsServers } from "./gen/subscriptions-servers.ts";
export type { OperationId as SubscriptionsOperationId } from "./gen/subscriptions-operations.ts";
export type {
  components as SubscriptionsComponents,
  operations as SubscriptionsOperationTypes,
  paths as SubscriptionsPaths,
} from "./gen/subscriptions-paths.ts";

export { operations as managementOperations } from "./gen/subscriptions-management-operations.ts";
export { servers as managementServers } from "./gen/subscriptions-management-servers.ts";
export type { OperationId as ManagementOperationId } from "./gen/subscriptions-management-operations.ts";
export type {
  components as ManagementComponents,
  operations as ManagementOperationTypes,
  paths as ManagementPaths,
} from "./gen/subscriptions-management-paths.ts";
