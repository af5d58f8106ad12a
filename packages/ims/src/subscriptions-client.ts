import { OmniaError } from "@omnia-timeseries/core";
import type {
  CallOptions,
  ItemsPage,
  ItemsReader,
  RestClient,
  ServiceMessage,
  TransportOptions,
} from "@omnia-timeseries/core";
import {
  createRestClient,
  createTransport,
  readItems,
  readItemsPage,
  readMessage,
} from "@omnia-timeseries/core/platform-api";
import { operations } from "./gen/subscriptions-operations.ts";
import type { components, paths } from "./gen/subscriptions-paths.ts";
import { readPagesOf } from "./read-pages-of.ts";
import type { PageParameters, ReadPagesParameters } from "./read-pages-of.ts";
import { readSubscriptionCounter } from "./read-subscription-counter.ts";
import type { ImsSubscriptionCounter } from "./read-subscription-counter.ts";
import { readSubscriptionsPage } from "./read-subscriptions-page.ts";
import type { ImsSubscription, ImsSubscriptionsPage } from "./read-subscriptions-page.ts";
import { imsSubscriptionsApi } from "./subscriptions-api.ts";
import { validateTexts } from "./validate-texts.ts";

/** Live data of a series, until it expires. Source: specs/ims-subscriptions/openapi.yaml. */
export type ImsRealTimeSubscription = components["schemas"]["RtSubscriptionBase"];

export interface CreateImsSubscriptionsParameters {
  /** Unique ids of the tags, such as `ONO-IMS-7380`. */
  readonly uids: readonly string[];
}

export interface CreateImsRealTimeSubscriptionsParameters {
  /** GUIDs of the series. */
  readonly timeseriesIds: readonly string[];
  /** How long they last, in whole minutes. Default of the service: 10. */
  readonly lifeTimeMinutes?: number | undefined;
}

/**
 * The IMS Subscriptions API: which tags of the historians are copied into the platform, and which
 * are sent to the caller for a while. Every function takes `(parameters, options?)` and rejects with
 * an `OmniaError`; `read…` is as many requests as it takes, all others are one.
 */
export interface ImsSubscriptionsClient {
  /** The service under its own names, typed by its OpenAPI document; the same retry and sign-in. */
  readonly rest: RestClient<paths>;
  /** Subscriptions, one page of them. */
  search(parameters: PageParameters, options?: CallOptions): Promise<ImsSubscriptionsPage>;
  /** All subscriptions. */
  readSearch(parameters: ReadPagesParameters, options?: CallOptions): ItemsReader<ImsSubscription>;
  /** The subscription to a tag. */
  searchByUid(parameters: { readonly uid: string }, options?: CallOptions): Promise<ImsSubscriptionsPage>;
  /** The subscription behind a series. */
  searchByTimeseriesId(
    parameters: { readonly timeseriesId: string },
    options?: CallOptions,
  ): Promise<ImsSubscriptionsPage>;
  /** The quota of a historian, and how much of it is used. */
  searchBySystemCode(
    parameters: { readonly systemCode: string },
    options?: CallOptions,
  ): Promise<ImsSubscriptionCounter>;
  /** Has tags copied into the platform. What was refused is in `errors`, by uid; the rest is done all the same. */
  createSubscriptions(
    parameters: CreateImsSubscriptionsParameters,
    options?: CallOptions,
  ): Promise<ImsSubscriptionsPage>;
  /** Real-time subscriptions, one page of them. */
  getRealTimeSubscriptions(
    parameters: PageParameters,
    options?: CallOptions,
  ): Promise<ItemsPage<ImsRealTimeSubscription>>;
  /** All real-time subscriptions. */
  readRealTimeSubscriptions(
    parameters: ReadPagesParameters,
    options?: CallOptions,
  ): ItemsReader<ImsRealTimeSubscription>;
  /** The real-time subscription to a series. */
  getRealTimeSubscriptionsByTimeseriesId(
    parameters: { readonly timeseriesId: string },
    options?: CallOptions,
  ): Promise<readonly ImsRealTimeSubscription[]>;
  /** Has new points of series sent to the destination for a while. */
  createRealTimeSubscriptions(
    parameters: CreateImsRealTimeSubscriptionsParameters,
    options?: CallOptions,
  ): Promise<readonly ImsRealTimeSubscription[]>;
  /** Ends the real-time subscription to a series. */
  deleteRealTimeSubscription(
    parameters: { readonly timeseriesId: string },
    options?: CallOptions,
  ): Promise<ServiceMessage>;
  /** Where real-time data goes: the connection string of an Azure Event Hub, with the right to send. */
  setRealTimeDestination(
    parameters: { readonly connectionString: string },
    options?: CallOptions,
  ): Promise<ServiceMessage>;
}

