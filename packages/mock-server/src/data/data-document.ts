import type { ServerContent, ServerState } from "../server-state.ts";
import type { AlarmEvent } from "../store/alarm-events.ts";
import type { SeriesState, StoreState } from "../store/store.ts";
import type { Subscription } from "../store/subscriptions.ts";

export const dataFormat = "omnia-timeseries mock data";
export const dataVersion = 1;

/**
 * Columns of points as base64 (RFC 4648 §4) of their bytes, little-endian: int64 of ns since 1970-01-01T00:00:00Z,
 * double, uint32. Every bit is kept, and a million points are read in the time of a few thousand texts.
 */
export interface PointsDocument {
  readonly count: number;
  readonly time: string;
  readonly value: string;
  readonly status: string;
}

/** ns since 1970-01-01T00:00:00Z, as decimal digits. */
export type TimeDocument = string;

export interface SeriesDocument extends Omit<SeriesState, "points"> {
  readonly points: PointsDocument;
  readonly removed: readonly { readonly start: TimeDocument; readonly end: TimeDocument }[];
}

export interface EnqueuedDocument {
  readonly dueMs: number;
  readonly id: string;
  readonly points: PointsDocument;
}

export interface SubscriptionsDocument {
  readonly created: number;
  /** Without an end `expiresMs` is null. */
  readonly all: readonly (Omit<Subscription, "expiresMs"> & { readonly expiresMs: number | null })[];
}

export interface EventDocument {
  readonly facility: string;
  readonly time: TimeDocument;
  readonly actionTime: TimeDocument | null;
  readonly event: Required<AlarmEvent>;
}

/** The state of a server as JSON: the content of a data file. */
export interface DataDocument
  extends
    Pick<ServerState, "seed" | "clock" | "plants">,
    Omit<ServerContent, "store" | "streaming" | "realTime" | "routing" | "alarmEvents"> {
  readonly format: typeof dataFormat;
  readonly version: typeof dataVersion;
  readonly streaming: SubscriptionsDocument;
  readonly realTime: SubscriptionsDocument;
  readonly routing: SubscriptionsDocument;
  readonly alarmEvents: { readonly facilities: readonly string[]; readonly entries: readonly EventDocument[] };
  readonly store: Omit<StoreState, "series" | "enqueued"> & {
    readonly series: readonly SeriesDocument[];
    readonly enqueued: readonly EnqueuedDocument[];
  };
}
