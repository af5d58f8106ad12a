import type { AggregateFunction } from "./aggregate-function.ts";
import { getDatapoints, getDatapointsByName, getFirstDatapoint, getLatestDatapoint } from "./datapoint-reads.ts";
import type {
  DatapointsByNamePage,
  DatapointsPage,
  GetDatapointsByNameParameters,
  GetDatapointsParameters,
  GetOnePointParameters,
} from "./datapoint-reads.ts";
import type { Datapoint } from "./datapoints.ts";
import { deleteData } from "./delete-data.ts";
import type { DeleteDataParameters } from "./delete-data.ts";
import {
  getFacilities,
  getFacilitiesBySource,
  getFacilityCounters,
  getFacilityCountersByName,
  getSources,
  getSourcesByFacility,
} from "./facets.ts";
import type { FacilityCount, FacilityCounters, SourceCount } from "./facets.ts";
import type { Format } from "./format.ts";
import { getAggregates } from "./get-aggregates.ts";
import type { AggregatesPage, GetAggregatesParameters } from "./get-aggregates.ts";
import { getHistory } from "./get-history.ts";
import type { TimeseriesChange } from "./get-history.ts";
import { getFirstMultiDatapoint, getLatestMultiDatapoint, getMultiDatapoints } from "./get-multi-datapoints.ts";
import type {
  GetFirstMultiDatapointParameters,
  GetLatestMultiDatapointParameters,
  GetMultiDatapointsParameters,
} from "./get-multi-datapoints.ts";
import type { ItemsPage, ItemsReader } from "./items-reader.ts";
import type { RequestPace } from "./limiter.ts";
import type { MultiDatapointsItem, MultiOnePointItem } from "./multi-datapoints-item.ts";
import type { MultiDatapointsPage, MultiDatapointsResults } from "./multi-datapoints-result.ts";
import type { NoParameters } from "./no-parameters.ts";
import type { paths } from "./operations.ts";
import { readAggregates } from "./read-aggregates.ts";
import type { AggregatesReader, ReadAggregatesParameters } from "./read-aggregates.ts";
import { readDatapoints } from "./read-datapoints.ts";
import type { DatapointsReader, ReadDatapointsParameters } from "./read-datapoints.ts";
import type { ServiceMessage } from "./read-message.ts";
import type { ReadOptions } from "./read-pages.ts";
import { createRestClient } from "./rest.ts";
import type { RestClient } from "./rest.ts";
import {
  createStreamSubscription,
  deleteStreamSubscription,
  getStreamingSubscriptions,
  setStreamDestination,
} from "./streaming.ts";
import type {
  CreateStreamSubscriptionParameters,
  SetStreamDestinationParameters,
  StreamSubscription,
} from "./streaming.ts";
import { timeseriesApi } from "./timeseries-api.ts";
import { getTimeseries, readTimeseries, readTimeseriesSearch, searchTimeseries } from "./timeseries-lists.ts";
import type {
  GetTimeseriesParameters,
  ReadTimeseriesParameters,
  ReadTimeseriesSearchParameters,
  SearchTimeseriesParameters,
} from "./timeseries-lists.ts";
import {
  deleteTimeseriesById,
  getOrAddTimeseries,
  getTimeseriesById,
  patchTimeseries,
  postTimeseries,
  putTimeseries,
} from "./timeseries-metadata.ts";
import type {
  GetOrAddTimeseriesParameters,
  PatchTimeseriesParameters,
  PutTimeseriesParameters,
  TimeseriesItem,
  TimeseriesRequest,
} from "./timeseries-metadata.ts";
import { createTransport } from "./transport.ts";
import type { CallOptions, TransportOptions } from "./transport.ts";
import { writeData, writeMultiple } from "./write-data.ts";
import type { WriteDataParameters, WriteMultipleParameters } from "./write-data.ts";

export interface TimeseriesClientOptions extends TransportOptions {
  /** How datapoints travel: `protobuf` of `@omnia-timeseries/protobuf` or `json` of `@omnia-timeseries/json`. */
  readonly format?: Format | undefined;
}

/**
 * The Timeseries API. Every function takes `(parameters, options?)`, checks its parameters before
 * anything is sent, and rejects with an `OmniaError`. `get…` is one request, `read…` as many as it takes.
 */
export interface TimeseriesClient {
  /** The service under its own names, typed by its OpenAPI document; the same retry and sign-in. */
  readonly rest: RestClient<paths>;
  /** What the client takes for now; milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** How fast it asks at present. */
  readonly pace: () => RequestPace;

