import { readTime } from "../read-time.ts";
import type { AlarmEventEntry } from "../store/alarm-events.ts";
import { matchesWildcard } from "../store/wildcard.ts";
import type { Call } from "./call.ts";

const wildcardFields = ["sourceName", "description", "message"] as const;
const exactFields = [
  "eventType",
  "eventCategory",
  "severity",
  "priority",
  "condition",
  "alarmState",
  "ackedState",
  "activeState",
  "suppressedOrShelved",
  "node",
  "processArea",
] as const;

/**
 * What tells whether an event passes all filters of a query: texts with `*`, all others by their value.
 *
 * @throws Refusal 400 for an `actiontime` that is none
 */
export function createEventFilter(query: Call<"GetEvents">["query"]): (entry: AlarmEventEntry) => boolean {
  const acted = readTime(query.actiontime, "Parameter 'actiontime'");
  return ({ event, actionTime }) =>
    wildcardFields.every((field) => query[field] === undefined || matchesWildcard(query[field], event[field])) &&
    exactFields.every((field) => query[field] === undefined || query[field] === event[field]) &&
    (acted === undefined || acted === actionTime);
}
