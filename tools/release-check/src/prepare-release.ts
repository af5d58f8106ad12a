import { join } from "node:path";
import { copyRepository } from "./copy-repository.ts";
import { releasePlan } from "./release-plan.ts";
import { run } from "./run.ts";
import { readPackages, root } from "./workspace.ts";
import type { WorkspacePackage } from "./workspace.ts";

/** The programs of the repository, and the one that the generators need beside them. */
export const path: string = [
  join(root, "node_modules/.bin"),
  join(root, "tools/codegen/node_modules/.bin"),
  process.env.PATH ?? "",
].join(":");

/**
 * Makes in `folder` what would be released now: a copy of the repository with the versions and
 * changelogs that its changesets make, and its packages built afresh.
 */
export async function prepareRelease(folder: string): Promise<readonly WorkspacePackage[]> {
  await copyRepository(folder);
  const env = { PATH: path };
  if (releasePlan(folder, readPackages(folder), []) === "version") {
    await run("changeset", ["version"], { cwd: folder, env });
    await run("node", ["src/generate.ts"], { cwd: join(folder, "tools/codegen"), env });
  }
  const packages = readPackages(folder);
  await run("tsc", ["-b", ...packages.map((pack) => pack.folder)], { cwd: folder, env });
  for (const { folder, manifest } of packages) {
    if (manifest.scripts?.bundle !== undefined) await run("npm", ["run", "bundle"], { cwd: folder, env });
  }
  return packages;
}
