export { createTimeseriesClient } from "./client.ts";
export type { TimeseriesClient, TimeseriesClientOptions } from "./client.ts";
export type { CallOptions, TransportOptions } from "./transport.ts";
export type { RetryOptions } from "./retry.ts";
export type { AnswerInfo, Attempt, Exchange, Fetch, Layer } from "./exchange.ts";
export type { OmniaRequest } from "./create-request.ts";
export type { CallEvent, ClientEvent, RetryEvent, TryEvent } from "./events.ts";
export type { LimitOptions, RequestPace } from "./limiter.ts";
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
export type { Aggregate, AggregateRow, Aggregates } from "./aggregates.ts";
export { isGood, quality } from "./quality.ts";

export { aggregateFunctions } from "./aggregate-function.ts";
export type { AggregateFunction } from "./aggregate-function.ts";
export type { ProcessingInterval } from "./processing-interval.ts";
export type { Fill } from "./fill.ts";
export { federationSources } from "./federation-source.ts";
export type { FederationSource } from "./federation-source.ts";
export type { SeriesById, SeriesByName, SeriesSelector } from "./series-selector.ts";
export type { ReadFilter } from "./read-filter.ts";
export type {
  DatapointsByNamePage,
  DatapointsPage,
  GetDatapointsByNameParameters,
  GetDatapointsParameters,
  GetOnePointParameters,
} from "./datapoint-reads.ts";
export type { AggregatesPage, Aggregation, GetAggregatesParameters } from "./get-aggregates.ts";
export type { PagesReader } from "./pages-reader.ts";
export { readMany } from "./read-many.ts";
export type { ReadManyParameters } from "./read-many.ts";
export { readManyAggregates } from "./read-many-aggregates.ts";
export type { ReadManyAggregatesParameters } from "./read-many-aggregates.ts";
export { readManyFirst, readManyLatest } from "./read-many-first-latest.ts";
export type { ReadManyFirstLatestParameters } from "./read-many-first-latest.ts";
export { planRead } from "./plan-read.ts";
export type { PlannedWindow, PlanReadParameters, ReadEstimate } from "./plan-read.ts";
export { readForPlot } from "./read-for-plot.ts";
export type { PlotClient, PlotData, ReadForPlotParameters } from "./read-for-plot.ts";
export type { PlotRows } from "./plot-rows.ts";
export { alignSeries } from "./align-series.ts";
export type { AlignedSeries, AlignOptions, Interpolation, SeriesToAlign } from "./align-series.ts";
export { toPlotColumns } from "./plot-columns.ts";
export type { ColumnsToPlot, PlotColumns, PlotColumnsOptions } from "./plot-columns.ts";
export { readCalendarAggregates } from "./calendar-aggregates.ts";
export type { CalendarFunction, CalendarReadOptions, ReadCalendarAggregatesParameters } from "./calendar-aggregates.ts";
export type { CalendarPeriod } from "./calendar-periods.ts";
export { dayWindow, monthWindow } from "./day-window.ts";
export type { CalendarWindow } from "./day-window.ts";
export type { ManyReader, ManyResult, ReadManyOptions, SeriesKey } from "./run-many.ts";
export type { CursorOfPage, ReadOptions, ReadProgress } from "./read-pages.ts";
export type { DatapointsReader, ReadDatapointsParameters } from "./read-datapoints.ts";
export type { AggregatesReader, ReadAggregatesParameters } from "./read-aggregates.ts";
export type { MultiDatapointsItem, MultiOnePointItem } from "./multi-datapoints-item.ts";
export type { MultiDatapointsPage, MultiDatapointsResult, MultiDatapointsResults } from "./multi-datapoints-result.ts";
export type {
  GetFirstMultiDatapointParameters,
  GetLatestMultiDatapointParameters,
  GetMultiDatapointsParameters,
} from "./get-multi-datapoints.ts";

export type { DatapointInput } from "./datapoint-input.ts";
export type { DatapointsToWrite, WriteDataParameters, WriteMultipleParameters } from "./write-data.ts";
export { writeMany } from "./write-many.ts";
export type { WriteManyOptions, WriteManyParameters, WriteSizes } from "./write-many.ts";
export { createWriter } from "./create-writer.ts";
export type { Writer, WriterParameters, WriterReport } from "./create-writer.ts";
export type { ManyWriter } from "./run-writes.ts";
export type { FailedRange, UnknownRange, WriteProgress, WriteReport, WrittenRange } from "./write-report.ts";
export type { DeleteDataParameters } from "./delete-data.ts";
export type { ServiceMessage } from "./read-message.ts";

export type {
  GetOrAddTimeseriesParameters,
  PatchTimeseriesParameters,
  PutTimeseriesParameters,
  TimeseriesItem,
  TimeseriesPatch,
  TimeseriesRequest,
} from "./timeseries-metadata.ts";
export type {
  GetTimeseriesParameters,
  ReadTimeseriesParameters,
  ReadTimeseriesSearchParameters,
  SearchTimeseriesParameters,
  TimeseriesFilter,
  TimeseriesSearch,
} from "./timeseries-lists.ts";
export type { ItemsPage, ItemsReader } from "./items-reader.ts";
export type { TimeseriesChange } from "./get-history.ts";
export { findTimeseries } from "./find-timeseries.ts";
export type { FindTimeseriesParameters, FoundTimeseries } from "./find-timeseries.ts";
export type { FacilityCount, FacilityCounters, SourceCount } from "./facets.ts";
export type {
  CreateStreamSubscriptionParameters,
  SetStreamDestinationParameters,
  StreamSubscription,
} from "./streaming.ts";
export type { NoParameters } from "./no-parameters.ts";

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
