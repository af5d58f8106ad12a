import type { Rights } from "./access.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Platform } from "./platform.ts";
import { Refusal } from "./refusal.ts";

/**
 * Facilities and their events, as far as a caller may see any series there. A facility that may not be seen is not
 * found, or refused with 403. Source: the platform's wiki, "Alarm & Events API": access follows that of Timeseries.
 */
export function restrictEvents(
  { store, alarmEvents }: Pick<Platform, "store" | "alarmEvents">,
  rights: Rights,
  hidden: Assumptions["hiddenSeries"],
): Pick<Platform, "store" | "alarmEvents"> {
  const canSee = (facility: string): boolean => {
    if (rights.canSeeFacility(facility)) return true;
    if (hidden === "not-found") return false;
    throw new Refusal(403, `Forbidden. No group of the caller may see facility '${facility}'.`);
  };
  return {
    store: { ...store, isFacility: (code) => canSee(code) && store.isFacility(code) },
    alarmEvents: {
      ...alarmEvents,
      facilities: alarmEvents.facilities.filter((facility) => rights.canSeeFacility(facility)),
      of: (facility) => (canSee(facility) ? alarmEvents.of(facility) : []),
    },
  };
}
