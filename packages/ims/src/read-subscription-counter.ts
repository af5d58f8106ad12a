import { OmniaError } from "@omnia-timeseries/core";
import { readJson } from "@omnia-timeseries/core/platform-api";
import type { components } from "./gen/subscriptions-paths.ts";

/** How many subscriptions a historian may have, and has. Source: specs/ims-subscriptions/openapi.yaml. */
export type ImsSubscriptionCounter = components["schemas"]["SubscriptionCounter"];

/** Reads `SubscriptionCounter`. @throws OmniaError `decode` when one of the two is no number */
export async function readSubscriptionCounter(response: Response, maxBytes: number): Promise<ImsSubscriptionCounter> {
  const { quota, count } = await readJson<Partial<ImsSubscriptionCounter>>()(response, maxBytes);
  if (typeof quota !== "number" || typeof count !== "number") {
    throw new OmniaError("decode", "The answer has no numbers at quota and count.");
  }
  return { quota, count };
}
