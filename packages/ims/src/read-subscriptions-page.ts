import { OmniaError } from "@omnia-timeseries/core";
import type { ItemsPage } from "@omnia-timeseries/core";
import { readJson } from "@omnia-timeseries/core/platform-api";
import type { components } from "./gen/subscriptions-paths.ts";

/** A tag that is copied into the platform, and how far. Source: specs/ims-subscriptions/openapi.yaml. */
export type ImsSubscription = components["schemas"]["SubscriptionCompleteModel"];

/** One page of subscriptions. There are more when it carries a token. */
export interface ImsSubscriptionsPage extends ItemsPage<ImsSubscription> {
  /** What went wrong, by the uid of the tag; empty when nothing did. */
  readonly errors: Readonly<Record<string, string | null>>;
}

interface SubscriptionsAnswer {
  readonly data?: { readonly items?: unknown } | null;
  readonly errors?: Readonly<Record<string, string | null>> | null;
  readonly continuationToken?: string | null;
}

/** Reads `SubscriptionsCompleteDto`. @throws OmniaError `decode` when it has no list */
export async function readSubscriptionsPage(response: Response, maxBytes: number): Promise<ImsSubscriptionsPage> {
  const { data, errors, continuationToken } = await readJson<SubscriptionsAnswer>()(response, maxBytes);
  if (!Array.isArray(data?.items)) throw new OmniaError("decode", "The answer has no list at data.items.");
  return {
    items: data.items as ImsSubscription[],
    errors: errors ?? {},
    // An empty token leads nowhere.
    continuationToken: continuationToken || undefined,
  };
}
