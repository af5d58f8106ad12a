import { answerDone } from "../call.ts";
import { Refusal } from "../refusal.ts";
import type { Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";

/** All of them, or none when a series is unknown. One that is there already stays. */
export const createSubscriptions: Handler<"CreateSubscriptions"> = (call) => {
  const keys = call.body.map(({ id }) => findSeries(call.store, id).metadata.id);
  for (const key of keys) call.streaming.add({ customerId: call.callerId, key, expiresMs: Infinity });
  return answerDone(call);
};

export const getSubscriptions: Handler<"GetSubscriptions"> = ({ streaming, callerId }) => ({
  statusCode: 200,
  body: { data: { items: streaming.of(callerId).map(({ key, customerId }) => ({ id: key, customerId })) } },
});

export const deleteSubscriptions: Handler<"DeleteSubscriptions"> = (call) => {
  const { streaming, callerId, path } = call;
  if (streaming.remove(callerId, path.id.toLowerCase())) return answerDone(call);
  throw new Refusal(404, `There is no subscription to timeseries '${path.id}'.`);
};

export const setRealTimeDestination: Handler<"SetRealTimeDestination"> = (call) => {
  const { connectionString } = call.body;
  if (connectionString === "") throw new Refusal(400, "Body: connectionString must not be empty.");
  call.destinations.set({ api: "timeseries", customerId: call.callerId, connectionString });
  return answerDone(call);
};
