// Runs the property tests for long, each round from a new seed: `pnpm fuzz [minutes] [first seed]`.
import { randomInt } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";

/** How many times the usual runs a property gets in one round. The tests read it. */
const runsFactor = 20;
const defaultMinutes = 10;

const root = fileURLToPath(new URL("../../..", import.meta.url));
const files = globSync(
  "{packages/core,packages/json,packages/mock-server,packages/protobuf,tools/conformance}/src/**/*.test.ts",
  {
    cwd: root,
  },
).filter((file) => readFileSync(`${root}/${file}`, "utf8").includes('from "fast-check"'));

/** @returns whether every property held */
async function runRound(seed: number): Promise<boolean> {
  const vitest = await startVitest("test", files, {
    root,
    watch: false,
    bail: 1,
    // Many runs take longer than the usual limit; what hangs shows by the seed that stays on the screen.
    testTimeout: 60 * 60_000,
    setupFiles: [fileURLToPath(new URL("fuzz-seed.ts", import.meta.url))],
    env: { OMNIA_FUZZ_RUNS: String(runsFactor), OMNIA_FUZZ_SEED: String(seed) },
  });
  const isGood = vitest.state.getCountOfFailedTests() === 0 && (process.exitCode ?? 0) === 0;
  await vitest.close();
  return isGood;
}

const [minutes = defaultMinutes, firstSeed] = process.argv.slice(2).map(Number);
if (!(minutes > 0)) throw new Error("Usage: pnpm fuzz [minutes] [first seed]");
const end = performance.now() + minutes * 60_000;
let round = 0;
do {
  const seed = round === 0 && firstSeed !== undefined ? firstSeed : randomInt(2 ** 31);
  round++;
  console.log(`round ${round}, seed ${seed}: ${files.length} files, ${runsFactor} times the usual runs`);
  if (!(await runRound(seed))) {
    console.error(`A property failed. Again with: pnpm fuzz ${minutes} ${seed}`);
    process.exit(1);
  }
} while (performance.now() < end);
console.log(`No failure in ${round} round(s).`);
