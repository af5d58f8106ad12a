import type { UserConfig } from "vitepress";
import { githubSlug } from "./github-slug.ts";
import type { PublicEntry } from "./public-entries.ts";
import { resolveLink } from "./resolve-link.ts";
import type { SitePage } from "./site-pages.ts";

export interface SiteContent {
  /** Of the repository. */
  readonly root: string;
  readonly pages: readonly SitePage[];
  readonly entries: readonly PublicEntry[];
}

type Link = { readonly text: string; readonly link: string };

/** For those who use the packages, in the order in which somebody new reads them; all others are for contributors. */
const userGuides = [
  "getting-started",
  "authentication",
  "reading",
  "plotting",
  "writing",
  "testing",
  "errors",
  "performance",
  "networks",
  "from-python",
  "api",
  "mock-control",
].map((name) => `docs/${name}.md`);

/** What the generator of the site is told. Nothing in it asks for anything from elsewhere. */
export function createSiteConfig({ root, pages, entries }: SiteContent): UserConfig {
  const sources = new Set(pages.map(({ source }) => source));
  const sourceOf = new Map(pages.map(({ source, page }) => [page, source]));
  const toLinks = (chosen: readonly SitePage[]): Link[] =>
    chosen.map(({ title, page }) => ({ text: title, link: `/${page}` }));
  const select = (pattern: RegExp): Link[] => toLinks(pages.filter(({ source }) => pattern.test(source)));
  const guides = userGuides.flatMap((guide) => pages.filter(({ source }) => source === guide));
  const others = pages.filter(
    ({ source }) => /^(docs\/[^/]+|CONTRIBUTING)\.md$/.test(source) && !userGuides.includes(source),
  );
  return {
    title: "omnia-timeseries",
    description: "Unofficial TypeScript SDK for Equinor's Omnia Timeseries API",
    lang: "en",
    head: [["link", { rel: "icon", href: "data:," }]],
    lastUpdated: false,
    // The reference of core is one long page.
    vite: { build: { chunkSizeWarningLimit: 5000 } },
    markdown: {
      // Nothing in the repository's Markdown is HTML: what looks so is text, such as `Promise<void>`.
      html: false,
      anchor: { slugify: githubSlug },
      config(md) {
        md.core.ruler.push("links-of-the-repository", ({ tokens, env }) => {
          const source = sourceOf.get((env as { relativePath: string }).relativePath);
          // The pages of the API reference link to each other alone.
          if (source === undefined) return;
          for (const token of tokens.flatMap(({ children }) => children ?? [])) {
            const name = { link_open: "href", image: "src" }[token.type];
            const href = name === undefined ? null : token.attrGet(name);
            if (href !== null) token.attrSet(name!, resolveLink(href, { root, source, sources }));
          }
        });
      },
    },
    themeConfig: {
      search: { provider: "local" },
      outline: [2, 3],
      nav: [
        { text: "Guides", link: "/docs/" },
        { text: "Packages", link: "/#packages" },
        { text: "API reference", link: "/reference/" },
      ],
      sidebar: [
        { text: "Start", link: "/" },
        { text: "Guides", items: toLinks(guides) },
        { text: "Packages", items: select(/^packages\/[^/]+\/README\.md$/) },
        {
          text: "API reference",
          collapsed: true,
          items: entries.map(({ name }) => ({ text: name, link: `/reference/${name}.md` })),
        },
        { text: "Examples", collapsed: true, items: select(/^examples\//) },
        { text: "Changes", collapsed: true, items: select(/CHANGELOG\.md$/) },
        { text: "Decisions", collapsed: true, items: select(/^docs\/decisions\//) },
        { text: "Contributing", collapsed: true, items: toLinks(others) },
        { text: "Evidence", link: "/specs/EVIDENCE.md" },
      ].filter(({ items }) => items === undefined || items.length > 0),
    },
  };
}
