import { formatTime, OmniaError, toNanoseconds } from "@omnia-timeseries/core";
import type { TimeInput } from "@omnia-timeseries/core";
import type { OperationTypes } from "./operations.ts";

type WireQuery = OperationTypes["GetEvents"]["parameters"]["query"];
type TimeName = "startTime" | "endTime" | "actiontime";
type PageName = "limit" | "continuationToken";

/** A part of the events of a facility. */
export interface EventWindow {
  /** Code of the facility, such as `AHA`. */
  readonly facility: string;
  /** Source of the events; a `*` stands for any text. Default: all. */
  readonly sourceName?: string | undefined;
  /** Start of the window, included. Default of the service: 1970. */
  readonly startTime?: TimeInput | undefined;
  /** End of the window, excluded. Default of the service: now. */
  readonly endTime?: TimeInput | undefined;
}

/** Which events of a facility, and in which order; filters are combined with "and". */
export type EventFilters = EventWindow & {
  readonly [Name in keyof WireQuery as Exclude<Name, keyof EventWindow | TimeName | PageName>]:
    | WireQuery[Name]
    | undefined;
} & {
  /** When somebody acted on it. */
  readonly actiontime?: TimeInput | undefined;
};

function encodeTime(time: TimeInput | undefined, name: TimeName, nowMs: number): string | undefined {
  return time === undefined ? undefined : formatTime(toNanoseconds(time, name, nowMs));
}

/**
 * The times of a query as the wire has them.
 *
 * @param nowMs what `now` means, in milliseconds since 1970-01-01T00:00:00Z
 * @throws OmniaError `invalid-argument` for a bad time, or an end before the start
 */
export function encodeTimes(
  { startTime, endTime, actiontime }: Pick<EventFilters, TimeName>,
  nowMs: number,
): Readonly<Record<TimeName, string | undefined>> {
  if (startTime !== undefined && endTime !== undefined) {
    const start = toNanoseconds(startTime, "startTime", nowMs);
    const end = toNanoseconds(endTime, "endTime", nowMs);
    if (end < start) {
      throw new OmniaError(
        "invalid-argument",
        `endTime: ${formatTime(end)} is before startTime ${formatTime(start)}. Swap them.`,
      );
    }
  }
  return {
    startTime: encodeTime(startTime, "startTime", nowMs),
    endTime: encodeTime(endTime, "endTime", nowMs),
    actiontime: encodeTime(actiontime, "actiontime", nowMs),
  };
}
