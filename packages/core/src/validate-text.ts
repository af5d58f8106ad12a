import { OmniaError } from "./omnia-error.ts";

/**
 * @param rule why a text is needed here, as a sentence without its end
 * @throws OmniaError `invalid-argument` for anything but a text with something in it
 */
export function validateText(value: unknown, name: string, rule: string): void {
  if (typeof value === "string" && value !== "") return;
  const shown = JSON.stringify(value) ?? String(value);
  throw new OmniaError("invalid-argument", `${name}: ${rule}. Give a text, not ${shown}.`);
}
