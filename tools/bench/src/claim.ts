import type { Goal } from "./goal.ts";
import type { Scale } from "./scale.ts";

/** A table of docs/benchmarks.md, with what must be known to read it. */
export interface Table {
  readonly title: string;
  readonly note?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What was measured for one claim. */
export interface ClaimResult {
  readonly goals: readonly Goal[];
  readonly tables: readonly Table[];
  /** What follows from the figures, in sentences. */
  readonly conclusions?: readonly string[];
}

/** Checks that all contestants give the same, then measures them. */
export type Claim = (scale: Scale) => Promise<ClaimResult>;
