// Writes docs/images/mock-page.png: the page of a server that has seen something. Run by `pnpm screenshot`.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./open-browser.test-support.ts";
import { openMockPage } from "./open-mock-page.test-support.ts";
import { startServer } from "./running-server.test-support.ts";
import type { RunningServer } from "./running-server.test-support.ts";
import { createSampleSeries } from "./sample-series.test-support.ts";

/** Looks like noise, and is the same in every run. */
function noise(part: number): number {
  return Math.sin(part * 41) + Math.sin(part * 113 + 1) / 2 + Math.sin(part * 347 + 2) / 4 + Math.sin(part * 2713) / 6;
}

function createPlant(endMs: number): readonly unknown[] {
  const shapes: readonly (readonly [string, string, string, (part: number) => number])[] = [
    ["1755-PT-1001", "Wellhead pressure A-12", "bar", (part) => 87 + 6 * Math.sin(part * 7) + noise(part)],
    ["1755-TT-1001", "Wellhead temperature A-12", "°C", (part) => 64 + 3 * Math.sin(part * 5 + 1) + noise(part) / 4],
    ["1755-FT-2040", "Export flow", "Sm³/h", (part) => (part > 0.75 && part < 0.82 ? 0 : 412 + 9 * noise(part))],
    ["1755-LT-3011", "Separator level", "%", (part) => 40 + ((part * 9) % 1) * 25 + noise(part) / 2],
    ["1755-ZT-4100", "Choke position A-12", "%", (part) => Math.round(part * 5) * 8 + 30],
    ["1755-VT-5002", "Pump vibration", "mm/s", (part) => 2.1 + part + Math.abs(noise(part)) / 3],
  ];
  return shapes.map(([name, description, unit, shape], i) => {
    const [gap, bad] = [0.22 + ((i * 0.37) % 0.6), 0.62 - ((i * 0.29) % 0.5)];
    const defects = { gap: { from: gap, to: gap + 0.05 }, bad: { from: bad, to: bad + 0.06 + 0.01 * i } };
    return { ...createSampleSeries(name, endMs, shape, defects), description, unit };
  });
}

/** Requests as clients make them, some of which go wrong. */
async function useServer(server: RunningServer, id: string): Promise<void> {
  const fail = (fault: object) => server.control("POST", "/faults", fault);
  const body = JSON.stringify({ datapoints: [{ time: new Date().toISOString(), value: 87.2, status: 192 }] });
  await server.ask("/search?name=1755*&limit=100");
  await server.ask(`/${id}/data/aggregates?aggregateFunction=avg&processingInterval=1h`);
  await server.ask(`/${id}/data?startTime=2026-01-01T00:00:00Z&limt=1000`);
  await fail({ statusCode: 503, retryAfterSeconds: 1 });
  await server.ask(`/${id}/data/latest`);
  await fail({ reset: "before-headers", isDone: true });
  await server.ask(`/${id}/data`, { method: "POST", body });
  await fail({ operationId: "GetLatest", times: 2, statusCode: 429, retryAfterSeconds: 1 });
  await server.control("PUT", "/faults/schedule", { seed: 7, rate: 0.2 });
}

const [server, browser] = await Promise.all([startServer(), openBrowser()]);
try {
  const endMs = Math.floor(Date.now() / 60_000) * 60_000;
  const plant = (await server.control("POST", "/seed", { series: createPlant(endMs) })) as { seriesIds: string[] };
  await useServer(server, plant.seriesIds[0]!);
  await server.control("POST", "/clock", { advance: "1h" });
  const opened = await openMockPage(browser, server.url, { viewport: { width: 1280, height: 880 } });
  const { page } = opened;
  await page.getByRole("option").nth(1).click();
  await page.getByText("Following the server").waitFor();
  await page.locator("#plot-area").press("ArrowLeft");
  await page.waitForLoadState("networkidle");
  const path = fileURLToPath(new URL("../../../docs/images/mock-page.png", import.meta.url));
  mkdirSync(fileURLToPath(new URL(".", `file://${path}`)), { recursive: true });
  await page.screenshot({ path });
  await opened.close();
} finally {
  await browser.close();
  await server.stop();
}
