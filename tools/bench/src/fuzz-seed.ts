// Set up for every test file of a long run: one seed for all properties of a round (`fuzz.ts`).
import fc from "fast-check";

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env["OMNIA_FUZZ_SEED"]) });
