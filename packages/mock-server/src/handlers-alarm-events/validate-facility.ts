import { Refusal } from "../refusal.ts";
import type { Call } from "./call.ts";

/** @throws Refusal 404 for a facility that neither the common library knows nor any event names */
export function validateFacility({
  store,
  alarmEvents,
  path,
}: Pick<Call<"CreateSubscriptions">, "store" | "alarmEvents" | "path">): void {
  if (store.isFacility(path.facility) || alarmEvents.of(path.facility).length > 0) return;
  throw new Refusal(404, "Facility not found.");
}
