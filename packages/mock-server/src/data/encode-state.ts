import type { ServerState } from "../server-state.ts";
import type { SubscriptionsState } from "../store/subscriptions.ts";
import { dataFormat, dataVersion } from "./data-document.ts";
import type { DataDocument, SubscriptionsDocument } from "./data-document.ts";
import { encodePoints } from "./points-document.ts";

function encodeSubscriptions({ created, all }: SubscriptionsState): SubscriptionsDocument {
  const encoded = all.map((one) => ({ ...one, expiresMs: Number.isFinite(one.expiresMs) ? one.expiresMs : null }));
  return { created, all: encoded };
}

/** The state of a server as the text of a data file, JSON in lines. */
export function encodeState(state: ServerState): string {
  const { seed, clock, plants, store, alarmEvents } = state;
  const document: DataDocument = {
    format: dataFormat,
    version: dataVersion,
    seed,
    clock,
    plants,
    ims: state.ims,
    alarmEvents: {
      facilities: alarmEvents.facilities,
      entries: alarmEvents.entries.map(({ facility, time, actionTime, event }) => ({
        facility,
        time: String(time),
        actionTime: actionTime === undefined ? null : String(actionTime),
        event,
      })),
    },
    streaming: encodeSubscriptions(state.streaming),
    realTime: encodeSubscriptions(state.realTime),
    routing: encodeSubscriptions(state.routing),
    destinations: state.destinations,
    signIn: state.signIn,
    store: {
      created: store.created,
      facilities: store.facilities,
      goneIds: store.goneIds,
      series: store.series.map(({ points, ...rest }) => ({
        ...rest,
        points: encodePoints(points.written),
        removed: points.removed.map(({ start, end }) => ({ start: String(start), end: String(end) })),
      })),
      enqueued: store.enqueued.map(({ dueMs, id, batch }) => ({ dueMs, id, points: encodePoints(batch) })),
    },
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
