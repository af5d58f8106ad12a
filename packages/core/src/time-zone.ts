import { OmniaError } from "./omnia-error.ts";

/** The days of a time zone. A day is counted by its date, in days since 1970-01-01; moments are ns since 1970-01-01T00:00:00Z. */
export interface TimeZone {
  /**
   * The first moment that has this date, or a later one where the zone skipped it. A day lasts until the next one
   * begins, so days follow each other without holes: where the clock goes back over midnight, as in St. John's until
   * 2011, the repeated minutes belong to the day that had begun.
   */
  readonly startOfDay: (day: number) => bigint;
  /** The day that a moment belongs to. */
  readonly dayOf: (ns: bigint) => number;
}

const nsPerSecond = 1_000_000_000n;
const secondsPerDay = 86_400;
/** More than any zone was ever away from UTC: Manila by 15:56, Alaska by 15:02. Source: the IANA time zone database. */
const farthest = 16 * 3600;

/** @param name of the IANA time zone database, such as `Europe/Oslo` */
function createFormat(name: unknown): Intl.DateTimeFormat {
  // Without a name Intl takes the zone of the process, which nobody asked for.
  if (typeof name === "string") {
    try {
      return new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        calendar: "gregory",
        numberingSystem: "latn",
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch {
      // A RangeError, whose text differs between engines.
    }
  }
  throw new OmniaError(
    "invalid-argument",
    `timeZone: ${JSON.stringify(name) ?? String(name)} is not a time zone that is known here. Give a name of the IANA time zone database, such as "Europe/Oslo" or "UTC".`,
  );
}

/** Knows what `Intl` knows. @throws OmniaError `invalid-argument` for a zone that it does not know */
export function createTimeZone(name: string): TimeZone {
  const format = createFormat(name);

  /** What its clocks show, as seconds since 1970-01-01 on a clock that is never put forward or back. */
  function localSeconds(seconds: number): number {
    const fields = Object.fromEntries(
      format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
    ) as Record<Intl.DateTimeFormatPartTypes, number>;
    return Date.UTC(fields.year, fields.month - 1, fields.day, fields.hour, fields.minute, fields.second) / 1000;
  }
  const offsetAt = (seconds: number): number => localSeconds(seconds) - seconds;

  /** The first second of the later offset; they change at most once between `from` and `to`. */
  function findChange(from: number, to: number, before: number): number {
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  function startOfDay(day: number): bigint {
    const midnight = day * secondsPerDay;
    const before = offsetAt(midnight - farthest);
    const after = offsetAt(midnight + farthest);
    let start = midnight - before;
    if (before !== after) {
      const change = findChange(midnight - farthest, midnight + farthest, before);
      // Where the clock is put forward over midnight, the day begins with the change.
      if (start >= change) start = Math.max(change, midnight - after);
    }
    return BigInt(start) * nsPerSecond;
  }

  function dayOf(ns: bigint): number {
    const fraction = ((ns % nsPerSecond) + nsPerSecond) % nsPerSecond;
    const day = Math.floor(localSeconds(Number((ns - fraction) / nsPerSecond)) / secondsPerDay);
    // The date of yesterday again, after the clock went back.
    return startOfDay(day + 1) <= ns ? day + 1 : day;
  }

  return { startOfDay, dayOf };
}
