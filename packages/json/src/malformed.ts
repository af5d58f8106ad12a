import { OmniaError } from "@omnia-timeseries/core";

/** A `decode` error about the bytes or the parts of an answer. */
export function malformedAnswer(what: string, cause?: unknown): OmniaError {
  return new OmniaError("decode", `Malformed JSON answer: ${what}.`, { cause });
}

/**
 * A `decode` error that says where an answer is wrong, what was found there and what belongs there.
 *
 * @param place such as `data.items[3].datapoints[17].value`
 */
export function malformed(place: string, found: unknown, expected: string): OmniaError {
  return malformedAnswer(`${place} is ${describe(found)}, expected ${expected}`);
}

/** As much of a string as a message shows. */
const maxText = 40;

function describe(found: unknown): string {
  if (found === undefined) return "missing";
  if (typeof found === "string") return JSON.stringify(found.slice(0, maxText));
  if (Array.isArray(found)) return "an array";
  return found instanceof Object ? "an object" : `${found as number | boolean | null}`;
}
