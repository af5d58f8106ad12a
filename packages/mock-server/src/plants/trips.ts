import { pickDuration, pickPart } from "./hash-number.ts";

/** A pump stands still from `start` to `end`, in seconds since 1970-01-01T00:00:00Z. */
export interface Trip {
  readonly start: number;
  readonly end: number;
}

const hour = 3600;
/** Each stretch of time has one trip or none, with room for what comes after it. */
const stretchSeconds = 30 * 24 * hour;
const tripsPerStretch = 0.6;
const maxOutageSeconds = 12 * hour;
/** After so many of its lags a signal is back where it was, but for less than its digits show. */
export const settlingLags = 12;
/** No signal may take longer to come back. */
export const maxLagSeconds: number = 2 * hour;

/**
 * When the pump that `seed` stands for is stopped around a time, if it is: the same for all times of a day.
 *
 * @param seconds since 1970-01-01T00:00:00Z
 */
export function findTrip(seed: number, seconds: number): Trip | undefined {
  const stretch = Math.floor(seconds / stretchSeconds);
  if (pickPart(seed, 3 * stretch) >= tripsPerStretch) return undefined;
  const outage = pickDuration(pickPart(seed, 3 * stretch + 1), hour / 3, maxOutageSeconds);
  const room = stretchSeconds - maxOutageSeconds - settlingLags * maxLagSeconds;
  const start = stretch * stretchSeconds + Math.floor(room * pickPart(seed, 3 * stretch + 2));
  return { start, end: start + outage };
}

/**
 * How much a signal shows of a running pump, from 0 to 1.
 *
 * @param lags seconds in which it follows the stop and the restart, but for a third
 */
export function followTrip(
  { start, end }: Trip,
  seconds: number,
  lags: { readonly stopSeconds: number; readonly startSeconds: number },
): number {
  if (seconds < start || seconds >= end + settlingLags * lags.startSeconds) return 1;
  const left = Math.exp((start - Math.min(seconds, end)) / lags.stopSeconds);
  return seconds < end ? left : 1 - (1 - left) * Math.exp((end - seconds) / lags.startSeconds);
}