  /** The points of a window, one page of them. */
  getDatapoints(parameters: GetDatapointsParameters, options?: CallOptions): Promise<DatapointsPage>;
  /** The same for a series by name and facility. */
  getDatapointsByName(parameters: GetDatapointsByNameParameters, options?: CallOptions): Promise<DatapointsByNamePage>;
  /** All points of a window, page by page. */
  readDatapoints(parameters: ReadDatapointsParameters, options?: ReadOptions): DatapointsReader;
  /** The newest point; `undefined` when there is none. */
  getLatestDatapoint(parameters: GetOnePointParameters, options?: CallOptions): Promise<Datapoint | undefined>;
  /** The oldest point; `undefined` when there is none. */
  getFirstDatapoint(parameters: GetOnePointParameters, options?: CallOptions): Promise<Datapoint | undefined>;
  /** The intervals of a window, one page of them, with the functions asked for. */
  getAggregates<const F extends AggregateFunction>(
    parameters: GetAggregatesParameters<F>,
    options?: CallOptions,
  ): Promise<AggregatesPage<F>>;
  /** All intervals of a window, page by page. */
  readAggregates<const F extends AggregateFunction>(
    parameters: ReadAggregatesParameters<F>,
    options?: ReadOptions,
  ): AggregatesReader<F>;

  /** Points or aggregates of up to 100 series, one page of them, in the order asked and each typed by its item. */
  getMultiDatapoints<const Items extends readonly MultiDatapointsItem[]>(
    parameters: GetMultiDatapointsParameters<Items>,
    options?: CallOptions,
  ): Promise<MultiDatapointsPage<Items>>;
  /** The newest point of up to 100 series, in the order asked. */
  getLatestMultiDatapoint<const Items extends readonly MultiOnePointItem[]>(
    parameters: GetLatestMultiDatapointParameters<Items>,
    options?: CallOptions,
  ): Promise<MultiDatapointsResults<Items>>;
  /** The oldest point of up to 100 series, in the order asked. */
  getFirstMultiDatapoint<const Items extends readonly MultiOnePointItem[]>(
    parameters: GetFirstMultiDatapointParameters<Items>,
    options?: CallOptions,
  ): Promise<MultiDatapointsResults<Items>>;

  /** Adds points, and replaces those at the same times. */
  writeData(parameters: WriteDataParameters, options?: CallOptions): Promise<ServiceMessage>;
  /** The same for many series. */
  writeMultiple(parameters: WriteMultipleParameters, options?: CallOptions): Promise<ServiceMessage>;
  /** Deletes the points of a window, or all of them, for good. */
  deleteData(parameters: DeleteDataParameters, options?: CallOptions): Promise<ServiceMessage>;

  /** Series by exact filters, one page of them. */
  getTimeseries(parameters: GetTimeseriesParameters, options?: CallOptions): Promise<ItemsPage<TimeseriesItem>>;
  /** All series by exact filters. */
  readTimeseries(parameters: ReadTimeseriesParameters, options?: CallOptions): ItemsReader<TimeseriesItem>;
  /** Series by text and filters with wildcards, one page of them. */
  searchTimeseries(parameters: SearchTimeseriesParameters, options?: CallOptions): Promise<ItemsPage<TimeseriesItem>>;
  /** All series by text and filters with wildcards. */
  readTimeseriesSearch(parameters: ReadTimeseriesSearchParameters, options?: CallOptions): ItemsReader<TimeseriesItem>;
  /** One series, without its points. */
  getTimeseriesById(parameters: { readonly id: string }, options?: CallOptions): Promise<TimeseriesItem>;
  /** Who changed what of a series, and when. */
  getHistory(parameters: { readonly id: string }, options?: CallOptions): Promise<readonly TimeseriesChange[]>;
  /** Creates a series. */
  postTimeseries(parameters: TimeseriesRequest, options?: CallOptions): Promise<TimeseriesItem>;
  /** Series by name and facility; those that do not exist are created. */
  getOrAddTimeseries(
    parameters: GetOrAddTimeseriesParameters,
    options?: CallOptions,
  ): Promise<readonly TimeseriesItem[]>;
  /** Changes the fields that are given, and leaves the others. */
  patchTimeseries(parameters: PatchTimeseriesParameters, options?: CallOptions): Promise<TimeseriesItem>;
  /** Overwrites all fields; what is left out is lost. */
  putTimeseries(parameters: PutTimeseriesParameters, options?: CallOptions): Promise<TimeseriesItem>;
  /** Deletes a series. */
  deleteTimeseriesById(parameters: { readonly id: string }, options?: CallOptions): Promise<ServiceMessage>;

  /** How many series each facility has. */
  getFacilities(parameters?: NoParameters, options?: CallOptions): Promise<readonly FacilityCount[]>;
  /** How many series of one source each facility has. */
  getFacilitiesBySource(
    parameters: { readonly source: string },
    options?: CallOptions,
  ): Promise<readonly FacilityCount[]>;
  /** How many series come from each source. */
  getSources(parameters?: NoParameters, options?: CallOptions): Promise<readonly SourceCount[]>;
  /** How many series of one facility come from each source. */
  getSourcesByFacility(
    parameters: { readonly facility: string },
    options?: CallOptions,
  ): Promise<readonly SourceCount[]>;
  /** How much is exported of each facility. */
  getFacilityCounters(parameters?: NoParameters, options?: CallOptions): Promise<readonly FacilityCounters[]>;
  /** How much is exported of one facility. */
  getFacilityCountersByName(
    parameters: { readonly facility: string },
    options?: CallOptions,
  ): Promise<readonly FacilityCounters[]>;

