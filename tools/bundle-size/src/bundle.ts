import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** The names taken from each module; `*` for all. */
export type Imports = Readonly<Record<string, "*" | readonly string[]>>;

/** What is bundled: an entry that exports what these imports bring. */
export interface BundleSource {
  readonly imports: Imports;
  /** Which entries of packages are taken, as their export conditions say. */
  readonly platform: "browser" | "node";
  /** Packages that stay outside, with all their entries. */
  readonly external: readonly string[];
}

/** A file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly code: string;
  readonly isEntry: boolean;
  /** Files and external modules that are loaded together with it, and later. */
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  /** Bytes of each module in it before minifying, by {@link moduleName}. */
  readonly modules: Readonly<Record<string, number>>;
}

export const root: string = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * The name of a module in reports: the package and the file of ours, such as `core/client.js`, or the package of another,
 * such as `openapi-fetch`.
 */
export function moduleName(id: string): string {
  if (id.startsWith("\0")) return "rolldown";
  const path = relative(root, id).replaceAll("\\", "/");
  const installed = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return installed ?? path.replace(/^packages\/([^/]+)\/dist\//, "$1/");
}

function entryText(imports: Imports): string {
  const statements = Object.entries(imports).map(([specifier, names]) => {
    return `export ${names === "*" ? "*" : `{ ${names.join(", ")} }`} from ${JSON.stringify(specifier)};`;
  });
  return statements.join("\n");
}

/** Bundles as an application would: minified, and what is loaded later in files of its own. */
export async function bundle({ imports, platform, external }: BundleSource): Promise<BundleFile[]> {
  const entry = fileURLToPath(new URL("entry.js", import.meta.url));
  const build = await rolldown({
    input: entry,
    platform,
    // What is loaded at once is one file, from which later files take what they share with it: as in an application.
    preserveEntrySignatures: "allow-extension",
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? entryText(imports) : undefined),
      },
    ],
    // A Node module in a browser bundle is for `findBleeding` to report.
    logLevel: "silent",
  });
  const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: true });
  await build.close();
  return output
    .filter((file) => file.type === "chunk")
    .map((chunk): BundleFile => {
      const modules: Record<string, number> = {};
      for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
        if (renderedLength === 0 || id === entry) continue;
        const name = moduleName(id);
        modules[name] = (modules[name] ?? 0) + renderedLength;
      }
      const { fileName: name, code, isEntry, imports, dynamicImports } = chunk;
      return { name, code, isEntry, imports, dynamicImports, modules };
    });
}
