import type { Read } from "./exchange.ts";
import { OmniaError } from "./omnia-error.ts";
import { metadataOperations } from "./gen/metadata-operations.ts";
import type { components } from "./operations.ts";
import { readItems } from "./read-items.ts";
import { readMessage } from "./read-message.ts";
import type { ServiceMessage } from "./read-message.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateList } from "./validate-list.ts";
import { validateText } from "./validate-text.ts";

/** A series, without its points. Source: specs/timeseries/openapi.yaml. */
export type TimeseriesItem = components["schemas"]["TimeseriesItem"];
/** What a series is created with; `name` is unique within its `facility`. */
export type TimeseriesRequest = components["schemas"]["TimeseriesRequest"];
/** What of a series is changed. */
export type TimeseriesPatch = components["schemas"]["TimeseriesPatchRequestModel"];

const accept = "application/json";

const readOne: Read<TimeseriesItem> = async (response, maxBytes) => {
  const items = await readItems<TimeseriesItem>()(response, maxBytes);
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new OmniaError("decode", `The answer holds ${items.length} series at data.items instead of one.`);
  }
  return item;
};

function validateRequest({ name, facility }: TimeseriesRequest, place = ""): void {
  validateText(name, `${place}name`, "a series needs one");
  validateText(facility, `${place}facility`, "a series needs one");
}

/**
 * Creates a series. It is not sent twice: when the connection fails, the series may exist.
 *
 * @throws OmniaError `conflict` when the facility has a series of this name, `outcome-unknown` when the answer was lost
 */
export async function postTimeseries(
  transport: Transport,
  parameters: TimeseriesRequest,
  options?: CallOptions,
): Promise<TimeseriesItem> {
  validateRequest(parameters);
  const body = JSON.stringify(parameters);
  return transport.send({ operation: metadataOperations.postTimeseries, body, accept }, readOne, options);
}

/** @throws OmniaError `not-found` for an unknown id */
export async function getTimeseriesById(
  transport: Transport,
  { id }: { readonly id: string },
  options?: CallOptions,
): Promise<TimeseriesItem> {
  return transport.send({ operation: metadataOperations.getTimeseriesById, path: { id }, accept }, readOne, options);
}

export interface GetOrAddTimeseriesParameters {
  /** 1 to 100 000 series; those that exist by name and facility are only read. */
  readonly items: readonly TimeseriesRequest[];
}

/** One GetOrAddTimeseries request. @throws OmniaError `bad-request` for an unknown facility */
export async function getOrAddTimeseries(
  transport: Transport,
  { items }: GetOrAddTimeseriesParameters,
  options?: CallOptions,
): Promise<readonly TimeseriesItem[]> {
  const operation = metadataOperations.GetOrAddTimeseries;
  validateList(items, "items", operation.body!.maxItems);
  for (const [i, item] of items.entries()) validateRequest(item, `items[${i}].`);
  return transport.send({ operation, body: JSON.stringify(items), accept }, readItems<TimeseriesItem>(), options);
}

export type PatchTimeseriesParameters = Readonly<TimeseriesPatch> & { readonly id: string };

/** One patchTimeseries request. @throws OmniaError `not-found` for an unknown id, `conflict` for a name that is taken */
export async function patchTimeseries(
  transport: Transport,
  { id, ...changes }: PatchTimeseriesParameters,
  options?: CallOptions,
): Promise<TimeseriesItem> {
  if (Object.values(changes).every((change) => change === undefined)) {
    throw new OmniaError(
      "invalid-argument",
      "patchTimeseries: nothing is to be changed. Give at least one field beside id.",
    );
  }
  const body = JSON.stringify(changes);
  return transport.send(
    { operation: metadataOperations.patchTimeseries, path: { id }, body, accept },
    readOne,
    options,
  );
}

export type PutTimeseriesParameters = Readonly<TimeseriesRequest> & { readonly id: string };

/** One puttimeseries request: what is left out is lost. @throws OmniaError `not-found` for an unknown id, `conflict` for a name that is taken */
export async function putTimeseries(
  transport: Transport,
  { id, ...fields }: PutTimeseriesParameters,
  options?: CallOptions,
): Promise<TimeseriesItem> {
  validateRequest(fields);
  const body = JSON.stringify(fields);
  return transport.send({ operation: metadataOperations.puttimeseries, path: { id }, body, accept }, readOne, options);
}

/** One DeleteTimeseries request. @throws OmniaError `not-found` for an unknown id */
export async function deleteTimeseriesById(
  transport: Transport,
  { id }: { readonly id: string },
  options?: CallOptions,
): Promise<ServiceMessage> {
  return transport.send({ operation: metadataOperations.DeleteTimeseries, path: { id }, accept }, readMessage, options);
}
