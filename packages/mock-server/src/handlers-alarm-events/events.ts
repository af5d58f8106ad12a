import { formatTime } from "@omnia-timeseries/core";
import { badToken, decodeContinuationToken, encodeContinuationToken } from "../continuation-token.ts";
import { readWindow } from "../read-window.ts";
import type { AlarmEventEntry } from "../store/alarm-events.ts";
import { matchesWildcard } from "../store/wildcard.ts";
import type { Call, Handler } from "./call.ts";
import { createEventFilter } from "./event-filter.ts";
import { validateFacility } from "./validate-facility.ts";

/** The events of a facility that are in the window, ascending. */
function findEvents(
  call: Pick<Call<"GetEvents" | "GetEventCounts">, "store" | "alarmEvents" | "path" | "query">,
  nowMs: number,
): readonly AlarmEventEntry[] {
  const { start, end } = readWindow(call.query, (name) => `Parameter '${name}'`, nowMs);
  validateFacility(call);
  return call.alarmEvents.of(call.path.facility).filter(({ time }) => start <= time && time < end);
}

export const getEvents: Handler<"GetEvents"> = (call) => {
  const { path, query } = call;
  const { limit, continuationToken: token, ...question } = query;
  const scope = ["events", path.facility, JSON.stringify(question, Object.keys(question).toSorted())];
  const numbers = token === undefined ? [] : decodeContinuationToken(scope, token);
  if (numbers === undefined) throw badToken();
  // What "now" was on the first page, so that the end of a window without an end does not move.
  const nowMs = Number(numbers[0] ?? Math.floor(call.nowMs));
  const from = Number(numbers[1] ?? 0);

  const found = findEvents(call, nowMs).filter(createEventFilter(query));
  const ordered = query.sort === "desc" ? found.toReversed() : found;
  const items = ordered.slice(from, from + limit).map(({ event: { otherFields, ...event } }) => ({
    ...event,
    ...(query.includeOtherFields && { otherFields }),
  }));
  const next = from + limit;
  const continuationToken =
    next < ordered.length ? encodeContinuationToken(scope, [BigInt(nowMs), BigInt(next)]) : null;
  return { statusCode: 200, body: { items, totalCount: ordered.length, continuationToken } };
};

const nsPerDay = 86_400_000_000_000n;

/** By day, in UTC, and priority; a pair without events is left out. */
export const getEventCounts: Handler<"GetEventCounts"> = (call) => {
  const { sourceName } = call.query;
  const counts = new Map<string, { timestamp: string; count: number; priority: number | null }>();
  for (const { time, event } of findEvents(call, call.nowMs)) {
    if (sourceName !== undefined && !matchesWildcard(sourceName, event.sourceName)) continue;
    const timestamp = formatTime(time - (((time % nsPerDay) + nsPerDay) % nsPerDay), 7);
    const key = `${timestamp} ${event.priority}`;
    counts.set(key, { timestamp, count: (counts.get(key)?.count ?? 0) + 1, priority: event.priority });
  }
  return { statusCode: 200, body: { items: [...counts.values()] } };
};
