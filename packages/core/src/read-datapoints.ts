import { createReusedMemory } from "./column-memory.ts";
import { getDatapoints } from "./datapoint-reads.ts";
import { Datapoints } from "./datapoints.ts";
import type { Format } from "./format.ts";
import { toReadRequest } from "./read-window.ts";
import type { ReadWindowParameters } from "./read-window.ts";
import { createPagesReader, walkPages } from "./pages-reader.ts";
import type { PagesReader } from "./pages-reader.ts";
import { countInside, validateComplete } from "./shape-datapoints.ts";
import type { CallOptions, Transport } from "./transport.ts";

export interface ReadDatapointsParameters extends ReadWindowParameters {
  /** Also the last point before the window and the first after it. */
  readonly includeOutsidePoints?: boolean | undefined;
}

/** All points of a window, page by page; nothing is requested before it is iterated. */
export type DatapointsReader = PagesReader<Datapoints>;

async function* readPages(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadDatapointsParameters,
  options: CallOptions | undefined,
): AsyncGenerator<Datapoints, void> {
  const { window, request, reuseBuffers } = toReadRequest(parameters, transport.now());
  const memory = reuseBuffers ? createReusedMemory() : undefined;
  let inside = 0;
  yield* walkPages(parameters.id, async (continuationToken) => {
    memory?.reclaim();
    const page = await getDatapoints(transport, format, { ...request, continuationToken }, options, memory);
    inside += countInside(page, window);
    if (page.continuationToken === undefined) validateComplete(inside, page.totalCount);
    return page;
  });
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
  return createPagesReader({
    id: parameters.id,
    reuseBuffers: parameters.reuseBuffers ?? false,
    readPages: (reuseBuffers) => readPages(transport, format, { ...parameters, reuseBuffers }, options),
    join: (pages, length) => join(parameters.id, pages, length),
  });
}
