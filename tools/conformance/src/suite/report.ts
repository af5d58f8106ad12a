import type { ConformanceCase } from "./case.ts";
import type { CaseResult } from "./run-cases.ts";

/** One case, and what became of it. */
export interface ReportRow extends Pick<ConformanceCase, "name" | "operationIds" | "rests"> {
  readonly mock: CaseResult;
  /** Where a service was asked too. */
  readonly service?: CaseResult;
}

export interface Report {
  /** `test`, `prod` or a host; undefined where only the mock server was asked. */
  readonly target?: string;
  readonly date: string;
  /** To the service. */
  readonly requests: number;
  /** Why cases were not run. */
  readonly refusals: readonly string[];
  readonly isCutShort: boolean;
  readonly rows: readonly ReportRow[];
}

/** Whether service and mock server do not do the same, as far as both were asked. */
export function isDifferent({ mock, service }: ReportRow): boolean {
  if (service === undefined || [mock.outcome, service.outcome].includes("not run")) return false;
  return mock.outcome !== service.outcome || mock.found !== service.found;
}

/** A fact that does not hold, or a mock server that does not do what its README says. */
export function isBad({ mock, service }: ReportRow): boolean {
  return !["pass", "as assumed"].includes(mock.outcome) || service?.outcome === "fail";
}

function describe({ outcome, found }: CaseResult): string {
  return found === undefined ? outcome : `${outcome}: ${found}`;
}

function describeRow({ name, rests, operationIds, mock, service }: ReportRow): string[] {
  const ground = "fact" in rests ? `the fact of ${rests.fact}` : `the assumption '${rests.assumption}'`;
  return [
    `- ${name}`,
    `    rests on ${ground}${operationIds.length === 0 ? "" : `; ${operationIds.join(", ")}`}`,
    ...(service === undefined ? [] : [`    service:     ${describe(service)}`]),
    `    mock server: ${describe(mock)}`,
  ];
}

function section(title: string, rows: readonly ReportRow[]): string[] {
  return rows.length === 0 ? [] : ["", `${title} (${rows.length})`, ...rows.flatMap(describeRow)];
}

/** How often each outcome is there, such as `70 pass, 12 as assumed`. */
function tally(results: readonly CaseResult[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
}

/** The report as text, to be read and to be pasted into an issue. */
export function formatReport({ target, date, requests, refusals, rows }: Report): string {
  const services = rows.flatMap(({ service }) => service ?? []);
  const notRun = rows.filter(({ mock, service }) => [mock.outcome, service?.outcome].includes("not run"));
  const bad = rows.filter((row) => isBad(row) && !isDifferent(row) && !notRun.includes(row));
  return [
    `Conformance of ${target === undefined ? "the mock server" : `'${target}' and the mock server`}, ${date}`,
    "",
    ...(target === undefined ? [] : [`service:     ${tally(services)}; ${requests} requests, all of them reads`]),
    `mock server: ${tally(rows.map(({ mock }) => mock))}`,
    ...refusals.map((refusal) => `stopped:     ${refusal}`),
    ...(target === undefined ? [] : section("The service and the mock server differ", rows.filter(isDifferent))),
    ...section("Wrong", bad),
    ...section("Not run", notRun),
    ...(target === undefined || rows.some(isDifferent) ? [] : ["", "No difference was found."]),
  ].join("\n");
}
