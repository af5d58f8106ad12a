// Run by `pnpm conformance`: what the facts say, against a mock server, and by someone with access against the service.
import { writeFileSync } from "node:fs";
import { fromEnvironment } from "@omnia-timeseries/auth";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { allCases, readOnlyCases } from "./cases/all-cases.ts";
import type { ConformanceCase } from "./suite/case.ts";
import { createContext } from "./suite/context.ts";
import { createCaseData, createMockTarget } from "./suite/mock-target.ts";
import { createPoliteFetch } from "./suite/polite-fetch.ts";
import type { Options } from "./suite/read-options.ts";
import { readOptions, usage } from "./suite/read-options.ts";
import type { Report } from "./suite/report.ts";
import { formatReport, isBad } from "./suite/report.ts";
import type { CasesRun } from "./suite/run-cases.ts";
import { runCases } from "./suite/run-cases.ts";
import { createServiceTarget } from "./suite/service-target.ts";

/** About twice what the cases need. */
const maxRequests = 350;

async function runOnMockServer(cases: readonly ConformanceCase[]): Promise<CasesRun> {
  await using server = createMockServer(createCaseData(Date.now()));
  await server.listen();
  // Awaited here: the server is closed when this function returns.
  return await runCases(cases, createContext(createMockTarget(server, globalThis.fetch, server.url)));
}

async function runOnService(
  cases: readonly ConformanceCase[],
  { target, ...series }: NonNullable<Options["service"]>,
  pauseMs: number,
): Promise<CasesRun & { readonly requests: number }> {
  const { credential } = fromEnvironment({ ...process.env, OMNIA_ENVIRONMENT: "test" });
  const polite = createPoliteFetch({ fetch: globalThis.fetch, pauseMs, maxRequests });
  const service = createServiceTarget({ target, series, credential, fetch: polite.fetch });
  // Before all else, so that the reason of a failed sign-in is told in full.
  await service.getToken("timeseries");
  return { ...(await runCases(cases, createContext(service))), requests: polite.count() };
}

async function run({ service, pauseMs }: Options): Promise<Report> {
  const cases = service === undefined ? allCases : readOnlyCases;
  const asked = service === undefined ? undefined : await runOnService(cases, service, pauseMs);
  const mock = await runOnMockServer(cases);
  return {
    ...(service === undefined ? {} : { target: service.target }),
    date: new Date().toISOString(),
    requests: asked?.requests ?? 0,
    refusals: (asked ?? mock).refusals,
    isCutShort: (asked ?? mock).isCutShort,
    rows: cases.map(({ name, operationIds, rests }) => {
      const row = { name, operationIds, rests, mock: mock.results.get(name)! };
      return asked === undefined ? row : { ...row, service: asked.results.get(name)! };
    }),
  };
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(usage);
  else {
    const report = await run(options);
    console.log(formatReport(report));
    if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
    if (report.isCutShort || report.rows.some(isBad)) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