const accept = "application/json";
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function encodeUids(uids: readonly string[]): string {
  validateTexts(uids, "uids", /./su, "a unique id such as ONO-IMS-7380");
  return JSON.stringify(uids.map((uId) => ({ uId })));
}

function encodeTimeseriesIds(ids: readonly string[]): string {
  validateTexts(ids, "timeseriesIds", guid, "a GUID such as 91f945d3-be34-4f8c-a43f-e00a3a2d9cfc");
  return JSON.stringify(ids.map((timeseriesId) => ({ timeseriesId })));
}

function encodeDestination(connectionString: unknown): string {
  if (typeof connectionString === "string" && connectionString !== "") return JSON.stringify({ connectionString });
  // The value is a secret, and stays out of the message.
  throw new OmniaError("invalid-argument", "connectionString: is missing. Give that of an Azure Event Hub.");
}

/**
 * @example
 * ```ts
 * const ims = createImsSubscriptionsClient({ environment: "prod", credential });
 * const { quota, count } = await ims.searchBySystemCode({ systemCode: "GRA-IMS" });
 * ```
 * @throws OmniaError `invalid-argument` for an unknown environment or an unsafe base URL, `credential` where there is none
 */
export function createImsSubscriptionsClient(options: TransportOptions): ImsSubscriptionsClient {
  const transport = createTransport(imsSubscriptionsApi, options);
  const readRealTime = readItems<ImsRealTimeSubscription>();
  const client: Omit<ImsSubscriptionsClient, `read${string}` | "rest"> = {
    search: async (query, call) =>
      transport.send(
        { operation: operations.GetSubscriptions, query: { ...query }, accept },
        readSubscriptionsPage,
        call,
      ),
    searchByUid: async ({ uid }, call) =>
      transport.send(
        { operation: operations.GetSubscriptionsByUid, path: { uid }, accept },
        readSubscriptionsPage,
        call,
      ),
    searchByTimeseriesId: async ({ timeseriesId }, call) =>
      transport.send(
        { operation: operations.GetSubscriptionsByTimeseriesId, path: { timeseriesId }, accept },
        readSubscriptionsPage,
        call,
      ),
    searchBySystemCode: async ({ systemCode }, call) =>
      transport.send(
        { operation: operations.GetSubscriptionCounter, path: { systemCode }, accept },
        readSubscriptionCounter,
        call,
      ),
    createSubscriptions: async ({ uids }, call) =>
      transport.send(
        { operation: operations.CreateSubscriptions, body: encodeUids(uids), accept },
        readSubscriptionsPage,
        call,
      ),
    getRealTimeSubscriptions: async (query, call) =>
      transport.send(
        { operation: operations.GetRealTimeSubscriptions, query: { ...query }, accept },
        readItemsPage<ImsRealTimeSubscription>(),
        call,
      ),
    getRealTimeSubscriptionsByTimeseriesId: async ({ timeseriesId }, call) =>
      transport.send(
        { operation: operations.GetRealTimeSubscriptionsByTimeseriesId, path: { timeseriesId }, accept },
        readRealTime,
        call,
      ),
    createRealTimeSubscriptions: async ({ timeseriesIds, lifeTimeMinutes }, call) =>
      transport.send(
        {
          operation: operations.CreateRealTimeSubscriptions,
          query: { lifeTime: lifeTimeMinutes },
          body: encodeTimeseriesIds(timeseriesIds),
          accept,
        },
        readRealTime,
        call,
      ),
    deleteRealTimeSubscription: async ({ timeseriesId }, call) =>
      transport.send(
        { operation: operations.DeleteRealTimeSubscription, path: { timeseriesId }, accept },
        readMessage,
        call,
      ),
    setRealTimeDestination: async ({ connectionString }, call) =>
      transport.send(
        { operation: operations.SetRealTimeDestination, body: encodeDestination(connectionString), accept },
        readMessage,
        call,
      ),
  };
  return {
    rest: createRestClient(imsSubscriptionsApi, transport),
    ...client,
    readSearch: readPagesOf(client.search),
    readRealTimeSubscriptions: readPagesOf(client.getRealTimeSubscriptions),
  };
}
