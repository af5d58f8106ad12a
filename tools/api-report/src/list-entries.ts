import { readdirSync, readFileSync } from "node:fs";

/** One thing that users can import. */
export interface Entry {
  /** As it is imported, such as `@omnia-timeseries/core/telemetry`. */
  readonly specifier: string;
  /** Path of its declarations. */
  readonly types: string;
}

export interface ReportedPackage {
  readonly folder: string;
  /** Where its report is. */
  readonly report: string;
  readonly entries: readonly Entry[];
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, { readonly types: string }>>;
}

/** All packages below a folder, with the entries that their `exports` name. */
export function listPackages(packages: string): readonly ReportedPackage[] {
  return readdirSync(packages).map((name) => {
    const folder = `${packages}/${name}`;
    const manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as Manifest;
    return {
      folder,
      report: `${folder}/${name}.api.md`,
      entries: Object.entries(manifest.exports).map(([path, { types }]) => ({
        specifier: manifest.name + path.slice(1),
        types: `${folder}/${types}`,
      })),
    };
  });
}
