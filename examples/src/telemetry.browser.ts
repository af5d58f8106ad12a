// core/telemetry with the SDK of OpenTelemetry, bundled for a page, in a browser, against a service of another origin.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { build, preview } from "vite";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";

/** A service that lets pages of any origin in, with the headers that it allows, and what it was asked. */
async function startService(allowed: string) {
  const asked: { readonly method: string; readonly wanted: string; readonly traceparent: string }[] = [];
  const server = createServer(({ method = "", headers }, response) => {
    const wanted = headers["access-control-request-headers"] ?? "";
    asked.push({ method, wanted, traceparent: String(headers["traceparent"] ?? "") });
    response.setHeader("access-control-allow-origin", "*").setHeader("access-control-allow-headers", allowed);
    const items = [{ id, name: "1219-PT-1234", facility: "1219" }];
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data: { items } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const page = `<!doctype html><link rel="icon" href="data:," /><output>reading</output><script type="module" src="./main.js"></script>`;
const main = (baseUrl: string, options: string): string => `
  import { propagation, trace } from "@opentelemetry/api";
  import { W3CTraceContextPropagator } from "@opentelemetry/core";
  import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
  import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
  import { telemetry } from "@omnia-timeseries/core/telemetry";

  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const client = createTimeseriesClient({
    environment: "test", baseUrl: ${JSON.stringify(baseUrl)}, credential: accessToken(() => "token"),
    applicationName: "page", retry: { tries: 1 }, layers: [telemetry(${options})],
  });
  const result = await client.getTimeseriesById({ id: "${id}" }).then(({ name }) => name, ({ code }) => code);
  const [span] = exporter.getFinishedSpans();
  const { traceId, spanId } = span.spanContext();
  document.querySelector("output").textContent = [result, span.name, traceId, spanId].join(" ");`;

/** Shows the page in a browser. @returns what it shows: the result, and name and ids of its span */
async function visit(baseUrl: string, options: string): Promise<string[]> {
  // Inside of core, so that the bundler finds what core finds.
  const root = await mkdtemp(fileURLToPath(new URL("../../packages/core/dist/page-", import.meta.url)));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(`${root}/index.html`, page);
  await writeFile(`${root}/main.js`, main(baseUrl, options));
  const config = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...config, build: { target: "es2022" } });
  const server = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
  onTestFinished(() => server.close());
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  const tab = await browser.newPage();
  await tab.goto(server.resolvedUrls!.local[0]!);
  const output = tab.locator("output");
  await output.filter({ hasNotText: "reading" }).waitFor();
  return (await output.innerText()).split(" ");
}

test("a page sends neither traceparent nor a name of ours: the service need not allow them", async () => {
  const service = await startService("authorization");
  const [result, name] = await visit(service.url, "");
  expect([result, name]).toEqual(["1219-PT-1234", "getTimeseriesById"]);
  expect(service.asked).toEqual([
    { method: "OPTIONS", wanted: "authorization", traceparent: "" },
    { method: "GET", wanted: "", traceparent: "" },
  ]);
});

test("a page that wants to sends traceparent, where the service allows it", async () => {
  const service = await startService("authorization, traceparent");
  const [result, , traceId, spanId] = await visit(service.url, "{ propagate: true }");
  expect(result).toBe("1219-PT-1234");
  expect(service.asked).toEqual([
    { method: "OPTIONS", wanted: "authorization,traceparent", traceparent: "" },
    { method: "GET", wanted: "", traceparent: `00-${traceId}-${spanId}-01` },
  ]);
});

test("a service that does not allow it has no answer for such a page", async () => {
  const service = await startService("authorization");
  const [result] = await visit(service.url, "{ propagate: true }");
  expect(result).toBe("network");
  expect(service.asked.map(({ method }) => method)).toEqual(["OPTIONS"]);
});
