import type { OperationId, OperationTypes } from "@omnia-timeseries/alarm-events/operations";
import type { Handlers } from "../served-api.ts";
import { getEventCounts, getEvents } from "./events.ts";
import { createSubscriptions, deleteSubscription, getSubscriptions, setRealTimeDestination } from "./streaming.ts";

/** What Alarm & Events answers. */
export const alarmEventsHandlers: Handlers<OperationTypes, OperationId> = {
  GetSources: ({ alarmEvents }) => ({
    statusCode: 200,
    body: { items: alarmEvents.facilities.map((facility) => ({ facility })) },
  }),
  GetEvents: getEvents,
  GetEventCounts: getEventCounts,
  GetSubscriptions: getSubscriptions,
  CreateSubscriptions: createSubscriptions,
  DeleteSubscription: deleteSubscription,
  SetRealTimeDestination: setRealTimeDestination,
};
