import process from "node:process";

// How many times as many runs as usual: a long fuzz run sets it.
const factor = Number(process.env["OMNIA_FUZZ_RUNS"] ?? 1);

/** How many runs of a property to make, where `runs` are usual. */
export function fuzzRuns(runs: number): number {
  return Math.max(1, Math.round(runs * factor));
}
