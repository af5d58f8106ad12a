import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inc } from "semver";
import type { WorkspacePackage } from "./workspace.ts";

const kinds = ["patch", "minor", "major"] as const;

/** The version of a package's next release: what the changesets of the repository make of its version. */
export function nextVersion(repository: string, { manifest }: WorkspacePackage): string {
  const folder = join(repository, ".changeset");
  const texts = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const kind = kinds.findLast((kind) => texts.some((text) => text.includes(`"${manifest.name}": ${kind}\n`)));
  return (kind === undefined ? undefined : inc(manifest.version, kind)) ?? manifest.version;
}
