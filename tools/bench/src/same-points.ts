import { createHash } from "node:crypto";
import type { Points } from "./points.ts";

/** A contestant that can show its result as columns. */
export interface ReadingContestant {
  readonly name: string;
  readonly run: () => unknown;
  /** What it reads, as columns; not measured. */
  readonly points: () => Points;
}

/**
 * @param read what is measured
 * @param pointsOf brings its result into columns, for the check
 */
export function createReader<T>(name: string, read: () => T, pointsOf: (result: T) => Points): ReadingContestant {
  return { name, run: read, points: () => pointsOf(read()) };
}

/** A digest of every bit of every column. */
export function digestOf({ time, value, status }: Points): string {
  const hash = createHash("sha256");
  for (const column of [time, value, status]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return `${time.length} points, ${hash.digest("hex")}`;
}

/** @throws Error when a contestant does not give `expected`, bit for bit: nobody wins by doing less */
export function validateSamePoints(contestants: readonly ReadingContestant[], expected: Points): void {
  const expectedDigest = digestOf(expected);
  for (const { name, points } of contestants) {
    if (digestOf(points()) !== expectedDigest) throw new Error(`${name} does not give the points that were encoded.`);
  }
}
