import { OmniaError } from "./omnia-error.ts";

/**
 * A moment, as callers may give it:
 * - a string: RFC 3339 with an offset (`2024-01-01T00:00:00Z`, up to 9 fraction digits), a date alone
 *   (`2024-01-01`, midnight UTC), `now`, or `now-<n><s|m|h|d>` such as `now-12h`;
 * - a `Date`;
 * - a `bigint`: nanoseconds since 1970-01-01T00:00:00Z.
 */
export type TimeInput = string | Date | bigint;

const nsPerMs = 1_000_000n;
const nsPerSecond = 1_000_000_000n;
const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The moments an int64 of nanoseconds can hold: 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z. */
export const minTime: bigint = -(2n ** 63n);
export const maxTime: bigint = 2n ** 63n - 1n;

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d)))?$/;
const relative = /^now(?:-(\d{1,9})([smhd]))?$/;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Reads an RFC 3339 time with offset, or a date alone (midnight UTC), exactly.
 *
 * @returns nanoseconds since 1970-01-01T00:00:00Z, or `undefined` when `text` is neither, or outside {@link minTime} to {@link maxTime}
 */
export function parseTime(text: string): bigint | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", sign, offsetHour, offsetMinute] =
    match;
  const y = Number(year);
  const m = Number(month);
  const d = Number(day);
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  let seconds = daysFromCivil(y, m, d) * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (sign !== undefined) {
    if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
    const offset = Number(offsetHour) * 3600 + Number(offsetMinute) * 60;
    seconds += sign === "+" ? -offset : offset;
  }
  const ns = BigInt(seconds) * nsPerSecond + BigInt(fraction.padEnd(9, "0"));
  return ns < minTime || ns > maxTime ? undefined : ns;
}

/**
 * Writes nanoseconds since 1970-01-01T00:00:00Z as RFC 3339 in UTC, exactly.
 *
 * @param fractionDigits how many fraction digits at least; more are written where the time has them. The service's own texts have 7.
 */
export function formatTime(ns: bigint, fractionDigits = 0): string {
  const fractionNs = ((ns % nsPerSecond) + nsPerSecond) % nsPerSecond;
  const seconds = Number((ns - fractionNs) / nsPerSecond);
  const days = Math.floor(seconds / 86_400);
  const { year, month, day } = civilFromDays(days);
  const secondOfDay = seconds - days * 86_400;
  const two = (n: number): string => String(n).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const time = `${two(Math.floor(secondOfDay / 3600))}:${two(Math.floor(secondOfDay / 60) % 60)}:${two(secondOfDay % 60)}`;
  const nine = String(fractionNs).padStart(9, "0");
  const significant = nine.replace(/0+$/, "").length;
  const fraction = nine.slice(0, Math.max(significant, fractionDigits));
  return `${date}T${time}${fraction === "" ? "" : `.${fraction}`}Z`;
}

/**
 * The moment that a caller means, in nanoseconds since 1970-01-01T00:00:00Z.
 *
 * @param name the parameter's name, for the error
 * @param nowMs what `now` means, in milliseconds since 1970-01-01T00:00:00Z
 * @throws OmniaError `invalid-argument` for anything that is not a {@link TimeInput}
 */
export function toNanoseconds(input: TimeInput, name: string, nowMs: number): bigint {
  if (typeof input === "bigint") {
    if (input >= minTime && input <= maxTime) return input;
    throw new OmniaError(
      "invalid-argument",
      `${name}: ${input} ns is outside ${formatTime(minTime)} to ${formatTime(maxTime)}.`,
    );
  }
  if (input instanceof Date) {
    const ns = Number.isNaN(input.getTime()) ? undefined : BigInt(input.getTime()) * nsPerMs;
    if (ns !== undefined && ns >= minTime && ns <= maxTime) return ns;
    throw new OmniaError(
      "invalid-argument",
      `${name}: the Date is invalid or outside ${formatTime(minTime)} to ${formatTime(maxTime)}.`,
    );
  }
  if (typeof input === "string") {
    const fromNow = relative.exec(input);
    if (fromNow !== null) {
      const [, amount = "0", unit = "s"] = fromNow;
      return BigInt(Math.trunc(nowMs)) * nsPerMs - BigInt(amount) * BigInt(secondsPerUnit[unit]!) * nsPerSecond;
    }
    const ns = parseTime(input);
    if (ns !== undefined) return ns;
  }
  const shown = typeof input === "string" ? JSON.stringify(input) : `a ${typeof input} (${String(input)})`;
  throw new OmniaError(
    "invalid-argument",
    `${name}: ${shown} is not a time. Give RFC 3339 with an offset ("2024-01-01T00:00:00Z", at most 9 fraction digits, ` +
      `between the years 1677 and 2262), a date ("2024-01-01"), "now", "now-12h", a Date, or a bigint of nanoseconds since 1970.`,
  );
}
