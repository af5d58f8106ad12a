import type { Assumptions } from "./assumptions.ts";
import type { AlarmEvents } from "./store/alarm-events.ts";
import type { Destinations } from "./store/destinations.ts";
import type { Ims } from "./store/ims.ts";
import type { Store } from "./store/store.ts";
import type { Subscriptions } from "./store/subscriptions.ts";

/** What all APIs of one server stand on. */
export interface Platform {
  readonly store: Store;
  /** Live data of series, by the id of the series. */
  readonly streaming: Subscriptions;
  readonly ims: Ims;
  /** Live data that IMS Subscriptions gives for a while, by the id of the series. */
  readonly realTime: Subscriptions;
  readonly alarmEvents: AlarmEvents;
  /** Live events, by the code of the facility. */
  readonly routing: Subscriptions;
  readonly destinations: Destinations;
  readonly assumptions: Assumptions;
}
