import { OmniaError } from "./omnia-error.ts";

/** @throws OmniaError `invalid-argument` for a value that is given and is not above 0 */
export function validatePositive(value: number | undefined, name: string, unit: string): void {
  if (value === undefined || value > 0) return;
  throw new OmniaError("invalid-argument", `${name}: ${String(value)} is not a number of ${unit} above 0.`);
}
