const { process } = globalThis as { process?: { env: Readonly<Record<string, string | undefined>> } };

/** How many times as many runs as in CI: the environment variable `OMNIA_FUZZ_RUNS`. */
const factor = Number(process?.env.OMNIA_FUZZ_RUNS ?? 1);

/** @param runs in CI */
export function fuzzRuns(runs: number): number {
  return Math.ceil(runs * factor);
}
