import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pnpm } from "./package-managers.ts";
import { run } from "./run.ts";
import { readManifest } from "./workspace.ts";
import type { Manifest, WorkspacePackage } from "./workspace.ts";

export interface PackedPackage {
  readonly name: string;
  /** As it is published: with versions in the place of `workspace:` and `catalog:`. */
  readonly manifest: Manifest;
  readonly tarball: string;
  /** The tarball's content, unpacked. */
  readonly folder: string;
}

/** Packs each package of a repository as pnpm publishes it, into `folder`. */
export async function packPackages(
  repository: string,
  packages: readonly WorkspacePackage[],
  folder: string,
): Promise<readonly PackedPackage[]> {
  mkdirSync(folder, { recursive: true });
  const args = ["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", folder];
  await run(pnpm.command, [...pnpm.args, ...args], { cwd: repository });
  return Promise.all(
    packages.map(async ({ name, manifest: { name: fullName, version } }) => {
      const tarball = join(folder, `${fullName.replace("@", "").replace("/", "-")}-${version}.tgz`);
      const target = join(folder, name);
      mkdirSync(target);
      await run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], { cwd: folder });
      return { name, tarball, folder: target, manifest: readManifest(target) };
    }),
  );
}
