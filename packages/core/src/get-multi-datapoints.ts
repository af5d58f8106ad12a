import { Datapoints } from "./datapoints.ts";
import type { FederationSource } from "./federation-source.ts";
import type { Format } from "./format.ts";
import { checkItem } from "./multi-datapoints-item.ts";
import type { MultiDatapointsItem, MultiOnePointItem } from "./multi-datapoints-item.ts";
import { toResult } from "./multi-datapoints-result.ts";
import type { MultiDatapointsPage, MultiDatapointsResult, MultiDatapointsResults } from "./multi-datapoints-result.ts";
import { OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { queryOperations } from "./gen/query-operations.ts";
import { readDatapointsResponse, requireFormat } from "./read-datapoints-response.ts";
import type { ReadFilter } from "./read-filter.ts";
import type { SeriesSelector } from "./series-selector.ts";
import { countInside, validateComplete, validateItemId } from "./shape-datapoints.ts";
import type { TimeWindow } from "./time-window.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateList } from "./validate-list.ts";

export interface GetMultiDatapointsParameters<
  Items extends readonly MultiDatapointsItem[] = readonly MultiDatapointsItem[],
> {
  /** 1 to 100 series, raw and aggregated in any mixture. */
  readonly items: Items;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
  /** Default: the service chooses. */
  readonly federationSource?: FederationSource | undefined;
  /** Aligns the intervals of aggregates with those that the service has cached. */
  readonly alignToCache?: boolean | undefined;
  /** A switch of the service that is not documented, known from its Python SDK. */
  readonly debug?: boolean | undefined;
}

/** @throws OmniaError `incomplete` where the answer holds less of a window than the service says there is */
type ValidateWhole = (points: Datapoints, window: TimeWindow) => void;

const validateAll: ValidateWhole = (points, window) => validateComplete(countInside(points, window), points.totalCount);
const validateOne: ValidateWhole = ({ length, totalCount = 0 }) => validateComplete(length, Math.min(totalCount, 1));

/** One request for many series, and the results in its order. */
async function sendItems(
  transport: Transport,
  format: Format | undefined,
  operation: Operation,
  { items, ...query }: GetMultiDatapointsParameters,
  validateWhole: ValidateWhole,
  options: CallOptions | undefined,
): Promise<MultiDatapointsPage> {
  validateList(items, "items", operation.body!.maxItems);
  const nowMs = transport.now();
  const checked = items.map((item, i) => checkItem(item, `items[${i}].`, nowMs));
  const wireFormat = requireFormat(format);
  const { accept } = wireFormat;
  const decode = readDatapointsResponse(wireFormat);
  return transport.send(
    { operation, query: { ...query }, body: JSON.stringify(checked.map(({ wire }) => wire)), accept },
    async (response, maxBytes) => {
      const answer = await decode(response, maxBytes);
      if (answer.items.length !== items.length) {
        throw new OmniaError("incomplete", `The answer holds ${answer.items.length} of ${items.length} series.`);
      }
      const results = items.map((asked, i): MultiDatapointsResult => {
        const answered = answer.items[i]!;
        validateItemId(answered, asked);
        const result = toResult(asked, answered, operation);
        const tokens = [
          query.continuationToken,
          asked.continuationToken,
          answer.continuationToken,
          answered.continuationToken,
        ];
        const isWhole = tokens.every((token) => token === undefined);
        if (isWhole && result.datapoints instanceof Datapoints) validateWhole(result.datapoints, checked[i]!.window);
        return result;
      });
      return Object.assign(results, { continuationToken: answer.continuationToken });
    },
    options,
  );
}

/**
 * One GetMultipleData request.
 *
 * @throws OmniaError for the whole request; the refusal of one series is in its result
 */
export async function getMultiDatapoints<const Items extends readonly MultiDatapointsItem[]>(
  transport: Transport,
  format: Format | undefined,
  parameters: GetMultiDatapointsParameters<Items>,
  options?: CallOptions,
): Promise<MultiDatapointsPage<Items>> {
  const page = sendItems(transport, format, queryOperations.GetMultipleData, parameters, validateAll, options);
  return page as Promise<unknown> as Promise<MultiDatapointsPage<Items>>;
}

export interface GetFirstMultiDatapointParameters<Items extends readonly MultiOnePointItem[]> {
  /** 1 to 100 series; a window bounds the search. */
  readonly items: Items;
  /** Default: the service chooses. */
  readonly federationSource?: ReadFilter["federationSource"];
}

export interface GetLatestMultiDatapointParameters<
  Items extends readonly MultiOnePointItem[],
> extends GetFirstMultiDatapointParameters<Items> {
  /** A switch of the service that is not documented, known from its Python SDK. */
  readonly debug?: boolean | undefined;
}

async function getOnePointEach<Items extends readonly SeriesSelector[]>(
  transport: Transport,
  format: Format | undefined,
  operation: Operation,
  parameters: GetLatestMultiDatapointParameters<Items>,
  options: CallOptions | undefined,
): Promise<MultiDatapointsResults<Items>> {
  const results = sendItems(transport, format, operation, parameters, validateOne, options);
  return results as Promise<unknown> as Promise<MultiDatapointsResults<Items>>;
}

/** One GetMultipleFirst request; each result has one point, or none. @throws OmniaError for the whole request */
export function getFirstMultiDatapoint<const Items extends readonly MultiOnePointItem[]>(
  transport: Transport,
  format: Format | undefined,
  parameters: GetFirstMultiDatapointParameters<Items>,
  options?: CallOptions,
): Promise<MultiDatapointsResults<Items>> {
  return getOnePointEach(transport, format, queryOperations.GetMultipleFirst, parameters, options);
}

/** One GetMultipleLatest request; each result has one point, or none. @throws OmniaError for the whole request */
export function getLatestMultiDatapoint<const Items extends readonly MultiOnePointItem[]>(
  transport: Transport,
  format: Format | undefined,
  parameters: GetLatestMultiDatapointParameters<Items>,
  options?: CallOptions,
): Promise<MultiDatapointsResults<Items>> {
  return getOnePointEach(transport, format, queryOperations.GetMultipleLatest, parameters, options);
}
