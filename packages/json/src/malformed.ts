import { OmniaError } from "@omnia-timeseries/core";

/**
 * A `decode` error that says where an answer is wrong, what was found there and what belongs there.
 *
 * @param place such as `data.items[3].datapoints[17].value`
 */
export function malformed(place: string, found: unknown, expected: string): OmniaError {
  return new OmniaError("decode", `Malformed JSON answer: ${place} is ${describe(found)}, expected ${expected}.`);
}

function describe(found: unknown): string {
  if (found === undefined) return "missing";
  if (typeof found === "string") {
    return `the string ${JSON.stringify(found.length > 40 ? `${found.slice(0, 40)}…` : found)}`;
  }
  if (typeof found === "number" || typeof found === "boolean") return String(found);
  if (found === null) return "null";
  return Array.isArray(found) ? "an array" : "an object";
}
