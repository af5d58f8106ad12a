import fc from "fast-check";

const { OMNIA_FUZZ_RUNS: factor = "1", OMNIA_FUZZ_SEED: seed, OMNIA_FUZZ_PATH: path } = process.env;

/** @param runs in CI */
export function fuzzParameters<T>(runs: number): fc.Parameters<T> {
  return {
    numRuns: Math.ceil(runs * Number(factor)),
    ...(seed !== undefined && { seed: Number(seed) }),
    // The one run at the end of the path, and those that it shrinks to.
    ...(path !== undefined && { path, endOnFailure: true }),
  };
}

/** What went wrong, and how to see it again; empty where every run was good. */
export function describeFailure<T>(outcome: fc.RunDetails<T>): string {
  if (!outcome.failed) return "";
  const { errorInstance, counterexamplePath, counterexample, seed: usedSeed } = outcome;
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const again = `OMNIA_FUZZ_SEED=${usedSeed} OMNIA_FUZZ_PATH=${counterexamplePath}`;
  return [message, `Drawn: ${fc.stringify(counterexample)}`, `Set ${again} to see it again.`].join("\n");
}
