// Builds the site of everything that is written, and of the API's comments, into tools/site/dist.
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { checkSite } from "./check-site.ts";
import { copyNamedFiles } from "./copy-named-files.ts";
import { findPublicEntries } from "./public-entries.ts";
import type { SiteContent } from "./site-config.ts";
import { findSitePages } from "./site-pages.ts";
import { writeReference } from "./write-reference.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const tool = fileURLToPath(new URL("..", import.meta.url));
const site = join(tool, "dist");
const content: SiteContent = { root, pages: findSitePages(root), entries: findPublicEntries(root) };

/** A folder's page, where the folder has none: what is in it. */
function listPages(folder: string, title: string): string {
  const links = content.pages
    .filter(({ page }) => dirname(page) === folder)
    .map(({ title, page }) => `- [${title}](/${page})`);
  return `# ${title}\n\n${links.join("\n")}\n`;
}

/** What VitePress builds from: its own configuration, and the pages where the site has them. */
async function stage(folder: string): Promise<void> {
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const config = `import { createSiteConfig } from ${JSON.stringify(join(tool, "src/site-config.ts"))};
    export default createSiteConfig(${JSON.stringify(content)});`;
  await write(".vitepress/config.mjs", config);
  // The theme without its fonts: people have some.
  await write(".vitepress/theme/index.js", `export { default } from "vitepress/theme-without-fonts";`);
  await write("package.json", `{ "type": "module" }`);
  await symlink(join(tool, "node_modules"), join(folder, "node_modules"));
  await cp(join(root, "docs/images"), join(folder, "docs/images"), { recursive: true });
  for (const { source, page } of content.pages) {
    await mkdir(dirname(join(folder, page)), { recursive: true });
    await cp(join(root, source), join(folder, page));
  }
  await write("docs/index.md", listPages("docs", "Guides"));
  await write("docs/decisions/index.md", listPages("docs/decisions", "Decisions"));
  await writeReference(root, content.entries, join(folder, "reference"));
}

const folder = await mkdtemp(join(tmpdir(), "site-"));
try {
  await stage(folder);
  await build(folder, { outDir: site });
  copyNamedFiles(root, site);
} finally {
  await rm(folder, { recursive: true });
}
const problems = checkSite(site);
if (problems.length > 0) {
  console.error(`The site has links that lead nowhere, or needs something from elsewhere:\n${problems.join("\n")}`);
  process.exitCode = 1;
}
