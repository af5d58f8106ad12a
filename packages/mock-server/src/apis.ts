import { operations as eventOperations, servers as eventServers } from "@omnia-timeseries/alarm-events/operations";
import type { OperationId as EventOperationId } from "@omnia-timeseries/alarm-events/operations";
import { operations, servers } from "@omnia-timeseries/core/operations";
import type { OperationId } from "@omnia-timeseries/core/operations";
import {
  managementOperations,
  managementServers,
  metadataOperations,
  metadataServers,
  subscriptionsOperations,
  subscriptionsServers,
} from "@omnia-timeseries/ims/operations";
import type {
  ManagementOperationId,
  MetadataOperationId,
  SubscriptionsOperationId,
} from "@omnia-timeseries/ims/operations";
import { document as eventDocument } from "./gen/alarm-events.ts";
import { checks as eventBodies } from "./gen/alarm-events-bodies.ts";
import { checks as eventParameters } from "./gen/alarm-events-parameters.ts";
import { document as metadataDocument } from "./gen/ims-metadata.ts";
import { checks as metadataBodies } from "./gen/ims-metadata-bodies.ts";
import { checks as metadataParameters } from "./gen/ims-metadata-parameters.ts";
import { document as subscriptionsDocument } from "./gen/ims-subscriptions.ts";
import { checks as subscriptionsBodies } from "./gen/ims-subscriptions-bodies.ts";
import { checks as subscriptionsParameters } from "./gen/ims-subscriptions-parameters.ts";
import { document as managementDocument } from "./gen/ims-subscriptions-management.ts";
import { checks as managementBodies } from "./gen/ims-subscriptions-management-bodies.ts";
import { checks as managementParameters } from "./gen/ims-subscriptions-management-parameters.ts";
import { document } from "./gen/timeseries.ts";
import { checks as bodies } from "./gen/timeseries-bodies.ts";
import { checks as parameters } from "./gen/timeseries-parameters.ts";
import { alarmEventsHandlers } from "./handlers-alarm-events/handlers.ts";
import { managementHandlers } from "./handlers-ims/management.ts";
import { metadataHandlers } from "./handlers-ims/metadata.ts";
import { subscriptionsHandlers } from "./handlers-ims/subscriptions.ts";
import { handlers } from "./handlers/handlers.ts";
import { serveApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** An operation of any of the APIs. */
export type AnyOperationId =
  | OperationId
  | MetadataOperationId
  | SubscriptionsOperationId
  | ManagementOperationId
  | EventOperationId;

/** Every API that the server answers. */
export const apis: readonly ServedApi[] = [
  serveApi("timeseries", {
    servers,
    operations,
    document,
    checks: { parameters, bodies },
    handlers,
  }),
  serveApi("ims-metadata", {
    servers: metadataServers,
    operations: metadataOperations,
    document: metadataDocument,
    checks: { parameters: metadataParameters, bodies: metadataBodies },
    handlers: metadataHandlers,
  }),
  serveApi("ims-subscriptions", {
    servers: subscriptionsServers,
    operations: subscriptionsOperations,
    document: subscriptionsDocument,
    checks: { parameters: subscriptionsParameters, bodies: subscriptionsBodies },
    handlers: subscriptionsHandlers,
  }),
  serveApi("ims-subscriptions-management", {
    servers: managementServers,
    operations: managementOperations,
    document: managementDocument,
    checks: { parameters: managementParameters, bodies: managementBodies },
    handlers: managementHandlers,
  }),
  serveApi("alarm-events", {
    servers: eventServers,
    operations: eventOperations,
    document: eventDocument,
    checks: { parameters: eventParameters, bodies: eventBodies },
    handlers: alarmEventsHandlers,
  }),
];
