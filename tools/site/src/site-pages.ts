import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A page of the site and the Markdown that it is made of. */
export interface SitePage {
  /** In the repository, such as `packages/core/README.md`. */
  readonly source: string;
  /** In the site, such as `packages/core/index.md`. */
  readonly page: string;
  /** The first heading. */
  readonly title: string;
}

const patterns = [
  "{README,CONTRIBUTING}.md",
  "docs/**/*.md",
  "packages/*/{README,CHANGELOG}.md",
  "examples/*/README.md",
  "specs/EVIDENCE.md",
];

/** Where the Markdown of a page stands in the site: as in the repository, and a README is what its folder shows. */
export function toPagePath(source: string): string {
  return basename(source) === "README.md" ? join(dirname(source), "index.md") : source;
}

/** All pages, in the order of their paths. @param root of the repository @throws Error for a page without a heading */
export function findSitePages(root: string): readonly SitePage[] {
  return globSync(patterns, { cwd: root })
    .toSorted()
    .map((source) => {
      const title = /^# (.+)$/m.exec(readFileSync(join(root, source), "utf8"))?.[1];
      if (title === undefined) {
        throw new Error(
          `${source} has no heading, so that nothing can stand for it in the site's menu. Begin it with a line "# …".`,
        );
      }
      return { source, page: toPagePath(source), title: title.replaceAll("`", "") };
    });
}
