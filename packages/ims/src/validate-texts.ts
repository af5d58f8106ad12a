import { OmniaError } from "@omnia-timeseries/core";

/**
 * Checks a list of texts that becomes the body of a request.
 *
 * @param pattern what each must match
 * @param rule what each must be, for the error
 * @throws OmniaError `invalid-argument` for an empty list, or with the place of the first that is something else
 */
export function validateTexts(values: readonly string[], name: string, pattern: RegExp, rule: string): void {
  if (!Array.isArray(values) || values.length === 0) {
    throw new OmniaError("invalid-argument", `${name}: is not a list with something in it. Give at least one.`);
  }
  const wrong = values.findIndex((value: unknown) => typeof value !== "string" || !pattern.test(value));
  if (wrong === -1) return;
  const shown = JSON.stringify(values[wrong]) ?? String(values[wrong]);
  throw new OmniaError("invalid-argument", `${name}[${wrong}]: ${shown} is not ${rule}.`);
}
