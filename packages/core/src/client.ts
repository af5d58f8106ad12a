import type { AggregateFunction } from "./aggregate-function.ts";
import type {
  DatapointsByNamePage,
  DatapointsPage,
  GetDatapointsByNameParameters,
  GetDatapointsParameters,
  GetOnePointParameters,
} from "./datapoint-reads.ts";
import type { Datapoint } from "./datapoints.ts";
import type { DeleteDataParameters } from "./delete-data.ts";
import type { FacilityCount, FacilityCounters, SourceCount } from "./facets.ts";
import type { Format } from "./format.ts";
import type { AggregatesPage, GetAggregatesParameters } from "./get-aggregates.ts";
import type { TimeseriesChange } from "./get-history.ts";
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
import type { AggregatesReader, ReadAggregatesParameters } from "./read-aggregates.ts";
import type { DatapointsReader, ReadDatapointsParameters } from "./read-datapoints.ts";
import type { ServiceMessage } from "./read-message.ts";
import type { ReadOptions } from "./read-pages.ts";
import { createLaterItemsReader, createLaterPagesReader } from "./later-reader.ts";
import { loadPart } from "./load-part.ts";
import { createRestClient } from "./rest.ts";
import type { RestClient } from "./rest.ts";
import type {
  CreateStreamSubscriptionParameters,
  SetStreamDestinationParameters,
  StreamSubscription,
} from "./streaming.ts";
import { timeseriesApi } from "./timeseries-api.ts";
import type {
  GetTimeseriesParameters,
  ReadTimeseriesParameters,
  ReadTimeseriesSearchParameters,
  SearchTimeseriesParameters,
} from "./timeseries-lists.ts";
import type {
  GetOrAddTimeseriesParameters,
  PatchTimeseriesParameters,
  PutTimeseriesParameters,
  TimeseriesItem,
  TimeseriesRequest,
} from "./timeseries-metadata.ts";
import { createTransport } from "./transport.ts";
import type { CallOptions, TransportOptions } from "./transport.ts";
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

