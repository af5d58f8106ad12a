import { answerDone } from "../call.ts";
import { Refusal } from "../refusal.ts";
import { isSameFacility } from "../store/facilities.ts";
import type { Call, Handler } from "./call.ts";
import { validateFacility } from "./validate-facility.ts";

/** The caller's subscription to a facility, by whichever of its codes. */
function findSubscribed({
  routing,
  callerId,
  path,
}: Pick<Call<"CreateSubscriptions">, "routing" | "callerId" | "path">): string | undefined {
  return routing.of(callerId).find(({ key }) => isSameFacility(path.facility, key))?.key;
}

export const getSubscriptions: Handler<"GetSubscriptions"> = ({ routing, callerId }) => ({
  statusCode: 200,
  body: { items: routing.of(callerId).map(({ key }) => ({ facility: key })) },
});

/** One that is there already stays. */
export const createSubscriptions: Handler<"CreateSubscriptions"> = (call) => {
  validateFacility(call);
  const key = findSubscribed(call) ?? call.path.facility;
  call.routing.add({ customerId: call.callerId, key, expiresMs: Infinity });
  return answerDone(call);
};

export const deleteSubscription: Handler<"DeleteSubscription"> = (call) => {
  const key = findSubscribed(call);
  if (key === undefined) throw new Refusal(404, `There is no subscription to facility '${call.path.facility}'.`);
  call.routing.remove(call.callerId, key);
  return answerDone(call);
};

export const setRealTimeDestination: Handler<"SetRealTimeDestination"> = (call) => {
  const { connectionString } = call.body;
  call.destinations.set({ api: "alarm-events", customerId: call.callerId, connectionString });
  return answerDone(call);
};
