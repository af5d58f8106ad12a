import type { CaseResult, RuntimeCase, Target } from "./case.ts";

/** A case that hangs must not hang the run. */
const caseTimeoutMs = 30_000;

async function runInTime({ run }: RuntimeCase, target: Target): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`has not ended in ${caseTimeoutMs} ms`)), caseTimeoutMs);
  });
  await Promise.race([run(target), late]).finally(() => clearTimeout(timer));
}

/** Runs cases one after the other: they set faults for the next request of the one server. */
export async function runCases(cases: readonly RuntimeCase[], target: Target): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const one of cases) {
    const start = performance.now();
    const error: unknown = await runInTime(one, target).then(
      () => undefined,
      (thrown: unknown) => thrown ?? new Error("threw nothing"),
    );
    const durationMs = Math.round(performance.now() - start);
    const shown = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    results.push({ name: one.name, durationMs, ...(error !== undefined && { error: shown }) });
  }
  return results;
}
