import { createReusedMemory } from "./column-memory.ts";
import { getDatapoints } from "./datapoint-reads.ts";
import { cutDatapoints, joinDatapoints } from "./cut-datapoints.ts";
import type { Datapoints } from "./datapoints.ts";
import type { Format } from "./format.ts";
import { createPagesReader } from "./pages-reader.ts";
import type { PagesReader } from "./pages-reader.ts";
import { readPages } from "./read-pages.ts";
import type { CursorOfPage, ReadOptions } from "./read-pages.ts";
import type { ReadPart } from "./read-plan.ts";
import { toReadRequest } from "./read-window.ts";
import type { ReadWindowParameters } from "./read-window.ts";
import { countInside, validateComplete } from "./shape-datapoints.ts";
import type { Transport } from "./transport.ts";

export interface ReadDatapointsParameters extends ReadWindowParameters {
  /** Also the last point before the window and the first after it. Pages are then read one after the other. */
  readonly includeOutsidePoints?: boolean | undefined;
}

/** All points of a window, page by page; nothing is requested before it is iterated. */
export type DatapointsReader = PagesReader<Datapoints, CursorOfPage>;

async function* readAllPages(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadDatapointsParameters,
  options: ReadOptions | undefined,
): AsyncGenerator<Datapoints & CursorOfPage, void> {
  const { window, request, cursor, rules, reuseBuffers } = toReadRequest(parameters, transport.now());
  const canSplit = rules.canSplit && parameters.includeOutsidePoints !== true;
  const memory = reuseBuffers ? createReusedMemory() : undefined;
  const pages = {
    id: parameters.id,
    window,
    cursor,
    rules: { ...rules, canSplit },
    cut: cutDatapoints,
    async ask({ from, to, read = 0, token }: ReadPart, call: ReadOptions) {
      memory?.reclaim();
      const wire = { ...request, startTime: from, endTime: to, continuationToken: token };
      const page = await getDatapoints(transport, format, wire, call, memory);
      const { continuationToken, totalCount } = page;
      const rows = countInside(page, { start: from, end: to });
      if (continuationToken === undefined) validateComplete(read + rows, totalCount);
      return { page, rows, totalCount, token: continuationToken };
    },
  };
  yield* readPages<Datapoints>(pages, options);
}

/** Reads all pages of a window, by any number of GetData requests. */
export function readDatapoints(
  transport: Transport,
  format: Format | undefined,
  parameters: ReadDatapointsParameters,
  options?: ReadOptions,
): DatapointsReader {
  return createPagesReader({
    id: parameters.id,
    reuseBuffers: parameters.reuseBuffers ?? false,
    readPages: (reuseBuffers) => readAllPages(transport, format, { ...parameters, reuseBuffers }, options),
    join: (pages, length) => joinDatapoints(parameters.id, pages, length),
  });
}
