import type { Datapoint, Datapoints } from "./datapoints.ts";
import type { ColumnMemory, Format } from "./format.ts";
import type { Read } from "./exchange.ts";
import { operations } from "./operations.ts";
import type { components } from "./operations.ts";
import { readDatapointsResponse, requireFormat } from "./read-datapoints-response.ts";
import { countInside, shapeDatapoints, singleItem, validateComplete } from "./shape-datapoints.ts";
import { formatOptional, toTimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";

/**
 * Which store answers: `IMS` the plant's own historian, `TSDB` the platform's database, `DataLake`
 * its history, two days behind. Source: specs/timeseries/openapi.yaml.
 */
export type FederationSource = components["schemas"]["FederationSource"];

/** What every read of points may be narrowed by. */
export interface ReadFilter {
  /** Only points of these statuses, such as `[192]`. Default: all. */
  readonly statusFilter?: readonly number[] | undefined;
  readonly federationSource?: FederationSource | undefined;
}

export interface GetDatapointsParameters extends ReadFilter {
  /** GUID of the series. */
  readonly id: string;
  /** Start of the window, included. Default of the service: 1970. */
  readonly startTime?: TimeInput | undefined;
  /** End of the window, excluded. Default of the service: now. */
  readonly endTime?: TimeInput | undefined;
  /** Also the last point before the window and the first after it. */
  readonly includeOutsidePoints?: boolean | undefined;
  /** Most points of one page, 1 to 100 000. Default of the service: 1000. */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
}

/** One page of points. There are more when it carries a token. */
export type DatapointsPage = Datapoints & { readonly continuationToken: string | undefined };

/** One GetData request, decoded into `memory` where it is given. @throws OmniaError */
export async function getDatapoints(
  transport: Transport,
  format: Format | undefined,
  parameters: GetDatapointsParameters,
  options?: CallOptions,
  memory?: ColumnMemory,
): Promise<DatapointsPage> {
  const operation = operations.GetData;
  const { id, limit, statusFilter, includeOutsidePoints, continuationToken, federationSource } = parameters;
  const window = toTimeWindow(parameters.startTime, parameters.endTime, transport.now());
  const decode = readDatapointsResponse(requireFormat(format), memory);
  const read: Read<DatapointsPage> = async (response, maxBytes) => {
    const answer = await decode(response, maxBytes);
    const points = shapeDatapoints(singleItem(answer, id, operation), id);
    const isWhole = continuationToken === undefined && answer.continuationToken === undefined;
    if (isWhole) validateComplete(countInside(points, window), points.totalCount);
    return Object.assign(points, { continuationToken: answer.continuationToken });
  };
  const query = {
    startTime: formatOptional(window.start),
    endTime: formatOptional(window.end),
    status: statusFilter,
    includeOutsidePoints,
    limit,
    continuationToken,
    federationSource,
  };
  return transport.send({ operation, path: { id }, query, accept: format!.accept }, read, options);
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
  const operation = operations[operationId];
  const { id, statusFilter, federationSource } = parameters;
  const window = toTimeWindow(parameters.afterTime, parameters.beforeTime, transport.now(), [
    "afterTime",
    "beforeTime",
  ]);
  const decode = readDatapointsResponse(requireFormat(format));
  const query = {
    afterTime: formatOptional(window.start),
    beforeTime: formatOptional(window.end),
    status: statusFilter,
    federationSource,
  };
  return transport.send(
    { operation, path: { id }, query, accept: format!.accept },
    async (response, maxBytes) => {
      const points = shapeDatapoints(singleItem(await decode(response, maxBytes), id, operation), id);
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
