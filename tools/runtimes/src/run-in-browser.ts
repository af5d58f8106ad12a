import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { rolldown } from "rolldown";
import type { CaseResult, Target } from "./case.ts";
import { firstScript, startPageServer } from "./page-server.ts";

const entry = fileURLToPath(new URL("in-page.ts", import.meta.url));

/** All scripts by their names. What needs Node stays in scripts that no page asks for. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const build = await rolldown({ input: entry, platform: "browser", external: /^node:/, logLevel: "silent" });
  try {
    const { output } = await build.generate({ format: "esm", entryFileNames: firstScript });
    return new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file.code] as const] : [])));
  } finally {
    await build.close();
  }
}

/**
 * Runs the cases that are for pages in a browser, in a page of another origin than the service's.
 *
 * @throws Error with what the page complained of, when it does not come to its cases
 */
export async function runInBrowser(program: string, target: Target): Promise<readonly CaseResult[]> {
  await using server = await startPageServer(await bundle(), target.control);
  // Builds run as root, where chromium has no sandbox.
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    const explain = (error: unknown): never => {
      throw new Error([String(error), ...complaints].join("\n"), { cause: error });
    };
    await page.goto(server.url);
    await page.waitForFunction("typeof runAllCases === 'function'", undefined, { timeout: 10_000 }).catch(explain);
    const inPage = JSON.stringify({ ...target, control: `${server.url}/control` });
    return await page.evaluate<CaseResult[]>(`runAllCases(${inPage})`).catch(explain);
  } finally {
    await browser.close();
  }
}
