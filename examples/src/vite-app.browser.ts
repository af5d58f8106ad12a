import { createMockServer } from "@omnia-timeseries/mock-server";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "./vite-app.test-support.ts";

let browser: Browser;
beforeAll(async () => {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterAll(() => browser.close());

/** What the app shows at last, where it asked, and what it had to complain of. */
async function visit(url: string, token: string): Promise<{ shown: string; hosts: string[]; errors: string[] }> {
  const page = await browser.newPage();
  const hosts = new Set<string>();
  const errors: string[] = [];
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.addInitScript(`sessionStorage.setItem("token", ${JSON.stringify(token)})`);
  await page.goto(url);
  const output = page.locator("output");
  await output.filter({ hasNotText: "reading" }).waitFor();
  const shown = await output.innerText();
  await page.close();
  return { shown, hosts: [...hosts].filter((host) => host !== ""), errors };
}

test("with the mock server in the page nothing else is asked", async () => {
  await using app = await buildApp("mock");
  const url = await app.serve();
  expect(await visit(url, "")).toEqual({ shown: "87.2 bar", hosts: [new URL(url).host], errors: [] });
});

test("a page of another origin reads from a mock server on a port", async () => {
  const datapoints = [{ time: "2024-01-01T00:00:00Z", value: 92.5 }];
  await using server = createMockServer({ series: [{ name: "a", facility: "1219", datapoints }] });
  await server.listen();
  await using app = await buildApp("production", server.url);
  const url = await app.serve();
  const { credential } = server.clientOptions();
  const { token } = (await credential.getToken("32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default"))!;
  const { id } = server.store.series[0]!;
  const visited = await visit(`${url}?id=${id}`, token);
  expect(visited).toEqual({ shown: "92.5 bar", hosts: [new URL(url).host, new URL(server.url).host], errors: [] });
  expect(server.requests.of("GetLatest")).toHaveLength(1);
});

test("where the mock server lets no page in, the page learns why it has no answer", async () => {
  await using server = createMockServer({ cors: false });
  await server.listen();
  await using app = await buildApp("production", server.url);
  const { shown } = await visit(`${await app.serve()}?id=91f945d3-be34-4f8c-a43f-e00a3a2d9cfc`, "token");
  expect(shown).toMatch(/^OmniaError/);
});
