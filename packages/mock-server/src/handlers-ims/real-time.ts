import type { SubscriptionsComponents } from "@omnia-timeseries/ims/operations";
import { answerDone } from "../call.ts";
import type { Answer } from "../call.ts";
import { findSeries } from "../handlers/find-series.ts";
import { Refusal } from "../refusal.ts";
import type { Subscription } from "../store/subscriptions.ts";
import { formatMilliseconds } from "../store/time-text.ts";
import { takePage } from "../take-page.ts";
import type { SubscriptionsHandler } from "./call.ts";

type RealTimePage = SubscriptionsComponents["schemas"]["RtSubscriptionsDto"];

const msPerMinute = 60_000;

function wrapRealTime(
  subscriptions: readonly Subscription[],
  continuationToken: string | null = null,
): Answer<RealTimePage> {
  const items = subscriptions.map(({ key, expiresMs, customerId }) => ({
    timeseriesId: key,
    expiration: formatMilliseconds(expiresMs),
    customerId,
  }));
  return { statusCode: 200, body: { data: { items }, continuationToken } };
}

export const getRealTimeSubscriptions: SubscriptionsHandler<"GetRealTimeSubscriptions"> = (call) => {
  const { items, continuationToken } = takePage(call, call.query, call.realTime.of(call.callerId));
  return wrapRealTime(items, continuationToken);
};

/** All of them, or none when a series is unknown. One that is there already begins its time anew. */
export const createRealTimeSubscriptions: SubscriptionsHandler<"CreateRealTimeSubscriptions"> = (call) => {
  const { store, realTime, callerId: customerId, nowMs, query, body } = call;
  const keys = body.map(({ timeseriesId }) => findSeries(store, timeseriesId).metadata.id);
  const expiresMs = nowMs + query.lifeTime * msPerMinute;
  return wrapRealTime([...new Set(keys)].map((key) => realTime.add({ customerId, key, expiresMs })));
};

export const getRealTimeSubscriptionsByTimeseriesId: SubscriptionsHandler<"GetRealTimeSubscriptionsByTimeseriesId"> = ({
  realTime,
  callerId,
  path,
}) => wrapRealTime(realTime.of(callerId).filter(({ key }) => key === path.timeseriesId.toLowerCase()));

export const deleteRealTimeSubscription: SubscriptionsHandler<"DeleteRealTimeSubscription"> = (call) => {
  const { realTime, callerId, path } = call;
  if (realTime.remove(callerId, path.timeseriesId.toLowerCase())) return answerDone(call);
  throw new Refusal(404, `There is no real-time subscription to timeseries '${path.timeseriesId}'.`);
};

export const setRealTimeDestination: SubscriptionsHandler<"SetRealTimeDestination"> = (call) => {
  const { connectionString } = call.body;
  call.destinations.set({ api: "ims-subscriptions", customerId: call.callerId, connectionString });
  return answerDone(call);
};
