import { hashNumber, pickDuration, pickPart } from "./hash-number.ts";

/**
 * What is wrong with a sensor from `start` (included) to `end` (excluded), in seconds since 1970-01-01T00:00:00Z:
 * no points (`gap`), one value with good quality (`frozen`), a status that is not good (`bad`), or points that can
 * be read from `readable` on and not before (`late`).
 */
export interface Defect {
  readonly kind: "gap" | "frozen" | "bad" | "late";
  readonly start: number;
  readonly end: number;
  readonly readable: number;
  readonly status: number;
}

export const good = 192;
/** Bad, questionable, substituted and their like: specs/EVIDENCE.md has the list of the wiki page Timeseries-Data. */
const badStatuses = [0, 0, 0, 64, 64, 24, 8, 60] as const;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Each of these stretches of time has one defect or none, with all that belongs to it. */
export const stretchSeconds: number = 7 * day;

const kinds = [
  { kind: "gap", part: 0.2, least: 5 * minute, most: 3 * day },
  { kind: "bad", part: 0.25, least: 2 * minute, most: 12 * hour },
  { kind: "frozen", part: 0.1, least: 3 * hour, most: day },
  { kind: "late", part: 0.1, least: 10 * minute, most: 6 * hour },
] as const;
const maxDelay = 6 * hour;

/** The defect of a sensor in one of the stretches that begin with 1970. */
export function findDefect(sensorSeed: number, stretch: number): Defect | undefined {
  const seed = hashNumber(sensorSeed, stretch);
  let left = pickPart(seed, 0);
  for (const { kind, part, least, most } of kinds) {
    left -= part;
    if (left >= 0) continue;
    const length = pickDuration(pickPart(seed, 1), least, most);
    const delay = kind === "late" ? pickDuration(pickPart(seed, 2), 5 * minute, maxDelay) : 0;
    const start = stretch * stretchSeconds + Math.floor((stretchSeconds - length - delay) * pickPart(seed, 3));
    const end = start + length;
    const status = kind === "bad" ? badStatuses[hashNumber(seed, 4) % badStatuses.length]! : good;
    return { kind, start, end, readable: end + delay, status };
  }
  return undefined;
}
