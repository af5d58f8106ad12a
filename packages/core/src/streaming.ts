import { findParameter } from "./find-parameter.ts";
import type { NoParameters } from "./no-parameters.ts";
import { streamingOperations } from "./gen/streaming-operations.ts";
import type { components } from "./operations.ts";
import { readItems } from "./read-items.ts";
import { readMessage } from "./read-message.ts";
import type { ServiceMessage } from "./read-message.ts";
import { OmniaError } from "./omnia-error.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateList } from "./validate-list.ts";
import { validateParameter } from "./validate-parameter.ts";

/** A series whose live data is sent to the destination; `customerId` is the subscriber. */
export type StreamSubscription = components["schemas"]["SubscriptionItem"];

const accept = "application/json";
const idRule = findParameter(streamingOperations.DeleteSubscriptions, "id");

export interface CreateStreamSubscriptionParameters {
  /** The series, at least one, by their GUIDs. */
  readonly items: readonly { readonly id: string }[];
}

/** One CreateSubscriptions request; it is not sent twice. @throws OmniaError `outcome-unknown` when the answer was lost */
export async function createStreamSubscription(
  transport: Transport,
  { items }: CreateStreamSubscriptionParameters,
  options?: CallOptions,
): Promise<ServiceMessage> {
  const operation = streamingOperations.CreateSubscriptions;
  validateList(items, "items", operation.body!.maxItems);
  for (const [i, item] of items.entries()) validateParameter(idRule, item.id, `items[${i}].id`);
  const body = JSON.stringify(items.map(({ id }) => ({ id })));
  return transport.send({ operation, body, accept }, readMessage, options);
}

/** One DeleteSubscriptions request. @throws OmniaError `not-found` where the series has no subscription */
export async function deleteStreamSubscription(
  transport: Transport,
  { id }: { readonly id: string },
  options?: CallOptions,
): Promise<ServiceMessage> {
  return transport.send(
    { operation: streamingOperations.DeleteSubscriptions, path: { id }, accept },
    readMessage,
    options,
  );
}

/** One GetSubscriptions request. @throws OmniaError */
export async function getStreamingSubscriptions(
  transport: Transport,
  _parameters?: NoParameters,
  options?: CallOptions,
): Promise<readonly StreamSubscription[]> {
  return transport.send(
    { operation: streamingOperations.GetSubscriptions, accept },
    readItems<StreamSubscription>(),
    options,
  );
}

export interface SetStreamDestinationParameters {
  /** Of an Azure Event Hub, with the right to send. A secret. */
  readonly connectionString: string;
}

/** One SetRealTimeDestination request. @throws OmniaError */
export async function setStreamDestination(
  transport: Transport,
  { connectionString }: SetStreamDestinationParameters,
  options?: CallOptions,
): Promise<ServiceMessage> {
  if (typeof connectionString !== "string" || connectionString === "") {
    // Says nothing of the value, which may be a part of the secret.
    throw new OmniaError(
      "invalid-argument",
      "connectionString: is missing or empty. Give that of an Azure Event Hub, with the right to send.",
    );
  }
  const body = JSON.stringify({ connectionString });
  return transport.send({ operation: streamingOperations.SetRealTimeDestination, body, accept }, readMessage, options);
}
