import type { FederationSource } from "./datapoint-reads.ts";
import type { Datapoints } from "./datapoints.ts";
import type { DatapointsResponseItem, Format } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { operations } from "./operations.ts";
import { readDatapointsResponse, requireFormat } from "./read-datapoints-response.ts";
import { refusal } from "./response-error.ts";
import { countInside, shapeDatapoints, validateComplete, validateItemId } from "./shape-datapoints.ts";
import { formatOptional, toTimeWindow } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateParameter } from "./validate-parameter.ts";

/** One series of a request, with a window of its own. */
export interface MultiDatapointsItem {
  /** GUID of the series. */
  readonly id: string;
  /** Start of the window, included. Default of the service: 1970. */
  readonly startTime?: TimeInput | undefined;
  /** End of the window, excluded. Default of the service: now. */
  readonly endTime?: TimeInput | undefined;
  /** Only points of these statuses. Default: all. */
  readonly statusFilter?: readonly number[] | undefined;
  readonly includeOutsidePoints?: boolean | undefined;
  /** Most points of this series in one page, 1 to 100 000. Default of the service: 1000. */
  readonly limit?: number | undefined;
  readonly continuationToken?: string | undefined;
}

export interface GetMultiDatapointsParameters {
  /** 1 to 100 series. */
  readonly items: readonly MultiDatapointsItem[];
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
  readonly federationSource?: FederationSource | undefined;
}

/** What became of one series: its points, or why it was refused. */
export type MultiDatapointsResult =
  | { readonly id: string; readonly datapoints: Datapoints; readonly error?: never }
  | { readonly id: string; readonly error: OmniaError; readonly datapoints?: never };

/** Results in the order of the request. There are more points when it carries a token. */
export type MultiDatapointsPage = readonly MultiDatapointsResult[] & { readonly continuationToken: string | undefined };

const operation = operations.GetMultipleData;
// The document states these rules once, at the operations of one series.
const rulesOfOne = operations.GetData.parameters;

function validateItem(item: MultiDatapointsItem, index: number): void {
  const values: Readonly<Record<string, unknown>> = { id: item.id, limit: item.limit, status: item.statusFilter };
  for (const rule of rulesOfOne) {
    if (rule.name in values) validateParameter(rule, values[rule.name], `items[${index}].${rule.name}`);
  }
}

function toWireItem(item: MultiDatapointsItem, window: TimeWindow): object {
  const { id, limit, statusFilter, includeOutsidePoints, continuationToken } = item;
  const startTime = formatOptional(window.start);
  const endTime = formatOptional(window.end);
  return { id, startTime, endTime, limit, statusFilter, includeOutsidePoints, continuationToken };
}

/** An answered series has columns or a count, even when it has no points; a refused one has neither in Protobuf. */
function refusalOf({ error, columns, totalCount }: DatapointsResponseItem, id: string): OmniaError | undefined {
  if (error !== undefined) return refusal(operation, error);
  if (columns.time !== undefined || totalCount !== undefined) return undefined;
  return new OmniaError(
    "not-found",
    `Series ${id} was not answered: it is unknown, or you may not read it. Protobuf says no more; JSON gives the reason.`,
    { operationId: operation.operationId },
  );
}

/**
 * One GetMultipleData request.
 *
 * @throws OmniaError for the whole request; the refusal of one series is in its result
 */
export async function getMultiDatapoints(
  transport: Transport,
  format: Format | undefined,
  parameters: GetMultiDatapointsParameters,
  options?: CallOptions,
): Promise<MultiDatapointsPage> {
  const { items, continuationToken, federationSource } = parameters;
  const maxItems = operation.body!.maxItems!;
  if (!Array.isArray(items) || items.length < 1 || items.length > maxItems) {
    throw new OmniaError(
      "invalid-argument",
      `items: 1 to ${maxItems} series fit one request, not ${items?.length ?? "none"}.`,
    );
  }
  const nowMs = transport.now();
  const windows = items.map((item, i) => {
    validateItem(item, i);
    return toTimeWindow(item.startTime, item.endTime, nowMs, [`items[${i}].startTime`, `items[${i}].endTime`]);
  });
  const decode = readDatapointsResponse(requireFormat(format));
  return transport.send(
    {
      operation,
      query: { continuationToken, federationSource },
      body: JSON.stringify(items.map((item, i) => toWireItem(item, windows[i]!))),
      accept: format!.accept,
    },
    async (response, maxBytes) => {
      const answer = await decode(response, maxBytes);
      if (answer.items.length !== items.length) {
        throw new OmniaError("incomplete", `The answer holds ${answer.items.length} of ${items.length} series.`);
      }
      const results = items.map((asked, i): MultiDatapointsResult => {
        const answered = answer.items[i]!;
        validateItemId(answered, asked.id);
        const error = refusalOf(answered, asked.id);
        if (error !== undefined) return { id: asked.id, error };
        const datapoints = shapeDatapoints(answered, asked.id);
        const isFirstPage = continuationToken === undefined && asked.continuationToken === undefined;
        const isWhole =
          isFirstPage && answer.continuationToken === undefined && answered.continuationToken === undefined;
        if (isWhole) validateComplete(countInside(datapoints, windows[i]!), datapoints.totalCount);
        return { id: asked.id, datapoints };
      });
      return Object.assign(results, { continuationToken: answer.continuationToken });
    },
    options,
  );
}
