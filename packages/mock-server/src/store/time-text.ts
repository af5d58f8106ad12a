/** A moment as the service writes it, in UTC with seven fraction digits; from milliseconds since 1970-01-01T00:00:00Z. */
export function formatMilliseconds(ms: number): string {
  return new Date(Math.floor(ms)).toISOString().replace("Z", "0000Z");
}
