// Writes the API report of each package: `pnpm api`; `pnpm api --check` compares and writes nothing.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeDifference } from "./describe-difference.ts";
import { extractDeclarations } from "./extract-declarations.ts";
import { formatReport } from "./format-report.ts";
import { listPackages } from "./list-entries.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const packages = listPackages(fileURLToPath(new URL("../../../packages", import.meta.url)));

const differing: string[] = [];
for (const { folder, report, entries } of packages) {
  const now = formatReport(entries[0]!.specifier, entries, extractDeclarations(folder, entries));
  const before = existsSync(report) ? readFileSync(report, "utf8") : "";
  if (before === now) continue;
  if (values.check) differing.push(`packages/${basename(folder)}:\n${describeDifference(before, now)}`);
  else {
    writeFileSync(report, now);
    console.log(`${report} is new: its difference is what a changeset has to tell users.`);
  }
}

if (differing.length > 0) {
  console.error(
    `${differing.join("\n\n")}\n\n` +
      "What users can import is not what the API reports say. The reports are there so that nobody changes it by accident.\n" +
      "If it is meant: run `pnpm api`, commit the reports, and write a changeset with `pnpm changeset`: major where " +
      "something went or takes less, minor where something came.\nIf it is not: change the code back.",
  );
  process.exitCode = 1;
} else {
  console.log(`${packages.length} API reports ${values.check ? "say what users can import" : "are as they should be"}`);
}
