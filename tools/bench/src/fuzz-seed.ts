// Set up for every test file of a long run: one seed for all properties of a round (`fuzz.ts`), and more runs for those
// that leave their number to fast-check, which is 100.
import fc from "fast-check";

fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  seed: Number(process.env["OMNIA_FUZZ_SEED"]),
  numRuns: 100 * Number(process.env["OMNIA_FUZZ_RUNS"]),
});