  /** Sends live data of series to the destination from now on. */
  createStreamSubscription(
    parameters: CreateStreamSubscriptionParameters,
    options?: CallOptions,
  ): Promise<ServiceMessage>;
  /** Ends that for one series. */
  deleteStreamSubscription(parameters: { readonly id: string }, options?: CallOptions): Promise<ServiceMessage>;
  /** Your subscriptions. */
  getStreamingSubscriptions(parameters?: NoParameters, options?: CallOptions): Promise<readonly StreamSubscription[]>;
  /** Which Event Hub receives your live data. */
  setStreamDestination(parameters: SetStreamDestinationParameters, options?: CallOptions): Promise<ServiceMessage>;
}

/**
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential, format: protobuf });
 * const latest = await client.getLatestDatapoint({ id });
 * ```
 * @throws OmniaError `invalid-argument` for an unknown environment or an unsafe base URL, `credential` where there is none
 */
export function createTimeseriesClient(options: TimeseriesClientOptions): TimeseriesClient {
  const { format } = options;
  const transport = createTransport(timeseriesApi, options);
  return {
    rest: createRestClient(timeseriesApi, transport),
    now: transport.now,
    pace: transport.pace,

    getDatapoints: (parameters, call) => getDatapoints(transport, format, parameters, call),
    getDatapointsByName: (parameters, call) => getDatapointsByName(transport, format, parameters, call),
    readDatapoints: (parameters, call) => readDatapoints(transport, format, parameters, call),
    getLatestDatapoint: (parameters, call) => getLatestDatapoint(transport, format, parameters, call),
    getFirstDatapoint: (parameters, call) => getFirstDatapoint(transport, format, parameters, call),
    getAggregates: (parameters, call) => getAggregates(transport, format, parameters, call),
    readAggregates: (parameters, call) => readAggregates(transport, format, parameters, call),

    getMultiDatapoints: (parameters, call) => getMultiDatapoints(transport, format, parameters, call),
    getLatestMultiDatapoint: (parameters, call) => getLatestMultiDatapoint(transport, format, parameters, call),
    getFirstMultiDatapoint: (parameters, call) => getFirstMultiDatapoint(transport, format, parameters, call),

    writeData: (parameters, call) => writeData(transport, parameters, call),
    writeMultiple: (parameters, call) => writeMultiple(transport, parameters, call),
    deleteData: (parameters, call) => deleteData(transport, parameters, call),

    getTimeseries: (parameters, call) => getTimeseries(transport, parameters, call),
    readTimeseries: (parameters, call) => readTimeseries(transport, parameters, call),
    searchTimeseries: (parameters, call) => searchTimeseries(transport, parameters, call),
    readTimeseriesSearch: (parameters, call) => readTimeseriesSearch(transport, parameters, call),
    getTimeseriesById: (parameters, call) => getTimeseriesById(transport, parameters, call),
    getHistory: (parameters, call) => getHistory(transport, parameters, call),
    postTimeseries: (parameters, call) => postTimeseries(transport, parameters, call),
    getOrAddTimeseries: (parameters, call) => getOrAddTimeseries(transport, parameters, call),
    patchTimeseries: (parameters, call) => patchTimeseries(transport, parameters, call),
    putTimeseries: (parameters, call) => putTimeseries(transport, parameters, call),
    deleteTimeseriesById: (parameters, call) => deleteTimeseriesById(transport, parameters, call),

    getFacilities: (parameters, call) => getFacilities(transport, parameters, call),
    getFacilitiesBySource: (parameters, call) => getFacilitiesBySource(transport, parameters, call),
    getSources: (parameters, call) => getSources(transport, parameters, call),
    getSourcesByFacility: (parameters, call) => getSourcesByFacility(transport, parameters, call),
    getFacilityCounters: (parameters, call) => getFacilityCounters(transport, parameters, call),
    getFacilityCountersByName: (parameters, call) => getFacilityCountersByName(transport, parameters, call),

    createStreamSubscription: (parameters, call) => createStreamSubscription(transport, parameters, call),
    deleteStreamSubscription: (parameters, call) => deleteStreamSubscription(transport, parameters, call),
    getStreamingSubscriptions: (parameters, call) => getStreamingSubscriptions(transport, parameters, call),
    setStreamDestination: (parameters, call) => setStreamDestination(transport, parameters, call),
  };
}
