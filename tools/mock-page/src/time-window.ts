/** From `start`, included, to `end`, excluded; milliseconds since 1970-01-01 UTC. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** What a clock of nanoseconds in 64 bits can tell, rounded inwards. */
const earliest = Date.UTC(1700, 0, 1);
const latest = Date.UTC(2250, 0, 1);
const shortestMs = 10;

/** Whole milliseconds, at least a few of them, and none that the API cannot tell. */
export function limitWindow({ start, end }: TimeWindow): TimeWindow {
  const length = Math.min(Math.max(Math.round(end - start), shortestMs), latest - earliest);
  const from = Math.min(Math.max(Math.round(start), earliest), latest - length);
  return { start: from, end: from + length };
}

/** As the API is asked for it. */
export function toQuery({ start, end }: TimeWindow): { readonly startTime: string; readonly endTime: string } {
  return { startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() };
}

/** Makes it longer (`factor` above 1) or shorter; `around` stays where it is in the plot. */
export function zoomWindow({ start, end }: TimeWindow, factor: number, around: number = (start + end) / 2): TimeWindow {
  return limitWindow({ start: around - (around - start) * factor, end: around + (end - around) * factor });
}

/** @param part of the window's length; below 0 towards the past */
export function moveWindow({ start, end }: TimeWindow, part: number): TimeWindow {
  const byMs = (end - start) * part;
  return limitWindow({ start: start + byMs, end: end + byMs });
}

/** The window of a length that ends with the last point; of everything without a length. */
export function windowOf(first: number, last: number, lengthMs: number | undefined): TimeWindow {
  if (lengthMs !== undefined) return limitWindow({ start: last + 1 - lengthMs, end: last + 1 });
  return first === last
    ? limitWindow({ start: first - 1_800_000, end: first + 1_800_000 })
    : { start: first, end: last + 1 };
}
