import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** The page in a context of its own. */
export interface MockPage {
  readonly page: Page;
  /** What the console complained of, and requests that left the page's origin. A test takes out what it meant. */
  readonly problems: string[];
  /** What axe finds to be a barrier: the rule, and where. */
  findBarriers(): Promise<string[]>;
  /** @throws Error if there were problems */
  close(): Promise<void>;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param url the server's */
export async function openMockPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<MockPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => void problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && !request.url().startsWith(`${url}/__mock`)) problems.push(request.url());
  });
  await page.goto(`${url}/__mock/`);
  await page.getByRole("option").first().waitFor();
  return {
    page,
    problems,
    async findBarriers() {
      // By the browser itself: the page's own policy lets no script in.
      const session = await context.newCDPSession(page);
      await session.send("Runtime.evaluate", { expression: axe });
      const { result } = await session.send("Runtime.evaluate", {
        expression:
          "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`)))",
        awaitPromise: true,
        returnByValue: true,
      });
      return result.value as string[];
    },
    async close() {
      await context.close();
      if (problems.length > 0) throw new Error(`The page had problems:\n${problems.join("\n")}`);
    },
  };
}
