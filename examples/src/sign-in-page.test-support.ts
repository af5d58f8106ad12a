import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer, MockServerOptions } from "@omnia-timeseries/mock-server";
import { chromium } from "playwright-core";
import type { BrowserContext, Page } from "playwright-core";
import { build, preview } from "vite";
import { expect, onTestFinished } from "vitest";
import type { SignInPage } from "./sign-in-page.ts";

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pressure</title><link rel="icon" href="data:," />
<button type="button" value="in">Sign in or out</button><output>reading</output><script type="module" src="./main.js"></script>`;
/** Of the two examples, whose modules are beside this one. */
const main = (example: string): string => `
import { startPage } from ${JSON.stringify(fileURLToPath(new URL(`${example}.ts`, import.meta.url)))};
const [button, output] = ["button", "output"].map((name) => document.querySelector(name));
await startPage({ button, output, settings: globalThis.settings });`;

export const clientId = "aaaaaaaa-0000-4000-8000-000000000001";
export const people: readonly [string, string] = ["anna@example.invalid", "ola@example.invalid"];

export interface VisitedPage {
  readonly server: MockServer;
  /** Of the page. */
  readonly url: string;
  readonly context: BrowserContext;
  readonly tab: Page;
  /** What the page shows once it has done its work. */
  readonly shown: (tab?: Page) => Promise<string>;
  /** From the page by the sign-in page and back. */
  readonly signIn: (username: string) => Promise<void>;
}

/** Bundles an example for a page, serves it on loopback beside a mock server, and opens it in a browser. */
export async function visitSignInPage(example: string, options: MockServerOptions = {}): Promise<VisitedPage> {
  // Inside of this package, so that the bundler finds what the example finds.
  const root = await mkdtemp(fileURLToPath(new URL("../dist/page-", import.meta.url)));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(`${root}/index.html`, html);
  await writeFile(`${root}/main.js`, main(example));
  const config = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...config, build: { target: "es2022", chunkSizeWarningLimit: 2000 } });
  const pages = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
  onTestFinished(() => pages.close());
  const url = pages.resolvedUrls!.local[0]!;

  const server = createMockServer({
    users: people.map((username, index) => ({
      id: `bbbbbbbb-0000-4000-8000-00000000000${index}`,
      name: username.split("@")[0]!,
      username,
    })),
    apps: [{ clientId, redirectUris: [new URL(url).origin] }],
    series: [{ name: "1219-PT-1234", facility: "1219", datapoints: [{ time: "2024-01-01T00:00:00Z", value: 87.5 }] }],
    ...options,
  });
  onTestFinished(() => server.close());
  await server.listen();

  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  // The certificate of the mock server's sign-in is of its own making.
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const problems: string[] = [];
  context.on("weberror", (problem) => problems.push(String(problem.error())));
  onTestFinished(() => expect(problems).toEqual([]));
  const settings: SignInPage["settings"] = {
    tenantId: server.tenantId,
    clientId,
    authorityHost: server.authority,
    baseUrl: server.url,
    id: server.store.series[0]!.id,
  };
  await context.addInitScript(`globalThis.settings = ${JSON.stringify(settings)}`);
  const tab = await context.newPage();
  await tab.goto(url);

  async function shown(of: Page = tab): Promise<string> {
    const output = of.locator("output");
    await output.filter({ hasNotText: /^reading$/ }).waitFor();
    return output.innerText();
  }
  return {
    server,
    url,
    context,
    tab,
    shown,
    async signIn(username) {
      await shown();
      await tab.getByRole("button").click();
      await tab.getByRole("button", { name: username }).click();
      await tab.waitForURL(`${url}**`);
    },
  };
}
