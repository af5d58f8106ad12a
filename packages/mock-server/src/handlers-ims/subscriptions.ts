import type {
  SubscriptionsComponents,
  SubscriptionsOperationId,
  SubscriptionsOperationTypes,
} from "@omnia-timeseries/ims/operations";
import type { Answer } from "../call.ts";
import type { Handlers } from "../served-api.ts";
import type { ImsSubscriptionEntry } from "../store/ims.ts";
import { takePage } from "../take-page.ts";
import type { SubscriptionsHandler } from "./call.ts";
import { answerCounter } from "./counter.ts";
import { createSubscription } from "./create-subscription.ts";
import {
  createRealTimeSubscriptions,
  deleteRealTimeSubscription,
  getRealTimeSubscriptions,
  getRealTimeSubscriptionsByTimeseriesId,
  setRealTimeDestination,
} from "./real-time.ts";

type SubscriptionsPage = SubscriptionsComponents["schemas"]["SubscriptionsCompleteDto"];

function wrapSubscriptions(
  entries: readonly ImsSubscriptionEntry[],
  { errors = null, continuationToken = null }: Partial<Pick<SubscriptionsPage, "errors" | "continuationToken">> = {},
): Answer<SubscriptionsPage> {
  const items = entries.map(({ subscription }) => subscription);
  return { statusCode: 200, body: { data: { items }, errors, continuationToken } };
}

const getSubscriptions: SubscriptionsHandler<"GetSubscriptions"> = (call) => {
  const { items, continuationToken } = takePage(call, call.query, call.ims.subscriptions());
  return wrapSubscriptions(items, { continuationToken });
};

/** Each tag on its own: those that are refused are told of, by their uid, and the others subscribed to. */
const createSubscriptions: SubscriptionsHandler<"CreateSubscriptions"> = (call) => {
  const errors: Record<string, string> = {};
  const entries: ImsSubscriptionEntry[] = [];
  for (const { uId } of call.body) {
    const result = createSubscription(call, uId);
    if (typeof result === "string") errors[uId] = result;
    else entries.push(result);
  }
  return wrapSubscriptions(entries, { errors: Object.keys(errors).length > 0 ? errors : null });
};

/** What the IMS Subscriptions API answers. A search that finds nothing is no error. */
export const subscriptionsHandlers: Handlers<SubscriptionsOperationTypes, SubscriptionsOperationId> = {
  GetSubscriptions: getSubscriptions,
  CreateSubscriptions: createSubscriptions,
  GetSubscriptionsByUid: ({ ims, path }) => wrapSubscriptions([ims.find(path.uid) ?? []].flat()),
  GetSubscriptionsByTimeseriesId: ({ ims, path }) =>
    wrapSubscriptions(
      ims.subscriptions().filter(({ subscription }) => subscription.timeseriesId === path.timeseriesId.toLowerCase()),
    ),
  GetRealTimeSubscriptions: getRealTimeSubscriptions,
  CreateRealTimeSubscriptions: createRealTimeSubscriptions,
  GetRealTimeSubscriptionsByTimeseriesId: getRealTimeSubscriptionsByTimeseriesId,
  DeleteRealTimeSubscription: deleteRealTimeSubscription,
  SetRealTimeDestination: setRealTimeDestination,
  GetSubscriptionCounter: ({ ims, path }) => answerCounter(ims, path.systemCode),
};
