import { malformed } from "./malformed.ts";

/** An object as `JSON.parse` gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(found: unknown): found is JsonObject {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

/** @throws OmniaError `decode` when `found` is no object */
export function readObject(found: unknown, place: string): JsonObject {
  if (!isJsonObject(found)) throw malformed(place, found, "an object");
  return found;
}

/**
 * The string at `name`; `null`, an absent property and the empty string all mean that there is none.
 *
 * @throws OmniaError `decode` for anything else
 */
export function readText(object: JsonObject, name: string, place: string): string | undefined {
  const found = object[name] ?? "";
  if (typeof found !== "string") throw malformed(`${place}.${name}`, found, "a string or null");
  return found === "" ? undefined : found;
}

/**
 * The integer at `name`; `null` and an absent property mean that there is none.
 *
 * @throws OmniaError `decode` for anything else, and for integers that a double cannot hold exactly
 */
export function readInteger(object: JsonObject, name: string, place: string): number | undefined {
  const found = object[name] ?? undefined;
  if (found === undefined) return undefined;
  if (typeof found !== "number" || !Number.isSafeInteger(found)) {
    throw malformed(`${place}.${name}`, found, "an integer within ±(2^53 - 1) or null");
  }
  return found;
}
