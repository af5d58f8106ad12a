import { OmniaError } from "@omnia-timeseries/core";
import type {
  CallOptions,
  ItemsReader,
  NoParameters,
  RestClient,
  ServiceMessage,
  TransportOptions,
} from "@omnia-timeseries/core";
import { createItemsReader, createRestClient, createTransport, readMessage } from "@omnia-timeseries/core/platform-api";
import { alarmEventsApi } from "./alarm-events-api.ts";
import { encodeTimes } from "./event-filters.ts";
import type { EventFilters, EventWindow } from "./event-filters.ts";
import { operations } from "./operations.ts";
import type { components, paths } from "./operations.ts";
import { readEventsPage, readList } from "./read-lists.ts";
import type { AlarmEvent, EventsPage } from "./read-lists.ts";

/** A facility that has events. Source: specs/alarm-events/openapi.yaml. */
export type AlarmEventSource = components["schemas"]["SourceModel"];
/** How many events of a priority there were at a time. */
export type EventCount = components["schemas"]["CountModel"];
/** Live events of a facility. */
export type RoutingSubscription = components["schemas"]["SubscriptionModel"];

export type GetEventsParameters = EventFilters & {
  /** Most events of one page, 1 to 100 000. Default of the service: 10. */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
};

export type ReadEventsParameters = Omit<EventFilters, "startTime"> & {
  /** Start of the window, included. */
  readonly startTime: NonNullable<EventFilters["startTime"]>;
  /** Most events of one request, 1 to 100 000. Default 1000. */
  readonly pageSize?: number | undefined;
  /** Where to go on: the token of the last page that was read. */
  readonly continuationToken?: string | undefined;
};

/**
 * The Alarm & Events API. Every function takes `(parameters, options?)`, checks its parameters
 * before anything is sent, and rejects with an `OmniaError`. `readEvents` is as many requests as it
 * takes, all others are one.
 */
export interface AlarmEventsClient {
  /** The service under its own names, typed by its OpenAPI document; the same retry and sign-in. */
  readonly rest: RestClient<paths>;
  /** The facilities that have events. */
  getSources(parameters?: NoParameters, options?: CallOptions): Promise<readonly AlarmEventSource[]>;
  /** The events of a window, one page of them. */
  getEvents(parameters: GetEventsParameters, options?: CallOptions): Promise<EventsPage>;
  /** All events of a window; without `endTime` until now, as it is when the function is called. */
  readEvents(parameters: ReadEventsParameters, options?: CallOptions): ItemsReader<AlarmEvent>;
  /** How many events a window has, by time and priority. */
  getEventCounts(parameters: EventWindow, options?: CallOptions): Promise<readonly EventCount[]>;
  /** The facilities whose new events are sent to the caller. */
  getRoutingSubscriptions(parameters?: NoParameters, options?: CallOptions): Promise<readonly RoutingSubscription[]>;
  /** Where new events go: the connection string of an Azure Event Hub, with the right to send. */
  setRoutingConnection(
    parameters: { readonly connectionString: string },
    options?: CallOptions,
  ): Promise<ServiceMessage>;
  /** Has the new events of a facility sent to the caller. */
  createRoutingSubscription(parameters: { readonly facility: string }, options?: CallOptions): Promise<ServiceMessage>;
  /** Ends the subscription to a facility. */
  deleteRoutingSubscription(parameters: { readonly facility: string }, options?: CallOptions): Promise<ServiceMessage>;
}

const accept = "application/json";
const allSources = "*";
const defaultPageSize = 1000;

function encodeDestination(connectionString: unknown): string {
  if (typeof connectionString === "string" && connectionString !== "") return JSON.stringify({ connectionString });
  // The value is a secret, and stays out of the message.
  throw new OmniaError("invalid-argument", "connectionString: is missing. Give that of an Azure Event Hub.");
}

/**
 * @example
 * ```ts
 * const client = createAlarmEventsClient({ environment: "prod", credential });
 * for await (const event of client.readEvents({ facility: "AHA", startTime: "now-1h" })) console.log(event.message);
 * ```
 * @throws OmniaError `invalid-argument` for an unknown environment or an unsafe base URL, `credential` where there is none
 */
export function createAlarmEventsClient(options: TransportOptions): AlarmEventsClient {
  const transport = createTransport(alarmEventsApi, options);

  /** One page, with times as they are at `nowMs`. */
  async function getPage(parameters: GetEventsParameters, nowMs: number, call?: CallOptions): Promise<EventsPage> {
    const { facility, sourceName = allSources, ...rest } = parameters;
    const query = { ...rest, sourceName, ...encodeTimes(rest, nowMs) };
    return transport.send({ operation: operations.GetEvents, path: { facility }, query, accept }, readEventsPage, call);
  }

  return {
    rest: createRestClient(alarmEventsApi, transport),
    getSources: async (_, call) =>
      transport.send({ operation: operations.GetSources, accept }, readList<AlarmEventSource>(), call),
    getEvents: (parameters, call) => getPage(parameters, transport.now(), call),
    readEvents({ pageSize = defaultPageSize, continuationToken, endTime = "now", ...filters }, call) {
      // Frozen here: every page must be of the same window.
      const nowMs = transport.now();
      return createItemsReader(async (token) => {
        if (filters.startTime === undefined) {
          throw new OmniaError(
            "invalid-argument",
            'startTime: is missing. Give the start of the window, or "1970-01-01" for all there is.',
          );
        }
        return getPage({ ...filters, endTime, limit: pageSize, continuationToken: token }, nowMs, call);
      }, continuationToken);
    },
    getEventCounts: async ({ facility, sourceName, ...times }, call) =>
      transport.send(
        {
          operation: operations.GetEventCounts,
          path: { facility },
          query: { sourceName, ...encodeTimes(times, transport.now()) },
          accept,
        },
        readList<EventCount>(),
        call,
      ),
    getRoutingSubscriptions: async (_, call) =>
      transport.send({ operation: operations.GetSubscriptions, accept }, readList<RoutingSubscription>(), call),
    setRoutingConnection: async ({ connectionString }, call) =>
      transport.send(
        { operation: operations.SetRealTimeDestination, body: encodeDestination(connectionString), accept },
        readMessage,
        call,
      ),
    createRoutingSubscription: async ({ facility }, call) =>
      transport.send({ operation: operations.CreateSubscriptions, path: { facility }, accept }, readMessage, call),
    deleteRoutingSubscription: async ({ facility }, call) =>
      transport.send({ operation: operations.DeleteSubscription, path: { facility }, accept }, readMessage, call),
  };
}
