import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesFolder } from "./resolve-link.ts";

function toText(root: string, path: string): string {
  if (!statSync(join(root, path)).isDirectory()) return readFileSync(join(root, path), "utf8");
  return globSync("**/*", { cwd: join(root, path), exclude: (name) => /^(node_modules|dist|dist-types)$/.test(name) })
    .map((name) => join(path, name))
    .filter((name) => statSync(join(root, name)).isFile())
    .toSorted()
    .map((name) => `==> ${name}\n\n${readFileSync(join(root, name), "utf8")}`)
    .join("\n");
}

/**
 * Puts the files that the pages of a built site name, and that are no pages, into the site as text; of a folder all
 * its files in one.
 *
 * @param root of the repository
 * @param folder of the site
 */
export function copyNamedFiles(root: string, folder: string): void {
  const html = globSync("**/*.html", { cwd: folder }).map((path) => readFileSync(join(folder, path), "utf8"));
  const named = html.flatMap((text) =>
    Array.from(text.matchAll(/ href="(\/files\/[^"#]+)\.txt/g), ([, path = ""]) => path),
  );
  for (const path of new Set(named)) {
    const target = join(folder, `${path}.txt`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, toText(root, decodeURI(path).slice(filesFolder.length)));
  }
}
