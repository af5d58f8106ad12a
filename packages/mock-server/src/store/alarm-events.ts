import type { components } from "@omnia-timeseries/alarm-events/operations";
import { formatTime, toNanoseconds } from "@omnia-timeseries/core";
import type { TimeInput } from "@omnia-timeseries/core";
import { isSameFacility } from "./facilities.ts";

/** An event, as Alarm & Events answers it. Source: specs/alarm-events/openapi.yaml. */
export type AlarmEvent = components["schemas"]["EventModel"];

/** An event that the server starts with. */
export interface AlarmEventOptions extends Omit<AlarmEvent, "timestamp" | "actionTime"> {
  readonly facility: string;
  readonly timestamp: TimeInput;
  readonly sourceName: string;
  readonly actionTime?: TimeInput | null;
}

/** What the control systems have told. */
export interface AlarmEventsOptions {
  /** In any order; by default a few examples. */
  readonly events?: readonly AlarmEventOptions[];
}

export interface AlarmEventEntry {
  readonly facility: string;
  /** Ns since 1970-01-01T00:00:00Z; `actionTime` is undefined where nobody acted. */
  readonly time: bigint;
  readonly actionTime: bigint | undefined;
  readonly event: Required<AlarmEvent>;
}

/** Plain data; not to be changed. */
export interface AlarmEventsState {
  readonly facilities: readonly string[];
  /** Ascending by time. */
  readonly entries: readonly AlarmEventEntry[];
}

/** Events; they do not change. */
export interface AlarmEvents {
  /** The codes of the facilities that have events, each as its first event has it. */
  readonly facilities: readonly string[];
  /** Of a facility, whose code may be any of its codes; ascending by time. */
  of(facility: string): readonly AlarmEventEntry[];
  /**
   * Adds events; those of one time stay in the order in which they were given.
   * @param nowMs what `now` means, in milliseconds since 1970-01-01T00:00:00Z
   * @throws OmniaError `invalid-argument`, naming the event, for a time that is none
   */
  add(options: AlarmEventsOptions, nowMs: number): void;
  state(): AlarmEventsState;
  load(state: AlarmEventsState): void;
}

const tickDigits = 7;

function createEntry(options: AlarmEventOptions, name: string, nowMs: number): AlarmEventEntry {
  const { facility, timestamp, actionTime, ...rest } = options;
  const time = toNanoseconds(timestamp, `${name}.timestamp`, nowMs);
  const acted =
    actionTime === undefined || actionTime === null
      ? undefined
      : toNanoseconds(actionTime, `${name}.actionTime`, nowMs);
  const event = {
    timestamp: formatTime(time, tickDigits),
    sourceName: rest.sourceName,
    description: rest.description ?? null,
    eventType: rest.eventType ?? null,
    eventCategory: rest.eventCategory ?? null,
    message: rest.message ?? null,
    severity: rest.severity ?? null,
    priority: rest.priority ?? null,
    condition: rest.condition ?? null,
    alarmState: rest.alarmState ?? null,
    ackedState: rest.ackedState ?? null,
    activeState: rest.activeState ?? null,
    suppressedOrShelved: rest.suppressedOrShelved ?? null,
    node: rest.node ?? null,
    processArea: rest.processArea ?? null,
    actionTime: acted === undefined ? null : formatTime(acted, tickDigits),
    otherFields: rest.otherFields ?? null,
  };
  return { facility, time, actionTime: acted, event };
}

export function createAlarmEvents(): AlarmEvents {
  let entries: readonly AlarmEventEntry[] = [];
  let facilities: readonly string[] = [];
  return {
    get facilities() {
      return facilities;
    },
    of: (facility) => entries.filter((entry) => isSameFacility(facility, entry.facility)),
    add({ events = [] }, nowMs) {
      const added = events.map((event, i) => createEntry(event, `alarmEvents.events[${i}]`, nowMs));
      // The sort is stable.
      entries = [...entries, ...added].toSorted((a, b) => Number(a.time > b.time) - Number(a.time < b.time));
      for (const { facility } of added) {
        if (!facilities.some((known) => isSameFacility(known, facility))) facilities = [...facilities, facility];
      }
    },
    state: () => ({ facilities, entries }),
    load(state) {
      ({ facilities, entries } = state);
    },
  };
}
