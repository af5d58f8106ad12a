import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { WorkspacePackage } from "./workspace.ts";

/** Whether changesets wait for their versions, versions wait to be published, or nothing waits. */
export type ReleasePlan = "version" | "publish" | "nothing";

/** What a release would do next. `tags` are those of git; each published version has its own. */
export function releasePlan(
  repository: string,
  packages: readonly WorkspacePackage[],
  tags: readonly string[],
): ReleasePlan {
  if (readdirSync(join(repository, ".changeset")).some((name) => name.endsWith(".md"))) return "version";
  return packages.every(({ manifest }) => tags.includes(`${manifest.name}@${manifest.version}`))
    ? "nothing"
    : "publish";
}
