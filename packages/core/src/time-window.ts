import { OmniaError } from "./omnia-error.ts";
import { formatTime, toNanoseconds } from "./time.ts";
import type { TimeInput } from "./time.ts";

/** `[start, end)` in nanoseconds since 1970-01-01T00:00:00Z; what is absent is left to the service. */
export interface TimeWindow {
  readonly start: bigint | undefined;
  readonly end: bigint | undefined;
}

/**
 * Reads both ends of a window by the same "now".
 *
 * @param names the parameters' names, for errors
 * @throws OmniaError `invalid-argument` for a bad time, or an end before the start
 */
export function toTimeWindow(
  start: TimeInput | undefined,
  end: TimeInput | undefined,
  nowMs: number,
  names: readonly [start: string, end: string] = ["startTime", "endTime"],
): TimeWindow {
  const window: TimeWindow = {
    start: start === undefined ? undefined : toNanoseconds(start, names[0], nowMs),
    end: end === undefined ? undefined : toNanoseconds(end, names[1], nowMs),
  };
  if (window.start !== undefined && window.end !== undefined && window.end < window.start) {
    throw new OmniaError(
      "invalid-argument",
      `${names[1]}: ${formatTime(window.end)} is before ${names[0]} ${formatTime(window.start)}. Swap them.`,
    );
  }
  return window;
}

/** The wire's text of a time that may be absent. */
export function formatOptional(ns: bigint | undefined): string | undefined {
  return ns === undefined ? undefined : formatTime(ns);
}
