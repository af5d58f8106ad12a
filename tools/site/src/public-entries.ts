import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Something that can be imported. */
export interface PublicEntry {
  /** As it is imported, such as `@omnia-timeseries/core/telemetry`. */
  readonly name: string;
  /** The file that says what it is, such as `packages/core/src/telemetry.ts`. */
  readonly source: string;
}

/** Its types are those of the wire, generated and without end; docs/api.md lists what they are of. */
const generated = "./operations";

/** Entries of every published package, from the `exports` of its package.json. @param root of the repository */
export function findPublicEntries(root: string): readonly PublicEntry[] {
  return globSync("packages/*/package.json", { cwd: root })
    .toSorted()
    .flatMap((path) => {
      const { name, exports } = JSON.parse(readFileSync(join(root, path), "utf8")) as {
        readonly name: string;
        readonly exports: Readonly<Record<string, { readonly types: string }>>;
      };
      return Object.entries(exports)
        .filter(([subpath]) => subpath !== generated)
        .map(([subpath, { types }]) => ({
          name: join(name, subpath),
          source: join(dirname(path), types.replace("./dist/", "src/").replace(".d.ts", ".ts")),
        }));
    });
}
