import { OmniaError } from "./omnia-error.ts";

const words = ["none", "null", "previous", "linear"] as const;

/**
 * What an interval without points becomes: `none` no row, `null` a row without a value, `previous` the value of the
 * interval before, `linear` one between its neighbours, a number that number. Source: EVIDENCE.md; the service's own
 * list is not public.
 */
export type Fill = (typeof words)[number] | number;

/** The wire's text. @throws OmniaError `invalid-argument` for any other word, NaN and infinities */
export function formatFill(fill: Fill, name: string): string {
  if (typeof fill === "number" ? Number.isFinite(fill) : words.includes(fill)) return String(fill);
  const shown = typeof fill === "number" ? String(fill) : (JSON.stringify(fill) ?? "undefined");
  throw new OmniaError("invalid-argument", `${name}: ${shown} is not one of ${words.join(", ")} or a finite number.`);
}
