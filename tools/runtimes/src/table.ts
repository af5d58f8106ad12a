import type { CaseResult, RuntimeCase } from "./case.ts";

/** What came of one runtime. */
export interface RuntimeReport {
  readonly name: string;
  /** Undefined where it cannot be had. */
  readonly version?: string;
  readonly isBrowser: boolean;
  /** None where it cannot be had, or did not come to its cases. */
  readonly results: readonly CaseResult[];
}

function showCell({ notInPages }: RuntimeCase, { version, isBrowser }: RuntimeReport, result?: CaseResult): string {
  if (version === undefined) return "not tried";
  if (isBrowser && notInPages !== undefined) return notInPages;
  return result !== undefined && result.error === undefined ? "yes" : "**no**";
}

/** Rows of cells as Markdown, the first one as the head, with columns as wide as their longest cell. */
function formatRows(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]!.length)));
  const rule = widths.map((width) => "-".repeat(width));
  return rows
    .toSpliced(1, 0, rule)
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`)
    .join("\n");
}

/** The table as Markdown: a column a runtime with the version that ran, a row a case. */
export function formatTable(cases: readonly RuntimeCase[], reports: readonly RuntimeReport[]): string {
  const head = reports.map(({ name, version }) =>
    version === undefined ? `${name} (not to be had where this ran)` : `${name.split(" ")[0]} ${version}`,
  );
  const rows = cases.map((one) => [
    one.name,
    ...reports.map((report) => {
      const result = report.results.find(({ name }) => name === one.name);
      return showCell(one, report, result);
    }),
  ]);
  return formatRows([["", ...head], ...rows]);
}
