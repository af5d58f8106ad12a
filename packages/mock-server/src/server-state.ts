import type { Authority, TenantState } from "./authority/authority.ts";
import type { ClockState } from "./clock.ts";
import type { Plant } from "./plants/plant.ts";
import type { Platform } from "./platform.ts";
import type { AlarmEventsState } from "./store/alarm-events.ts";
import type { Destination } from "./store/destinations.ts";
import type { ImsState } from "./store/ims.ts";
import type { StoreState } from "./store/store.ts";
import type { SubscriptionsState } from "./store/subscriptions.ts";

/** What is in a server, but for its clock. */
export interface ServerContent {
  readonly store: StoreState;
  readonly streaming: SubscriptionsState;
  readonly realTime: SubscriptionsState;
  readonly routing: SubscriptionsState;
  readonly ims: ImsState;
  readonly alarmEvents: AlarmEventsState;
  readonly destinations: readonly Destination[];
  readonly signIn: readonly TenantState[];
}

/**
 * What is in a server, for `createMockServer({ state })`: series with ids, history and points, enqueued writes,
 * subscriptions, destinations, tags, events, who may sign in, and the clock. Plain data, not to be changed: points are
 * shared with the server until they change there.
 */
export interface ServerState extends ServerContent {
  /** Ids of new series follow from it. */
  readonly seed: number;
  /** Their series are in `store` too, with what was written and removed there. */
  readonly plants: readonly Plant[];
  readonly clock: ClockState;
}

/** The parts of a server that have a state. */
export interface ServerParts extends Omit<Platform, "assumptions"> {
  readonly authority: Pick<Authority, "state" | "load">;
}

export function takeContent(parts: ServerParts): ServerContent {
  return {
    store: parts.store.state(),
    streaming: parts.streaming.state(),
    realTime: parts.realTime.state(),
    routing: parts.routing.state(),
    ims: parts.ims.state(),
    alarmEvents: parts.alarmEvents.state(),
    destinations: parts.destinations.all,
    signIn: parts.authority.state(),
  };
}

export function loadContent(parts: ServerParts, content: ServerContent): void {
  parts.store.load(content.store);
  parts.streaming.load(content.streaming);
  parts.realTime.load(content.realTime);
  parts.routing.load(content.routing);
  parts.ims.load(content.ims);
  parts.alarmEvents.load(content.alarmEvents);
  parts.destinations.load(content.destinations);
  parts.authority.load(content.signIn);
}
