import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { githubSlug } from "./github-slug.ts";

function findAnchors(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of markdown.matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = githubSlug(heading);
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * typedoc-plugin-markdown counts some headings twice, and then links to `#name-1` where there is only `#name`: such
 * links are made to lead there. @param folder of the API reference
 */
export function repairAnchors(folder: string): void {
  const pages = new Map(
    globSync("**/*.md", { cwd: folder }).map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
  const anchors = new Map(Array.from(pages, ([path, markdown]) => [path, findAnchors(markdown)]));
  for (const [path, markdown] of pages) {
    const repaired = markdown.replaceAll(/\]\(([^)#]*)#([^)]+)-1\)/g, (link, target: string, name: string) => {
      const found = anchors.get(target === "" ? path : normalize(join(dirname(path), target)));
      return found !== undefined && !found.has(`${name}-1`) && found.has(name) ? `](${target}#${name})` : link;
    });
    writeFileSync(join(folder, path), repaired);
  }
}
