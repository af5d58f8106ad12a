// What a page runs: the cases that are for pages.
import type { CaseResult, Target } from "./case.ts";
import { allCases } from "./cases/all-cases.ts";
import { runCases } from "./run-cases.ts";

const inPages = allCases.filter(({ notInPages }) => notInPages === undefined);

Object.assign(globalThis, {
  runAllCases: (target: Target): Promise<CaseResult[]> => runCases(inPages, target),
});
