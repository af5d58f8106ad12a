import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./bundle.ts";
import { packageBundles, usualBundles } from "./bundles.ts";
import { replaceRegion } from "./marked-region.ts";
import { formatSizes } from "./size-table.ts";
import type { Sizes } from "./sizes-file.ts";

/** The pages that show sizes, as they must be: by path inside the repository. */
export function readmesWith(sizes: Sizes): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const add = (path: string, text: string): void => {
    pages.set(path, replaceRegion(readFileSync(`${root}/${path}`, "utf8"), text, path));
  };
  add("README.md", formatSizes(usualBundles, sizes));
  for (const folder of readdirSync(`${root}/packages`)) {
    const own = [...usualBundles, ...packageBundles].filter(({ packageFolder }) => packageFolder === folder);
    add(`packages/${folder}/README.md`, formatSizes(own, sizes));
  }
  return pages;
}

/** The pages that do not show these sizes. */
export function staleReadmes(sizes: Sizes): string[] {
  return [...readmesWith(sizes)]
    .filter(([path, text]) => readFileSync(`${root}/${path}`, "utf8") !== text)
    .map(([path]) => path);
}

export function writeReadmes(sizes: Sizes): void {
  for (const [path, text] of readmesWith(sizes)) writeFileSync(`${root}/${path}`, text);
}
