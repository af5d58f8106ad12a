import { minTime, toNanoseconds } from "@omnia-timeseries/core";
import type { TimeInput } from "@omnia-timeseries/core";
import { endOfTime } from "./store/point-source.ts";
import type { TimeWindow } from "./store/point-source.ts";

/**
 * The window that a test names, in ns; without times all of time.
 *
 * @throws OmniaError `invalid-argument`
 */
export function toWindow(
  { startTime, endTime }: { readonly startTime?: TimeInput; readonly endTime?: TimeInput },
  nowMs: number,
): TimeWindow {
  return {
    start: startTime === undefined ? minTime : toNanoseconds(startTime, "startTime", nowMs),
    end: endTime === undefined ? endOfTime : toNanoseconds(endTime, "endTime", nowMs),
  };
}
