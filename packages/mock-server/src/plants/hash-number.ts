/**
 * An unsigned 32-bit number that depends on every bit of both: the same everywhere. Never for secrets.
 * Source: the last steps of MurmurHash3 by Austin Appleby, which is in the public domain.
 */
export function hashNumber(seed: number, number: number): number {
  let hash = Math.imul(number, 0x9e37_79b1) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 (included) to 1 (excluded). */
export function pickPart(seed: number, number: number): number {
  return hashNumber(seed, number) / 2 ** 32;
}

/** From -1 to 1, without a jump anywhere; about as many ups and downs as `position` counts. */
export function wander(seed: number, position: number): number {
  const step = Math.floor(position);
  const part = position - step;
  const from = pickPart(seed, step);
  const to = pickPart(seed, step + 1);
  return 2 * (from + (to - from) * part * part * (3 - 2 * part)) - 1;
}

/** Between two durations, short ones as often as long ones. */
export function pickDuration(part: number, least: number, most: number): number {
  return Math.round(least * (most / least) ** part);
}
