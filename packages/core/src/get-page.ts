import type { ColumnMemory, DatapointsResponseItem, Format } from "./format.ts";
import type { Operation } from "./operation.ts";
import { readDatapointsResponse, requireFormat } from "./read-datapoints-response.ts";
import { toFilterQuery } from "./read-filter.ts";
import type { ReadFilter } from "./read-filter.ts";
import type { SeriesSelector } from "./series-selector.ts";
import { countInside, singleItem, validateComplete } from "./shape-datapoints.ts";
import { formatOptional, toTimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** One page of a window. */
export interface PageParameters extends ReadFilter {
  /** Start of the window, included. Default of the service: 1970. */
  readonly startTime?: TimeInput | undefined;
  /** End of the window, excluded. Default of the service: now. */
  readonly endTime?: TimeInput | undefined;
  /** Most points, or intervals, of one page, 1 to 100 000. Default of the service: 1000. */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
}

/** What a page carries beside its rows. There are more when it has a token. */
export interface PageEnd {
  readonly continuationToken: string | undefined;
}

/** What is asked, and what its answer becomes. */
interface PageRequest<T> {
  readonly operation: Operation;
  readonly series: SeriesSelector;
  readonly path?: Readonly<Record<string, string>>;
  /** What this operation has beyond window, limit, token and filter. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly parameters: PageParameters;
  readonly shape: (item: DatapointsResponseItem) => T;
}

/** One page of one series, decoded into `memory` where it is given. @throws OmniaError */
export async function getPage<T extends { readonly time: BigInt64Array; readonly totalCount?: number }>(
  transport: Transport,
  format: Format | undefined,
  { operation, series, path = {}, query, parameters, shape }: PageRequest<T>,
  options?: CallOptions,
  memory?: ColumnMemory,
): Promise<T & PageEnd> {
  const { limit, continuationToken } = parameters;
  const window = toTimeWindow(parameters.startTime, parameters.endTime, transport.now());
  const wireFormat = requireFormat(format);
  const { accept } = wireFormat;
  const decode = readDatapointsResponse(wireFormat, memory);
  const wire = {
    ...query,
    ...toFilterQuery(parameters),
    startTime: formatOptional(window.start),
    endTime: formatOptional(window.end),
    limit,
    continuationToken,
  };
  return transport.send(
    { operation, path, query: wire, accept },
    async (response, maxBytes) => {
      const answer = await decode(response, maxBytes);
      const page = shape(singleItem(answer, series, operation));
      const isWhole = continuationToken === undefined && answer.continuationToken === undefined;
      if (isWhole) validateComplete(countInside(page, window), page.totalCount);
      return Object.assign(page, { continuationToken: answer.continuationToken });
    },
    options,
  );
}
