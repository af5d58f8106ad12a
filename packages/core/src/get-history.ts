import { metadataOperations } from "./gen/metadata-operations.ts";
import type { components } from "./operations.ts";
import { readItems } from "./read-items.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** Who changed which fields of a series, and when. What is told of a field is not public. */
export type TimeseriesChange = components["schemas"]["MetadataChangesItem"];

/** One HistoryTimeseries request. @throws OmniaError `not-found` for an unknown id */
export async function getHistory(
  transport: Transport,
  { id }: { readonly id: string },
  options?: CallOptions,
): Promise<readonly TimeseriesChange[]> {
  const input = { operation: metadataOperations.HistoryTimeseries, path: { id }, accept: "application/json" };
  return transport.send(input, readItems<TimeseriesChange>(), options);
}
