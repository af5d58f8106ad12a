import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkSite } from "./check-site.ts";

function writeSite(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "site-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("links inside, anchors, links of the reader's choice and data are good", () => {
  const folder = writeSite({
    "index.html": `<a href="/docs/a.html#one">a</a><a href="docs/">d</a><a class="x" href="https://example.invalid/">e</a>
      <a href="#here">h</a><p id="here"></p><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>`,
    "docs/a.html": `<h2 id="one">One</h2><a href="../index.html?x=1">up</a><a href="mailto:a@example.invalid">m</a>`,
    "docs/index.html": "",
    "app.js": "",
    "style.css": "@font-face { src: url(/font.woff2) } a { background: url('data:,') }",
  });
  expect(checkSite(folder)).toEqual([]);
});

test.each([
  [{ "index.html": `<a href="/no.html">x</a>` }, "index.html: /no.html leads nowhere"],
  [{ "a/index.html": `<a href="b.html">x</a>`, "b.html": "" }, "a/index.html: b.html leads nowhere"],
  [{ "index.html": `<a href="/a.html#b">x</a>`, "a.html": "" }, "index.html: /a.html#b leads to the top of its page"],
  [{ "index.html": `<script src="https://example.invalid/a.js"></script>` }, "loads https://example.invalid/a.js from"],
  [{ "index.html": `<img alt="" src="//example.invalid/a.png">` }, "loads //example.invalid/a.png from elsewhere"],
  [{ "index.html": `<img src="/a.png">` }, "index.html: /a.png leads nowhere"],
  [{ "a.css": `@import "https://example.invalid/a.css";` }, "a.css: loads https://example.invalid/a.css"],
  [{ "a.css": "a { src: url(https://example.invalid/a.woff2) }" }, "a.css: loads https://example.invalid/a.woff2"],
])("%j: %s", (files, problem) => {
  const problems = checkSite(writeSite(files));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(problem);
});
