import type {
  ManagementOperationId,
  ManagementOperationTypes,
  MetadataOperationId,
  MetadataOperationTypes,
  SubscriptionsOperationId,
  SubscriptionsOperationTypes,
} from "@omnia-timeseries/ims/operations";
import type { OperationCall, OperationHandler } from "../call.ts";

/** A request for an operation of IMS Metadata. */
export type MetadataCall<Id extends MetadataOperationId> = OperationCall<MetadataOperationTypes[Id]>;
export type MetadataHandler<Id extends MetadataOperationId> = OperationHandler<MetadataOperationTypes[Id]>;

/** Answers an operation of IMS Subscriptions. */
export type SubscriptionsHandler<Id extends SubscriptionsOperationId> = OperationHandler<
  SubscriptionsOperationTypes[Id]
>;

/** A request for an operation of IMS Subscriptions Management. */
export type ManagementCall<Id extends ManagementOperationId> = OperationCall<ManagementOperationTypes[Id]>;
export type ManagementHandler<Id extends ManagementOperationId> = OperationHandler<ManagementOperationTypes[Id]>;
