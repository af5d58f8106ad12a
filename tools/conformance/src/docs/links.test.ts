// Links between the pages lead somewhere, and every guide is found from another page.
import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { listPages, readPage, root } from "./list-blocks.ts";

interface Link {
  /** As it stands in the page. */
  readonly to: string;
  /** Path from the root. */
  readonly path: string;
  readonly anchor: string | undefined;
}

const withoutCode = (text: string): string => text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "code");

function listLinks(page: string): Link[] {
  const found = withoutCode(readPage(page)).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g);
  return [...found].map(([, to = ""]) => {
    const [path = "", anchor] = to.split("#");
    return { to, path: path === "" ? page : normalize(join(dirname(page), path)), anchor };
  });
}

/** The anchors of a page's headings, as GitHub makes them. */
function listAnchors(page: string): string[] {
  const headings = readPage(page)
    .replaceAll(/^```.*?^```$/gms, "")
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const pages = listPages();

describe.each(pages)("%s", (page) => {
  test("its links lead somewhere", () => {
    const dead = listLinks(page).filter(
      ({ path, anchor }) =>
        !existsSync(root + path) ||
        (anchor !== undefined && statSync(root + path).isFile() && !listAnchors(path).includes(anchor)),
    );
    expect(dead.map(({ to }) => to)).toEqual([]);
  });
});

test("every guide is linked from another page", () => {
  const linked = new Set(
    pages.flatMap((page) => listLinks(page).flatMap(({ path }) => (path === page ? [] : [path.replace(/\/$/, "")]))),
  );
  const lost = pages.filter((page) => page.startsWith("docs/") && !linked.has(page) && !linked.has(dirname(page)));
  expect(lost, 'Link them from README.md\'s "More", so that somebody finds them.').toEqual([]);
});
