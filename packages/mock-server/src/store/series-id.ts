import { hashText } from "../hash-text.ts";

/**
 * The id of a series: a GUID (RFC 9562, version 8) that depends on the seed, the facility and the name alone,
 * so that a test may know it beforehand, whatever else the server holds.
 *
 * @param earlier how many series had this name before, and were deleted or renamed: an id is never used again
 */
export function createSeriesId(seed: number, facility: string, name: string, earlier = 0): string {
  const text = JSON.stringify([seed, facility.toLowerCase(), name, ...(earlier === 0 ? [] : [earlier])]);
  const hex = hashText(text)
    .map((lane) => lane.toString(16).padStart(8, "0"))
    .join("");
  const variant = (8 + (Number.parseInt(hex[16]!, 16) % 4)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
