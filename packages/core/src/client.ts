import { getDatapoints, getFirstDatapoint, getLatestDatapoint } from "./datapoint-reads.ts";
import type { DatapointsPage, GetDatapointsParameters, GetOnePointParameters } from "./datapoint-reads.ts";
import type { Datapoint } from "./datapoints.ts";
import type { Format } from "./format.ts";
import { getMultiDatapoints } from "./get-multi-datapoints.ts";
import type { GetMultiDatapointsParameters, MultiDatapointsPage } from "./get-multi-datapoints.ts";
import type { paths } from "./operations.ts";
import type { ItemsPage } from "./items-reader.ts";
import { readDatapoints } from "./read-datapoints.ts";
import type { DatapointsReader, ReadDatapointsParameters } from "./read-datapoints.ts";
import type { ServiceMessage } from "./read-message.ts";
import { createRestClient } from "./rest.ts";
import type { RestClient } from "./rest.ts";
import { getTimeseriesById, postTimeseries, searchTimeseries } from "./timeseries-metadata.ts";
import type { SearchTimeseriesParameters, TimeseriesItem, TimeseriesRequest } from "./timeseries-metadata.ts";
import { timeseriesApi } from "./timeseries-api.ts";
import { createTransport } from "./transport.ts";
import type { CallOptions, TransportOptions } from "./transport.ts";
import { writeData } from "./write-data.ts";
import type { WriteDataParameters } from "./write-data.ts";

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
  /** The points of a window, one page of them. */
  getDatapoints(parameters: GetDatapointsParameters, options?: CallOptions): Promise<DatapointsPage>;
  /** The newest point; `undefined` when there is none. */
  getLatestDatapoint(parameters: GetOnePointParameters, options?: CallOptions): Promise<Datapoint | undefined>;
  /** The oldest point; `undefined` when there is none. */
  getFirstDatapoint(parameters: GetOnePointParameters, options?: CallOptions): Promise<Datapoint | undefined>;
  /** The points of up to 100 series, one page of them, in the order asked. */
  getMultiDatapoints(parameters: GetMultiDatapointsParameters, options?: CallOptions): Promise<MultiDatapointsPage>;
  /** All points of a window, page by page. */
  readDatapoints(parameters: ReadDatapointsParameters, options?: CallOptions): DatapointsReader;
  /** Adds points, and replaces those at the same times. */
  writeData(parameters: WriteDataParameters, options?: CallOptions): Promise<ServiceMessage>;
  /** Creates a series. */
  postTimeseries(parameters: TimeseriesRequest, options?: CallOptions): Promise<TimeseriesItem>;
  /** One series, without its points. */
  getTimeseriesById(parameters: { readonly id: string }, options?: CallOptions): Promise<TimeseriesItem>;
  /** Series by text and filters, one page of them. */
  searchTimeseries(parameters: SearchTimeseriesParameters, options?: CallOptions): Promise<ItemsPage<TimeseriesItem>>;
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
    getDatapoints: (parameters, call) => getDatapoints(transport, format, parameters, call),
    getLatestDatapoint: (parameters, call) => getLatestDatapoint(transport, format, parameters, call),
    getFirstDatapoint: (parameters, call) => getFirstDatapoint(transport, format, parameters, call),
    getMultiDatapoints: (parameters, call) => getMultiDatapoints(transport, format, parameters, call),
    readDatapoints: (parameters, call) => readDatapoints(transport, format, parameters, call),
    writeData: (parameters, call) => writeData(transport, parameters, call),
    postTimeseries: (parameters, call) => postTimeseries(transport, parameters, call),
    getTimeseriesById: (parameters, call) => getTimeseriesById(transport, parameters, call),
    searchTimeseries: (parameters, call) => searchTimeseries(transport, parameters, call),
  };
}