// Each is loaded with its first call, so that a page has no more of the client than it uses (docs/decisions/008).
const points = (): Promise<typeof import("./datapoint-reads.ts")> => import("./datapoint-reads.ts");
const intervals = (): Promise<typeof import("./get-aggregates.ts")> => import("./get-aggregates.ts");
const deletes = (): Promise<typeof import("./delete-data.ts")> => import("./delete-data.ts");
const facets = (): Promise<typeof import("./facets.ts")> => import("./facets.ts");
const history = (): Promise<typeof import("./get-history.ts")> => import("./get-history.ts");
const multi = (): Promise<typeof import("./get-multi-datapoints.ts")> => import("./get-multi-datapoints.ts");
const aggregates = (): Promise<typeof import("./read-aggregates.ts")> => import("./read-aggregates.ts");
const datapoints = (): Promise<typeof import("./read-datapoints.ts")> => import("./read-datapoints.ts");
const streaming = (): Promise<typeof import("./streaming.ts")> => import("./streaming.ts");
const lists = (): Promise<typeof import("./timeseries-lists.ts")> => import("./timeseries-lists.ts");
const metadata = (): Promise<typeof import("./timeseries-metadata.ts")> => import("./timeseries-metadata.ts");
const writes = (): Promise<typeof import("./write-data.ts")> => import("./write-data.ts");

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

    getDatapoints: async (parameters, call) =>
      (await loadPart(points, call)).getDatapoints(transport, format, parameters, call),
    getDatapointsByName: async (parameters, call) =>
      (await loadPart(points, call)).getDatapointsByName(transport, format, parameters, call),
    readDatapoints: (parameters, call) =>
      createLaterPagesReader(async () =>
        (await loadPart(datapoints, call)).readDatapoints(transport, format, parameters, call),
      ),
    getLatestDatapoint: async (parameters, call) =>
      (await loadPart(points, call)).getLatestDatapoint(transport, format, parameters, call),
    getFirstDatapoint: async (parameters, call) =>
      (await loadPart(points, call)).getFirstDatapoint(transport, format, parameters, call),
    getAggregates: async (parameters, call) =>
      (await loadPart(intervals, call)).getAggregates(transport, format, parameters, call),
    readAggregates: (parameters, call) =>
      createLaterPagesReader(async () =>
        (await loadPart(aggregates, call)).readAggregates(transport, format, parameters, call),
      ),

    getMultiDatapoints: async (parameters, call) =>
      (await loadPart(multi, call)).getMultiDatapoints(transport, format, parameters, call),
    getLatestMultiDatapoint: async (parameters, call) =>
      (await loadPart(multi, call)).getLatestMultiDatapoint(transport, format, parameters, call),
    getFirstMultiDatapoint: async (parameters, call) =>
      (await loadPart(multi, call)).getFirstMultiDatapoint(transport, format, parameters, call),

    writeData: async (parameters, call) => (await loadPart(writes, call)).writeData(transport, parameters, call),
    writeMultiple: async (parameters, call) =>
      (await loadPart(writes, call)).writeMultiple(transport, parameters, call),
    deleteData: async (parameters, call) => (await loadPart(deletes, call)).deleteData(transport, parameters, call),

    getTimeseries: async (parameters, call) => (await loadPart(lists, call)).getTimeseries(transport, parameters, call),
    readTimeseries: (parameters, call) =>
      createLaterItemsReader(async () => (await loadPart(lists, call)).readTimeseries(transport, parameters, call)),
    searchTimeseries: async (parameters, call) =>
      (await loadPart(lists, call)).searchTimeseries(transport, parameters, call),
    readTimeseriesSearch: (parameters, call) =>
      createLaterItemsReader(async () =>
        (await loadPart(lists, call)).readTimeseriesSearch(transport, parameters, call),
      ),
    getTimeseriesById: async (parameters, call) =>
      (await loadPart(metadata, call)).getTimeseriesById(transport, parameters, call),
    getHistory: async (parameters, call) => (await loadPart(history, call)).getHistory(transport, parameters, call),
    postTimeseries: async (parameters, call) =>
      (await loadPart(metadata, call)).postTimeseries(transport, parameters, call),
    getOrAddTimeseries: async (parameters, call) =>
      (await loadPart(metadata, call)).getOrAddTimeseries(transport, parameters, call),
    patchTimeseries: async (parameters, call) =>
      (await loadPart(metadata, call)).patchTimeseries(transport, parameters, call),
    putTimeseries: async (parameters, call) =>
      (await loadPart(metadata, call)).putTimeseries(transport, parameters, call),
    deleteTimeseriesById: async (parameters, call) =>
      (await loadPart(metadata, call)).deleteTimeseriesById(transport, parameters, call),

    getFacilities: async (parameters, call) =>
      (await loadPart(facets, call)).getFacilities(transport, parameters, call),
    getFacilitiesBySource: async (parameters, call) =>
      (await loadPart(facets, call)).getFacilitiesBySource(transport, parameters, call),
    getSources: async (parameters, call) => (await loadPart(facets, call)).getSources(transport, parameters, call),
    getSourcesByFacility: async (parameters, call) =>
      (await loadPart(facets, call)).getSourcesByFacility(transport, parameters, call),
    getFacilityCounters: async (parameters, call) =>
      (await loadPart(facets, call)).getFacilityCounters(transport, parameters, call),
    getFacilityCountersByName: async (parameters, call) =>
      (await loadPart(facets, call)).getFacilityCountersByName(transport, parameters, call),

    createStreamSubscription: async (parameters, call) =>
      (await loadPart(streaming, call)).createStreamSubscription(transport, parameters, call),
    deleteStreamSubscription: async (parameters, call) =>
      (await loadPart(streaming, call)).deleteStreamSubscription(transport, parameters, call),
    getStreamingSubscriptions: async (parameters, call) =>
      (await loadPart(streaming, call)).getStreamingSubscriptions(transport, parameters, call),
    setStreamDestination: async (parameters, call) =>
      (await loadPart(streaming, call)).setStreamDestination(transport, parameters, call),
  };
}
