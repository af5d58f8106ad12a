import { maxTime, minTime, formatTime, parseTime } from "@omnia-timeseries/core";
import { Refusal } from "./refusal.ts";

/**
 * The moment that a request names, in ns since 1970-01-01T00:00:00Z; undefined where it names none.
 *
 * @param name what it is called in the refusal
 * @throws Refusal 400
 */
export function readTime<Text extends string | null | undefined>(
  text: Text,
  name: string,
): Text extends string ? bigint : bigint | undefined;
export function readTime(text: string | null | undefined, name: string): bigint | undefined {
  if (text === null || text === undefined) return undefined;
  const ns = parseTime(text);
  if (ns !== undefined) return ns;
  const range = `${formatTime(minTime)} to ${formatTime(maxTime)}`;
  throw new Refusal(400, `${name}: '${text}' is not an RFC 3339 time with an offset, nor a date, from ${range}.`);
}
