import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { toPagePath } from "./site-pages.ts";

/** Where what is not a page of the site stands in it: as text, for any file of the repository that a page names. */
export const filesFolder = "/files/";

export interface LinkContext {
  /** Of the repository. */
  readonly root: string;
  /** The Markdown that has the link, such as `docs/testing.md`. */
  readonly source: string;
  /** The Markdown of all pages. */
  readonly sources: ReadonlySet<string>;
}

/**
 * A link of the repository's Markdown as one of the site: to a page, or to the text of a file or folder that is none.
 * What leads elsewhere stays.
 *
 * @throws Error where the repository has nothing there
 */
export function resolveLink(href: string, { root, source, sources }: LinkContext): string {
  if (/^([a-z][a-z+.-]*:|\/\/|#)/i.test(href)) return href;
  const [path = "", hash] = href.split("#");
  const target = normalize(join(dirname(source), decodeURI(path))).replace(/\/$/, "");
  const anchor = hash === undefined ? "" : `#${hash}`;
  const full = join(root, target);
  if (target.startsWith("..") || !existsSync(full)) {
    throw new Error(
      `${source} links to ${href}, and there is no ${target}: whoever follows the link finds nothing. Correct the link, or bring the file back.`,
    );
  }
  const readme = join(target, "README.md");
  const page = [target, readme].find((path) => sources.has(path));
  if (page !== undefined) return `/${toPagePath(page)}${anchor}`;
  // Pictures are not text: the site's builder takes them along.
  if (/\.(png|svg|jpg)$/.test(target)) return `/${target}`;
  const isFolderOfPages = statSync(full).isDirectory() && [...sources].some((path) => path.startsWith(`${target}/`));
  return isFolderOfPages ? `/${target}/index.md` : `${filesFolder}${target}.txt`;
}
