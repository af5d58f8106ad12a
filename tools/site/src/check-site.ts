import { existsSync, globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

interface HtmlPage {
  readonly path: string;
  readonly anchors: ReadonlySet<string>;
  /** What it leads to, and what it loads. */
  readonly links: readonly string[];
  readonly loads: readonly string[];
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
};
const unescape = (text: string): string => text.replaceAll(/&(amp|quot|#39|lt|gt);/g, (entity) => entities[entity]!);

function findAttributes(html: string, tag: string, name: string): string[] {
  const pattern = new RegExp(`<(?:${tag})\\b[^>]*?\\s${name}="([^"]*)"`, "g");
  return Array.from(html.matchAll(pattern), ([, value = ""]) => unescape(value));
}

function readPage(folder: string, path: string): HtmlPage {
  const html = readFileSync(join(folder, path), "utf8");
  return {
    path,
    anchors: new Set(findAttributes(html, "[a-z0-9]+", "id")),
    links: findAttributes(html, "a", "href"),
    loads: [...findAttributes(html, "link", "href"), ...findAttributes(html, "script|img|iframe|video|source", "src")],
  };
}

const isElsewhere = (address: string): boolean => /^([a-z][a-z+.-]*:)?\/\//i.test(address);
const hasOtherScheme = (address: string): boolean => /^[a-z][a-z+.-]*:/i.test(address);

/**
 * What is wrong with a built site, one line each: links that lead nowhere in it, and anything that a page would load
 * from elsewhere. Links of the reader's own choice may lead elsewhere.
 *
 * @param folder of the site
 */
export function checkSite(folder: string): string[] {
  const pages = new Map(globSync("**/*.html", { cwd: folder }).map((path) => [path, readPage(folder, path)]));
  const problems: string[] = [];
  const check = (page: HtmlPage, address: string): void => {
    const [path = "", hash = ""] = address.split("#");
    const [file = ""] = decodeURI(path).split("?");
    const joined = file === "" ? page.path : posix.join(file.startsWith("/") ? "." : posix.dirname(page.path), file);
    const target = file.endsWith("/") ? posix.join(joined, "index.html") : joined;
    if (!existsSync(join(folder, target))) {
      problems.push(`${page.path}: ${address} leads nowhere; there is no ${target} in the site. Correct the link.`);
      return;
    }
    const anchors = pages.get(target)?.anchors;
    if (hash !== "" && anchors !== undefined && !anchors.has(decodeURIComponent(hash))) {
      problems.push(
        `${page.path}: ${address} leads to the top of its page; no heading there is "${hash}". Correct the anchor.`,
      );
    }
  };
  for (const page of pages.values()) {
    for (const address of new Set(page.links))
      if (!hasOtherScheme(address) && !isElsewhere(address)) check(page, address);
    for (const address of new Set(page.loads)) {
      if (isElsewhere(address)) {
        problems.push(
          `${page.path}: loads ${address} from elsewhere, so it does not work offline. Put a copy into the repository.`,
        );
      } else if (!hasOtherScheme(address)) check(page, address);
    }
  }
  for (const path of globSync("**/*.css", { cwd: folder })) {
    for (const [, address = ""] of readFileSync(join(folder, path), "utf8").matchAll(
      /(?:url\(|@import )["']?([^"')]+)/g,
    )) {
      if (isElsewhere(address)) problems.push(`${path}: loads ${address} from elsewhere, so it does not work offline.`);
    }
  }
  return problems;
}
