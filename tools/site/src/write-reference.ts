import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, Converter } from "typedoc";
import type { TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import type { PublicEntry } from "./public-entries.ts";
import { repairAnchors } from "./repair-anchors.ts";

/**
 * Writes a page of Markdown for each entry, of all that it exports: `<name of the entry>.md`.
 *
 * @param root of the repository
 * @throws Error where typedoc cannot read the sources
 */
export async function writeReference(root: string, entries: readonly PublicEntry[], folder: string): Promise<void> {
  const options: TypeDocOptions & PluginOptions = {
    entryPoints: entries.map(({ source }) => join(root, source)),
    tsconfig: fileURLToPath(new URL("../tsconfig.reference.json", import.meta.url)),
    plugin: ["typedoc-plugin-markdown"],
    readme: "none",
    disableGit: true,
    disableSources: true,
    excludeInternal: true,
    excludePrivate: true,
    // Types are checked by the build; only the comments matter here.
    skipErrorChecking: true,
    // The generated types of the wire have tags of openapi-typescript, which are as good as text.
    modifierTags: ["@description", "@example"],
    logLevel: "Error",
    router: "module",
    entryFileName: "index",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    outputs: [{ name: "markdown", path: folder }],
  };
  const app = await Application.bootstrapWithPlugins(options);
  const names = new Map(
    entries.map(({ name, source }) => [source.replace(/^packages\//, "").replace(/(\/index)?\.ts$/, ""), name]),
  );
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.children ?? []) entry.name = names.get(entry.name) ?? entry.name;
  });
  const project = await app.convert();
  if (project === undefined) {
    throw new Error(
      `typedoc could not read the sources, so there is no API reference; what it said stands above. The entries are ${entries.map(({ source }) => relative(root, source)).join(", ")}.`,
    );
  }
  await app.generateOutputs(project);
  repairAnchors(folder);
}
