import type { SubscriptionsComponents } from "@omnia-timeseries/ims/operations";
import type { Answer } from "../call.ts";
import type { Ims } from "../store/ims.ts";
import { Refusal } from "../refusal.ts";

type Counter = SubscriptionsComponents["schemas"]["SubscriptionCounter"];

/**
 * The counter of a historian, which two of the APIs answer.
 * @throws Refusal 404 for an unknown one
 */
export function answerCounter(ims: Ims, systemCode: string): Answer<Counter> {
  const body = ims.counter(systemCode);
  if (body === undefined) throw new Refusal(404, `System '${systemCode}' not found.`);
  return { statusCode: 200, body };
}
