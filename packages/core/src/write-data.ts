import { toColumns } from "./datapoint-input.ts";
import type { DatapointInput } from "./datapoint-input.ts";
import { encodeRows } from "./encode-rows.ts";
import { findParameter } from "./find-parameter.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { readMessage } from "./read-message.ts";
import type { ServiceMessage } from "./read-message.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateList } from "./validate-list.ts";
import { validateParameter } from "./validate-parameter.ts";

/** The points of one series. */
export interface DatapointsToWrite {
  /** GUID of the series. */
  readonly id: string;
  /** Rows, or the columns that a read gave. A point at a time that the series has already replaces it. */
  readonly datapoints: Iterable<DatapointInput>;
}

interface WriteMode {
  /**
   * `false`: the answer comes when the points are committed. Otherwise the service puts them in a
   * queue and they can be read some time later.
   */
  readonly async?: boolean | undefined;
}

export interface WriteDataParameters extends DatapointsToWrite, WriteMode {}

export interface WriteMultipleParameters extends WriteMode {
  /** At least one series. */
  readonly items: readonly DatapointsToWrite[];
}

const accept = "application/json";
const idRule = findParameter(dataOperations.writeData, "id");

/** The JSON of a write in UTF-8, exact in every digit. @throws OmniaError `invalid-argument` with the point's index */
export function encodeDatapoints(datapoints: Iterable<DatapointInput>, nowMs: number): Uint8Array<ArrayBuffer> {
  const columns = toColumns(datapoints, "datapoints", nowMs);
  // A time gets the digits that it has.
  return encodeRows([`{"datapoints":`, { columns, length: columns.time.length, place: "datapoints" }, "}"], 0);
}

/** The same for many series. @throws OmniaError `invalid-argument` with the item's and the point's index */
export function encodeItems(items: readonly DatapointsToWrite[], nowMs: number): Uint8Array<ArrayBuffer> {
  const parts = items.flatMap(({ id, datapoints }, i) => {
    validateParameter(idRule, id, `items[${i}].id`);
    const place = `items[${i}].datapoints`;
    const columns = toColumns(datapoints, place, nowMs);
    const opening = `${i === 0 ? "" : ","}{"id":${JSON.stringify(id)},"datapoints":`;
    return [opening, { columns, length: columns.time.length, place }, "}"];
  });
  return encodeRows([`{"items":[`, ...parts, "]}"], 0);
}

/** One writeData request. @throws OmniaError */
export async function writeData(
  transport: Transport,
  { id, datapoints, async }: WriteDataParameters,
  options?: CallOptions,
): Promise<ServiceMessage> {
  const body = encodeDatapoints(datapoints, transport.now());
  const input = { operation: dataOperations.writeData, path: { id }, query: { async }, body, accept };
  return transport.send(input, readMessage, options);
}

/** One writeMultipleData request. @throws OmniaError */
export async function writeMultiple(
  transport: Transport,
  { items, async }: WriteMultipleParameters,
  options?: CallOptions,
): Promise<ServiceMessage> {
  const operation = dataOperations.writeMultipleData;
  validateList(items, "items", operation.body!.maxItems);
  const body = encodeItems(items, transport.now());
  return transport.send({ operation, query: { async }, body, accept }, readMessage, options);
}
