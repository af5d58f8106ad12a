export { createAlarmEventsClient } from "./client.ts";
export type {
  AlarmEventsClient,
  AlarmEventSource,
  EventCount,
  GetEventsParameters,
  ReadEventsParameters,
  RoutingSubscription,
} from "./client.ts";
export type { EventFilters, EventWindow } from "./event-filters.ts";
export type { AlarmEvent, EventsPage } from "./read-lists.ts";
export { alarmEventsEnvironments } from "./alarm-events-api.ts";
