import { median } from "./statistics.ts";

/** What a result must not miss. Floors are those of the project's goals; they are never loosened. */
export type Floor = { readonly atLeast: number } | { readonly atMost: number };

/** One claim with what was measured for it. */
export interface Goal {
  readonly name: string;
  /** `x` is a ratio. */
  readonly unit: "x" | "B/point" | "kB" | "MB" | "ms" | "/s" | "requests";
  /** One a round. */
  readonly samples: readonly number[];
  /** Absent: only told, not judged. */
  readonly floor?: Floor;
}

export type Verdict = "pass" | "MISSED" | "told";

/** The median against the floor; what is not a number is missed. */
export function judge({ samples, floor }: Goal): Verdict {
  if (floor === undefined) return "told";
  const result = median(samples);
  return ("atLeast" in floor ? result >= floor.atLeast : result <= floor.atMost) ? "pass" : "MISSED";
}
