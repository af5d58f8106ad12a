/** A moment of a clock, in milliseconds since 1970-01-01T00:00:00Z, as RFC 3339 text with nine digits of a second. */
export function formatMs(ms: number): string {
  return `${new Date(Math.floor(ms)).toISOString().slice(0, -1)}000000Z`;
}
