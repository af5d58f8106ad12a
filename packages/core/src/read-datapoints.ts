import { createReusedMemory } from "./column-memory.ts";
import { getDatapoints } from "./datapoint-reads.ts";
import type { DatapointsPage, ReadFilter } from "./datapoint-reads.ts";
import { Datapoints } from "./datapoints.ts";
import type { Format } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { operations } from "./operations.ts";
import { requireFormat } from "./read-datapoints-response.ts";
import { countInside, validateComplete } from "./shape-datapoints.ts";
import { toTimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";

export interface ReadDatapointsParameters extends ReadFilter {
  /** GUID of the series. */
  readonly id: string;
  /** Start of the window, included. */
  readonly startTime: TimeInput;
  /** End of the window, excluded. Default: now, as it is when the read begins. */
  readonly endTime?: TimeInput | undefined;
  /** Also the last point before the window and the first after it. */
  readonly includeOutsidePoints?: boolean | undefined;
  /** Most points of one request, 1 to 100 000. Default 100 000. */
  readonly pageSize?: number | undefined;
  /**
   * Decodes each page into the memory of the one before: a page is then good only until the next is
   * asked for. For those who look at each page once and keep nothing of it. No effect on `all()`.
   */
  readonly reuseBuffers?: boolean | undefined;
}

/** All points of a window, page by page; nothing is requested before it is iterated. */
export interface DatapointsReader extends AsyncIterable<Datapoints> {
  /**
   * Reads everything into one.
   *
   * @throws OmniaError `incomplete` as soon as there are more than `maxPoints`; it never cuts
   */
  all(limits: { readonly maxPoints: number }): Promise<Datapoints>;
}

const maxPageSize = operations.GetData.parameters.find(({ name }) => name === "limit")!.maximum!;

async function* readPages(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadDatapointsParameters,
  options: CallOptions | undefined,
): AsyncGenerator<Datapoints, void> {
  const { pageSize = maxPageSize, startTime, endTime = "now", reuseBuffers = false, ...rest } = parameters;
  const memory = reuseBuffers ? createReusedMemory() : undefined;
  if (startTime === undefined) {
    throw new OmniaError(
      "invalid-argument",
      'startTime: is missing. Give the start of the window, or "1970-01-01" for all there is.',
    );
  }
  // Frozen here: every page must be of the same window.
  const { start, end } = toTimeWindow(startTime, endTime, transport.now());
  const window = { startTime: start, endTime: end };
  const seen = new Set<string>();
  let continuationToken: string | undefined;
  let inside = 0;
  for (;;) {
    memory?.reclaim();
    const query = { ...rest, ...window, limit: pageSize, continuationToken };
    const page: DatapointsPage = await getDatapoints(transport, format, query, options, memory);
    inside += countInside(page, { start, end });
    continuationToken = page.continuationToken;
    if (continuationToken === undefined) validateComplete(inside, page.totalCount);
    // An empty page is not the end; only a page without a token is.
    if (page.length > 0) yield page;
    if (continuationToken === undefined) return;
    if (seen.has(continuationToken)) {
      throw new OmniaError(
        "decode",
        `The service gave a continuation token twice after ${inside} points of series ${rest.id}; the read would never end.`,
      );
    }
    seen.add(continuationToken);
  }
}

function join(id: string, pages: readonly Datapoints[], length: number): Datapoints {
  const all = new Datapoints({
    id,
    time: new BigInt64Array(length),
    value: new Float64Array(length),
    status: new Uint32Array(length),
    totalCount: pages.at(-1)?.totalCount,
  });
  let row = 0;
  for (const page of pages) {
    all.time.set(page.time, row);
    all.value.set(page.value, row);
    all.status.set(page.status, row);
    row += page.length;
  }
  return all;
}

/** Walks all pages of a window; any number of GetData requests, one after the other. */
export function readDatapoints(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadDatapointsParameters,
  options?: CallOptions,
): DatapointsReader {
  return {
    [Symbol.asyncIterator]: () => readPages(transport, format, parameters, options),
    async all({ maxPoints }) {
      requireFormat(format);
      const pages: Datapoints[] = [];
      let length = 0;
      for await (const page of readPages(transport, format, { ...parameters, reuseBuffers: false }, options)) {
        pages.push(page);
        length += page.length;
        if (length > maxPoints || (page.totalCount ?? 0) > maxPoints) {
          throw new OmniaError(
            "incomplete",
            `The window of series ${parameters.id} holds ${Math.max(length, page.totalCount ?? 0)} points or more, above maxPoints ${maxPoints}. ` +
              "Raise maxPoints, narrow the window, or iterate over the pages.",
            { isRetryable: false },
          );
        }
      }
      return join(parameters.id, pages, length);
    },
  };
}
