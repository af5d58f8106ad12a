// What docs/testing.md shows of a page that signs in, run as it stands but for the addresses of page and browser.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, preview } from "vite";
import { expect, onTestFinished, test } from "vitest";

const guide = await readFile(new URL("../../docs/testing.md", import.meta.url), "utf8");
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** A folder inside this package, so that the packages are found from it. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(fileURLToPath(new URL("../dist/guide-", import.meta.url)));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Serves the example that the guide names, until the test ends. */
async function servePage(): Promise<string> {
  const root = await makeFolder();
  const example = fileURLToPath(new URL("interactive-browser.ts", import.meta.url));
  const main = `import { startPage } from ${JSON.stringify(example)};
    const [button, output] = ["button", "output"].map((name) => document.querySelector(name));
    await startPage({ button, output, settings });`;
  const html = `<!doctype html><link rel="icon" href="data:," /><button type="button">Sign in</button><output></output>
    <script type="module" src="./main.js"></script>`;
  await writeFile(`${root}/main.js`, main);
  await writeFile(`${root}/index.html`, html);
  const config = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...config, build: { target: "es2022", chunkSizeWarningLimit: 2000 } });
  const pages = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
  onTestFinished(() => pages.close());
  return pages.resolvedUrls!.local[0]!;
}

test("the tests of a page that signs in pass", async () => {
  const [, code = ""] = /```ts browser\n(.*?)```/s.exec(guide)!;
  const launch = JSON.stringify({ executablePath, args: ["--no-sandbox"] });
  const folder = await makeFolder();
  const adapted = code
    .replace('"http://localhost:5173/"', JSON.stringify(await servePage()))
    .replace("chromium.launch()", `chromium.launch(${launch})`);
  await writeFile(`${folder}/guide.test.ts`, adapted);
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  const report = `${folder}/report.json`;
  const args = [vitest, "run", "--root", folder, "--testTimeout=40000", "--reporter=json", `--outputFile=${report}`];
  const { PATH = "" } = process.env;
  await promisify(execFile)(process.execPath, args, { cwd: folder, env: { PATH } });
  expect(JSON.parse(await readFile(report, "utf8"))).toMatchObject({ success: true, numPassedTests: 3 });
});
