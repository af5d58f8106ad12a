export { createTimeseriesClient } from "./client.ts";
export type { TimeseriesClient, TimeseriesClientOptions } from "./client.ts";
export type { CallOptions, TransportOptions } from "./transport.ts";
export type { RetryOptions } from "./retry.ts";
export type { Fetch } from "./exchange.ts";
export type { RestClient } from "./rest.ts";

export { environments } from "./timeseries-api.ts";
export type { Environment, EnvironmentName, EnvironmentOptions } from "./environments.ts";
export { accessToken } from "./access-token.ts";
export type { AccessToken, AccessTokenRequest, TokenCredential, TokenRequestOptions } from "./access-token.ts";

export { isOmniaError, OmniaError } from "./omnia-error.ts";
export type { OmniaErrorCode, OmniaErrorDetails } from "./omnia-error.ts";

export { formatTime, maxTime, minTime, parseTime, toNanoseconds } from "./time.ts";
export type { TimeInput } from "./time.ts";
export { Datapoints } from "./datapoints.ts";
export type { Datapoint, DatapointRow } from "./datapoints.ts";

export type {
  DatapointsPage,
  FederationSource,
  GetDatapointsParameters,
  GetOnePointParameters,
  ReadFilter,
} from "./datapoint-reads.ts";
export type {
  GetMultiDatapointsParameters,
  MultiDatapointsItem,
  MultiDatapointsPage,
  MultiDatapointsResult,
} from "./get-multi-datapoints.ts";
export type { DatapointsReader, ReadDatapointsParameters } from "./read-datapoints.ts";
export type { DatapointInput, WriteDataParameters } from "./write-data.ts";
export type { ServiceMessage } from "./read-message.ts";
export type { ItemsPage, ItemsReader } from "./items-reader.ts";
export type { SearchTimeseriesParameters, TimeseriesItem, TimeseriesRequest } from "./timeseries-metadata.ts";

export { newMemory, takeMemory } from "./column-memory.ts";
export { numberColumns } from "./format.ts";
export type {
  ColumnMemory,
  Columns,
  DatapointsResponse,
  DatapointsResponseItem,
  Decoder,
  DecoderOptions,
  Format,
  NumberColumn,
} from "./format.ts";
export { encodeRows } from "./encode-rows.ts";
export { validateResponseItem } from "./validate-response-item.ts";
