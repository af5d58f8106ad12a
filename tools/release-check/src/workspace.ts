import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly repository?: { readonly url: string; readonly directory: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  /** The name without the scope, which is that of its folder too. */
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The package.json in a folder. */
export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** Every package that is published, of this repository or of a copy of it. */
export function readPackages(repository: string = root): readonly WorkspacePackage[] {
  return readdirSync(join(repository, "packages")).map((name) => {
    const folder = join(repository, "packages", name);
    return { name, folder, manifest: readManifest(folder) };
  });
}
