import { OmniaError } from "./omnia-error.ts";

/**
 * Checks a list of series.
 *
 * @param maxItems the most that one request takes; without it there is no limit
 * @throws OmniaError `invalid-argument` for what is not a list, an empty list, and one that is too long
 */
export function validateList(value: unknown, name: string, maxItems: number = Number.POSITIVE_INFINITY): void {
  const found = Array.isArray(value) ? String(value.length) : "none";
  if (Array.isArray(value) && value.length >= 1 && value.length <= maxItems) return;
  const range = Number.isFinite(maxItems) ? `1 to ${maxItems} series fit one request` : "at least 1 series is needed";
  throw new OmniaError("invalid-argument", `${name}: ${range}, not ${found}.`);
}
