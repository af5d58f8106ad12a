import type { Datapoint, Datapoints } from "./datapoints.ts";
import type { ColumnMemory, DatapointsResponseItem, Format } from "./format.ts";
import { getPage } from "./get-page.ts";
import type { PageEnd, PageParameters } from "./get-page.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { queryOperations } from "./gen/query-operations.ts";
import { readDatapointsResponse, requireFormat } from "./read-datapoints-response.ts";
import { toFilterQuery } from "./read-filter.ts";
import type { ReadFilter } from "./read-filter.ts";
import { validateSeriesByName } from "./series-selector.ts";
import type { SeriesByName } from "./series-selector.ts";
import { shapeDatapoints, singleItem, validateComplete } from "./shape-datapoints.ts";
import { formatOptional, toTimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** One page of the raw points of a window. */
export interface RawPageParameters extends PageParameters {
  /** Also the last point before the window and the first after it. */
  readonly includeOutsidePoints?: boolean | undefined;
}

export interface GetDatapointsParameters extends RawPageParameters {
  /** GUID of the series. */
  readonly id: string;
}

/** One page of points. There are more when it carries a token. */
export type DatapointsPage = Datapoints & PageEnd;

/** One GetData request, decoded into `memory` where it is given. @throws OmniaError */
export async function getDatapoints(
  transport: Transport,
  format: Format | undefined,
  parameters: GetDatapointsParameters,
  options?: CallOptions,
  memory?: ColumnMemory,
): Promise<DatapointsPage> {
  const { id, includeOutsidePoints } = parameters;
  const request = {
    operation: dataOperations.GetData,
    series: { id },
    path: { id },
    query: { includeOutsidePoints },
    parameters,
    shape: (item: DatapointsResponseItem) => shapeDatapoints(item, { id }),
  };
  return getPage(transport, format, request, options, memory);
}

export type GetDatapointsByNameParameters = RawPageParameters & Omit<SeriesByName, "id">;

/** One page of points, with what they were asked by: Protobuf carries neither name nor facility (docs/decisions/002). */
export type DatapointsByNamePage = DatapointsPage & Pick<SeriesByName, "facility" | "name" | "terminal">;

/** One getDataByName request. @throws OmniaError */
export async function getDatapointsByName(
  transport: Transport,
  format: Format | undefined,
  parameters: GetDatapointsByNameParameters,
  options?: CallOptions,
): Promise<DatapointsByNamePage> {
  const { facility, name, terminal, includeOutsidePoints } = parameters;
  const series: SeriesByName = { facility, name, ...(terminal === undefined ? {} : { terminal }) };
  validateSeriesByName(series);
  const request = {
    operation: queryOperations.getDataByName,
    series,
    query: { ...series, includeOutsidePoints },
    parameters,
    shape: (item: DatapointsResponseItem) => Object.assign(shapeDatapoints(item, series), series),
  };
  return getPage(transport, format, request, options);
}

export interface GetOnePointParameters extends ReadFilter {
  /** GUID of the series. */
  readonly id: string;
  /** Only points at or after this time. */
  readonly afterTime?: TimeInput | undefined;
  /** Only points before this time. */
  readonly beforeTime?: TimeInput | undefined;
}

async function getOnePoint(
  operationId: "GetFirst" | "GetLatest",
  transport: Transport,
  format: Format | undefined,
  parameters: GetOnePointParameters,
  options: CallOptions | undefined,
): Promise<Datapoint | undefined> {
  const operation = dataOperations[operationId];
  const { id } = parameters;
  const window = toTimeWindow(parameters.afterTime, parameters.beforeTime, transport.now(), [
    "afterTime",
    "beforeTime",
  ]);
  const wireFormat = requireFormat(format);
  const { accept } = wireFormat;
  const decode = readDatapointsResponse(wireFormat);
  const query = {
    ...toFilterQuery(parameters),
    afterTime: formatOptional(window.start),
    beforeTime: formatOptional(window.end),
  };
  return transport.send(
    { operation, path: { id }, query, accept },
    async (response, maxBytes) => {
      const points = shapeDatapoints(singleItem(await decode(response, maxBytes), { id }, operation), { id });
      validateComplete(points.length, Math.min(points.totalCount ?? 0, 1));
      return points.at(0);
    },
    options,
  );
}

/** One GetFirst request; `undefined` when the series has no such point. @throws OmniaError */
export function getFirstDatapoint(
  transport: Transport,
  format: Format | undefined,
  parameters: GetOnePointParameters,
  options?: CallOptions,
): Promise<Datapoint | undefined> {
  return getOnePoint("GetFirst", transport, format, parameters, options);
}

/** One GetLatest request; `undefined` when the series has no such point. @throws OmniaError */
export function getLatestDatapoint(
  transport: Transport,
  format: Format | undefined,
  parameters: GetOnePointParameters,
  options?: CallOptions,
): Promise<Datapoint | undefined> {
  return getOnePoint("GetLatest", transport, format, parameters, options);
}
