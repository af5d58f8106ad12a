import type { CaseContext, ConformanceCase } from "./case.ts";
import { Finding, NotApplicable, Refused } from "./finding.ts";

export type Outcome = "pass" | "fail" | "as assumed" | "differs" | "not run";

export interface CaseResult {
  readonly outcome: Outcome;
  /** What was found where it is not as expected, or why the case was not run. */
  readonly found?: string;
}

export async function runCase({ rests, check }: ConformanceCase, context: CaseContext): Promise<CaseResult> {
  try {
    await check(context);
    return { outcome: "fact" in rests ? "pass" : "as assumed" };
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (error instanceof NotApplicable) return { outcome: "not run", found: error.message };
    if (error instanceof Finding) return { outcome: "fact" in rests ? "fail" : "differs", found: error.message };
    return { outcome: "fail", found: `${String(error)} while it was checked` };
  }
}

/** The API that a case asks, by what it needs: a refusal of one API says nothing about another. */
function areaOf({ needs }: ConformanceCase): string {
  return needs.find((one) => one === "ims.read" || one === "ae.read") ?? "timeseries";
}

export interface CasesRun {
  /** By the names of the cases. */
  readonly results: ReadonlyMap<string, CaseResult>;
  /** Why cases were not run. */
  readonly refusals: readonly string[];
  /** Whether it was all, or the Timeseries API, that could not be asked to the end. */
  readonly isCutShort: boolean;
}

/** One case after the other. An API that refuses is not asked again. */
export async function runCases(cases: readonly ConformanceCase[], context: CaseContext): Promise<CasesRun> {
  const results = new Map<string, CaseResult>();
  const refusals = new Map<string, string>();
  for (const one of cases) {
    const refusal = refusals.get("all") ?? refusals.get(areaOf(one));
    if (refusal !== undefined) {
      results.set(one.name, { outcome: "not run", found: refusal });
      continue;
    }
    try {
      results.set(one.name, await runCase(one, context));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.set(error.isForAll ? "all" : areaOf(one), error.message);
      results.set(one.name, { outcome: "not run", found: error.message });
    }
  }
  const isCutShort = refusals.has("all") || refusals.has("timeseries");
  return { results, refusals: [...new Set(refusals.values())], isCutShort };
}
