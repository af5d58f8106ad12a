// The client on the mock server's seeded faults: what it reports is what is so. docs/fuzzing.md tells how to run more.
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeFailure, fuzzParameters } from "./fuzz-parameters.test-support.ts";
import { plan } from "./plan.test-support.ts";
import { play } from "./play.test-support.ts";

test("every read gives what is stored or a typed error, and every write's report is true", async () => {
  const outcome = await fc.check(
    fc.asyncProperty(plan, (drawn) => play(drawn)),
    fuzzParameters(300),
  );
  expect(describeFailure(outcome)).toBe("");
});
