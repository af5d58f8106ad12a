import { malformed } from "./malformed.ts";

/** An object as `JSON.parse` gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws OmniaError `decode` when `found` is no object */
export function readObject(found: unknown, place: string): JsonObject {
  if (!(found instanceof Object) || Array.isArray(found)) throw malformed(place, found, "an object");
  return found as JsonObject;
}

/**
 * The strings at `names`; `null`, an absent property and the empty string all mean that there is none.
 *
 * @throws OmniaError `decode` for anything else
 */
export function readTexts<Name extends string>(
  object: JsonObject,
  names: readonly Name[],
  place: string,
): { [N in Name]?: string } {
  const texts: { [N in Name]?: string } = {};
  for (const name of names) {
    const found = object[name] ?? "";
    if (typeof found !== "string") throw malformed(`${place}.${name}`, found, "a string or null");
    if (found !== "") texts[name] = found;
  }
  return texts;
}

/**
 * The integer at `name`, from 0 to `max`; `null` and an absent property mean that there is none.
 *
 * @throws OmniaError `decode` for anything else, and for integers that a double cannot hold exactly
 */
export function readInteger(
  object: JsonObject,
  name: string,
  place: string,
  max: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const found = object[name] ?? undefined;
  if (found !== undefined && !(Number.isInteger(found) && (found as number) >= 0 && (found as number) <= max)) {
    throw malformed(`${place}.${name}`, found, `an integer from 0 to ${max} or null`);
  }
  return found as number | undefined;
}
