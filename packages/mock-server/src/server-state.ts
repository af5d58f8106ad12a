import type { Authority } from "./authority/authority.ts";
import type { TenantState } from "./authority/tenant.ts";
import type { ClockState } from "./clock.ts";
import type { Plant } from "./plants/plant.ts";
import type { Platform } from "./platform.ts";
import type { AlarmEventsState } from "./store/alarm-events.ts";
import type { Destination } from "./store/destinations.ts";
import type { ImsState } from "./store/ims.ts";
import type { StoreState } from "./store/store.ts";
import type { SubscriptionsState } from "./store/subscriptions.ts";

/** What is in the APIs of a server. */
export interface PlatformContent {
  readonly store: StoreState;
  readonly streaming: SubscriptionsState;
  readonly realTime: SubscriptionsState;
  readonly routing: SubscriptionsState;
  readonly ims: ImsState;
  readonly alarmEvents: AlarmEventsState;
  readonly destinations: readonly Destination[];
}

/** What is in a server, but for its clock. */
export interface ServerContent extends PlatformContent {
  readonly signIn: readonly TenantState[];
}

/**
 * What is in a server, for `createMockServer({ state })`: series with ids, history and points, enqueued writes,
 * subscriptions, destinations, tags, events, who may sign in, consents, who is at the sign-in page, and the clock. Not
 * in it are browsers' sessions, codes and tokens. Plain data, not to be changed: points are shared with the server until
 * they change there.
 */
export interface ServerState extends ServerContent {
  /** Ids of new series follow from it. */
  readonly seed: number;
  /** Their series are in `store` too, with what was written and removed there. */
  readonly plants: readonly Plant[];
  readonly clock: ClockState;
}

/** The parts of the APIs that have a state. */
export type PlatformParts = Omit<Platform, "assumptions">;

/** The parts of a server that have a state. */
export interface ServerParts extends PlatformParts {
  readonly authority: Pick<Authority, "state" | "load">;
}

export function takePlatformContent(parts: PlatformParts): PlatformContent {
  return {
    store: parts.store.state(),
    streaming: parts.streaming.state(),
    realTime: parts.realTime.state(),
    routing: parts.routing.state(),
    ims: parts.ims.state(),
    alarmEvents: parts.alarmEvents.state(),
    destinations: parts.destinations.all,
  };
}

export function takeContent(parts: ServerParts): ServerContent {
  return { ...takePlatformContent(parts), signIn: parts.authority.state() };
}

export function loadPlatformContent(parts: PlatformParts, content: PlatformContent): void {
  parts.store.load(content.store);
  parts.streaming.load(content.streaming);
  parts.realTime.load(content.realTime);
  parts.routing.load(content.routing);
  parts.ims.load(content.ims);
  parts.alarmEvents.load(content.alarmEvents);
  parts.destinations.load(content.destinations);
}

/** Signs everyone out in browsers. */
export function loadContent(parts: ServerParts, content: ServerContent): void {
  loadPlatformContent(parts, content);
  parts.authority.load(content.signIn);
}
