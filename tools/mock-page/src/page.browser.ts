import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readDrawnColumns } from "./drawn-columns.test-support.ts";
import { openBrowser } from "./open-browser.test-support.ts";
import { openMockPage } from "./open-mock-page.test-support.ts";
import type { MockPage } from "./open-mock-page.test-support.ts";
import { startServer } from "./running-server.test-support.ts";
import type { RunningServer } from "./running-server.test-support.ts";
import { bad, createSampleSeries, gap } from "./sample-series.test-support.ts";

const end = Date.UTC(2024, 5, 1);
const hostile = '<img src=x onerror="window.isHacked = true">';

let server: RunningServer;
let browser: Browser;
let opened: MockPage;
let page: Page;
let ids: readonly string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  await server.control("POST", "/reset");
  const series = [createSampleSeries("1755-PT-0001", end), { ...createSampleSeries(hostile, end), unit: hostile }];
  ids = ((await server.control("POST", "/seed", { series })) as { seriesIds: string[] }).seriesIds;
  opened = await openMockPage(browser, server.url);
  page = opened.page;
});
afterEach(async () => {
  await opened.close();
});

/** For what comes by itself: the page asks every second, and less often where nobody answers. */
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 20_000 });
const option = (name: string) => page.getByRole("option").filter({ hasText: name });
const textOf = (id: string) => page.locator(`#${id}`).textContent();
const rows = () => page.locator("#log-list li").allTextContents();
const faultsOf = async () => ((await server.control("GET", "/faults")) as { next: Record<string, unknown>[] }).next;
const clockOf = () => server.control("GET", "/clock") as Promise<{ offsetMs: number; isFrozen: boolean }>;
const dataOf = (part: number) => end - (1 - part) * 86_400_000;
/** The plot is there, and of this window. */
const waitForPlot = (text: string) => eventually(() => textOf("plot-window")).toContain(text);

describe("with the mouse", () => {
  test("a series is found, chosen and plotted; its gap is open and its bad points are marked", async () => {
    await page.getByRole("searchbox", { name: "Search series" }).fill("pt-0001");
    await eventually(() => page.getByRole("option").count()).toBe(1);
    expect(await option("1755-PT-0001").textContent()).toContain("bar good");
    await option("1755-PT-0001").click();
    await waitForPlot("2024-05-31 00:00:00.001 to 2024-06-01 00:00:00.001 UTC");

    const { line, bad: marks } = await readDrawnColumns(page);
    const part = (columns: readonly number[], from: number, to: number) =>
      columns.slice(Math.ceil(from * columns.length) + 4, Math.floor(to * columns.length) - 4);
    const drawn = (columns: readonly number[]) => columns.filter((count) => count > 0).length / columns.length;
    expect(drawn(part(line, gap.from, gap.to))).toBe(0);
    expect(drawn(part(line, 0, gap.from))).toBeGreaterThan(0.98);
    expect(drawn(part(line, gap.to, bad.from))).toBeGreaterThan(0.98);
    expect(drawn(part(marks, bad.from, bad.to))).toBeGreaterThan(0.98);
    expect(drawn(part(marks, 0, bad.from))).toBe(0);
    expect(drawn(part(marks, bad.to, 1))).toBe(0);
    // The crosses, beside the ticks at the foot: quality is told by shape, not by colour alone.
    expect(Math.max(...part(marks, bad.from, bad.to))).toBeGreaterThan(8);
  });

  test("dragging zooms, the ranges bring back, and the buttons move", async () => {
    await option("1755-PT-0001").click();
    await waitForPlot("to 2024-06-01 00:00:00.001 UTC");
    const box = (await page.locator("#plot-area .u-over").boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await eventually(() => textOf("plot-window")).toMatch(
      /^2024-05-31 0(5:59|6:00):\S+ to 2024-05-31 1(7:5\d|8:0\d):\S+ UTC/,
    );
    await page.getByRole("button", { name: "Later" }).click();
    await eventually(() => textOf("plot-window")).toMatch(
      /^2024-05-31 1(1:5\d|2:0\d):\S+ to 2024-0(5-31 23:5|6-01 00:0)\d:\S+ UTC/,
    );
    await page.getByRole("button", { name: "1 w", exact: true }).click();
    await waitForPlot("2024-05-25 00:00:00.001 to");
    expect(await page.getByRole("button", { name: "1 w", exact: true }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "All", exact: true }).click();
    const { datapoints } = createSampleSeries("", end);
    const count = `1,${datapoints.length - 1000} points, ${datapoints.filter(({ status }) => status < 192).length} bad`;
    await waitForPlot(`2024-05-31 00:01:00 to 2024-06-01 00:00:00.001 UTC · ${count}`);
  });

  test("what the server says is text and never HTML", async () => {
    await option("<img").click();
    await eventually(() => textOf("plot-title")).toBe(hostile);
    await page.getByText("As a table").click();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.evaluate(() => "isHacked" in globalThis)).toBe(false);
  });

  test("requests come by themselves, newest first, can be filtered, copied and cleared", async () => {
    await server.control("POST", "/faults", { statusCode: 503, operationId: "GetLatest" });
    await server.ask(`/${ids[0]}/data/latest?limt=3`);
    await server.ask(`/${ids[0]}/data/first`);
    await eventually(async () => (await rows()).length).toBe(2);
    const [first, latest] = await rows();
    expect(first).toContain(`200GET /plant/timeseries/v1.7/${ids[0]}/data/first`);
    expect(latest).toMatch(/^✗503GET .*GetLatest.*fault: statusCode 503.*/);

    await page.getByRole("checkbox", { name: "Only failed" }).check();
    expect(await rows()).toEqual([latest]);
    await page.getByRole("checkbox", { name: "Only failed" }).uncheck();
    await page.getByRole("searchbox", { name: "Filter requests" }).fill("getfirst");
    expect(await rows()).toEqual([first]);

    await page.getByRole("button", { name: /^Copy #\d+ as curl$/ }).click();
    await eventually(() => textOf("log-said")).toMatch(/^Copied #\d+ as curl\.$/);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    await promisify(execFile)("/bin/sh", ["-c", copied], { env: { ...process.env, TOKEN: "any" } });
    await eventually(async () => (await rows()).length).toBe(2);
    const { requests } = (await server.control("GET", "/log")) as { requests: { url: string; statusCode: number }[] };
    expect(requests[2]).toMatchObject({ url: requests[1]!.url, statusCode: 200 });

    await page.locator("#log").getByRole("button", { name: "Clear" }).click();
    await eventually(() => textOf("log-empty")).toBe("Nothing was asked yet.");
    expect(await server.control("GET", "/log")).toMatchObject({ requests: [] });
  });

  test("a fault is set, seen waiting, met and cleared; a schedule too", async () => {
    await page.getByRole("spinbutton", { name: "For the next" }).fill("2");
    await page.getByRole("combobox", { name: "of operation" }).fill("GetFirst");
    await page.getByRole("button", { name: "503, Retry-After 1 s" }).click();
    const waiting = (text: string) => eventually(() => textOf("faults-list")).toContain(text);
    await waiting("2 × statusCode 503, retryAfterSeconds 1 · GetFirst");
    expect(await server.ask(`/${ids[0]}/data/first`)).toBe(503);
    await waiting("1 × statusCode 503");
    await page.getByRole("combobox", { name: "of operation" }).fill("");
    await page.getByRole("button", { name: "Connection reset" }).click();
    await waiting("2 × reset before-headers · any operation");
    expect(await server.ask(`/${ids[0]}/data/latest`)).toBe("broken");

    await page.getByRole("spinbutton", { name: "By chance: seed" }).fill("7");
    await page.getByRole("spinbutton", { name: "rate" }).fill("100");
    await page.getByRole("button", { name: "Start" }).click();
    await waiting("By chance, seed 7 with 100 % of the requests");
    await page.getByRole("button", { name: "Clear all" }).click();
    await waiting("Nothing goes wrong.");
    expect(await faultsOf()).toEqual([]);
    expect(await server.ask(`/${ids[0]}/data/first`)).toBe(200);
  });

  test("the clock is frozen, moved and let go on; what it cannot be moved by is told where it was written", async () => {
    await page.getByRole("button", { name: "Freeze" }).click();
    await eventually(() => textOf("clock-state")).toContain("frozen");
    const before = Date.parse((await page.locator("#now").getAttribute("datetime"))!);
    await page.getByRole("button", { name: "+1 h" }).click();
    const now = async () => Date.parse((await page.locator("#now").getAttribute("datetime"))!);
    await eventually(now).toBe(before + 3_600_000);

    const by = page.getByRole("textbox", { name: "Move the clock by" });
    await by.fill("soon");
    await page.getByRole("button", { name: "Move" }).click();
    await eventually(() => textOf("clock-error")).toMatch(/^400: .*soon/);
    expect(opened.problems.splice(0)).toEqual([expect.stringContaining("400")]);
    await by.fill("2h");
    await by.press("Enter");
    await eventually(now).toBe(before + 3 * 3_600_000);
    expect(await textOf("clock-error")).toBe("");

    await page.getByRole("button", { name: "Let go on" }).click();
    await eventually(async () => (await clockOf()).isFrozen).toBe(false);
    await eventually(() => textOf("clock-state")).not.toContain("frozen");
    expect((await clockOf()).offsetMs).toBeGreaterThan(2.9 * 3_600_000);
  });

  test("a reset asks first", async () => {
    await page.getByRole("button", { name: "Reset…" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await eventually(() => page.getByRole("dialog").count()).toBe(0);
    expect(await page.getByRole("option").count()).toBe(3);
    await page.getByRole("button", { name: "Reset…" }).click();
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await eventually(() => page.getByRole("option").count()).toBe(1);
  });
});

describe("with the keyboard alone", () => {
  /** Tab, until the focus is on what fits. */
  const tabTo = async (selector: string): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    }
    throw new Error(`The Tab key never comes to ${selector}.`);
  };

  test("a series is chosen, read point by point, zoomed and moved", async () => {
    await tabTo("#series-search");
    await page.keyboard.type("0001");
    await eventually(() => page.getByRole("option").count()).toBe(1);
    await tabTo('[role="option"]');
    await page.keyboard.press("Enter");
    await waitForPlot("2024-05-31 00:00:00.001 to 2024-06-01 00:00:00.001 UTC");
    await tabTo("#plot-area");
    await page.keyboard.press("ArrowLeft");
    await eventually(() => textOf("plot-readout")).toMatch(/^2024-0[56]-\d\d \d\d:\d\d:00 UTC: [\d.]+ bar · /);
    await page.keyboard.press("-");
    await page.keyboard.press("+");
    await page.keyboard.press("Shift+ArrowLeft");
    await eventually(() => textOf("plot-window")).toContain("2024-05-30 12:0");
    await page.keyboard.press("0");
    await waitForPlot("2024-05-31 00:01:00 to");
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    await eventually(() => textOf("plot-window")).toMatch(/ · 1?\d\d points/);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await eventually(() => textOf("plot-readout")).toMatch(/UTC: [\d.]+ bar · (good|× bad quality)$/);

    await tabTo("summary");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator("#plot-rows tr").count()).toBeGreaterThan(50);
    const [row] = await page.locator("#plot-rows tr").allTextContents();
    expect(row).toMatch(/^2024-05-31 \d\d:\d\d:00[\d.]+1(× 1)?$/);
  });

  test("the list is one stop of Tab, and the arrows go through it", async () => {
    await tabTo('[role="option"]');
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press(" ");
    await eventually(() => textOf("plot-title")).toBe("1755-PT-0001");
    expect(await page.locator('[role="option"][aria-selected="true"]').count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest('[role="listbox"]') === null)).toBe(true);
  });

  test("a fault is set, a request copied where the page has no clipboard, and the server reset", async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.reload();
    await tabTo("#fault-kinds button");
    await page.keyboard.press("Enter");
    await eventually(async () => (await faultsOf()).length).toBe(1);
    expect(await server.ask("/")).toBe(503);
    await eventually(async () => (await rows()).length).toBe(1);

    await page.locator("#connection").press("Home");
    await tabTo("#log-list button");
    await page.keyboard.press("Enter");
    await eventually(() => textOf("log-said")).toMatch(/^Copied/);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("copied");
    const { requests } = (await server.control("GET", "/log")) as { requests: { curl: string }[] };
    await page.locator("#log-filter").focus();
    await page.keyboard.press("Control+V");
    expect(await page.locator("#log-filter").inputValue()).toBe(requests[0]!.curl.replaceAll("\n", ""));

    await tabTo("#reset");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await eventually(() => page.getByRole("option").count()).toBe(1);
  });
});

test("only series that can be seen ask for their sparkline, a hundred are on a page", async () => {
  const many = Array.from({ length: 150 }, (_, i) => {
    const datapoints = [{ time: new Date(dataOf(i / 150)).toISOString(), value: i }];
    return { name: `many-${i}`, facility: "1755", datapoints };
  });
  await server.control("POST", "/seed", { series: many });
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(new URL(request.url()).pathname));
  await page.reload();
  await eventually(() => page.getByRole("option").count()).toBe(100);
  expect(await textOf("series-count")).toBe("1–100 of 153");
  await eventually(() => page.locator(".spark").count()).toBeGreaterThan(3);
  expect(asked.filter((path) => path.endsWith("/plot")).length).toBeLessThan(25);
  await page.getByRole("button", { name: "Next 100" }).click();
  await eventually(() => page.getByRole("option").count()).toBe(53);
  expect(await textOf("series-count")).toBe("101–153 of 153");
});

test("the sparkline of a long series is its last day, so that the server need not read ten years", async () => {
  const first = end - 100_000 * 60_000;
  const datapoints = Array.from({ length: 100_001 }, (_, i) => ({
    time: new Date(first + i * 60_000).toISOString(),
    value: i,
  }));
  await server.control("POST", "/seed", { series: [{ name: "long", facility: "1755", datapoints }] });
  const asked = page.waitForRequest((request) => /startTime=.*buckets=100$/.test(request.url()));
  await page.getByRole("searchbox", { name: "Search series" }).fill("long");
  const { searchParams } = new URL((await asked).url());
  expect([...searchParams]).toEqual([
    ["startTime", "2024-05-31T00:00:00.001Z"],
    ["endTime", "2024-06-01T00:00:00.001Z"],
    ["buckets", "100"],
  ]);
});

test("what a client writes is seen without a click", async () => {
  await option("1755-PT-0001").click();
  const datapoints = [{ time: "2024-06-01T01:00:00Z", value: 123.25, status: 0 }];
  await server.ask(`/${ids[0]}/data?async=false`, { method: "POST", body: JSON.stringify({ datapoints }) });
  await eventually(() => option("1755-PT-0001").textContent()).toContain("123.25 bar × bad 0");
  await waitForPlot("to 2024-06-01 01:00:00.001 UTC");
  expect(await rows()).toEqual([expect.stringContaining("writeData")]);
});

test("a server with a data file has a button that writes it", async () => {
  expect(await page.getByRole("button", { name: "Save" }).count()).toBe(0);
  const folder = mkdtempSync(join(tmpdir(), "mock-page-"));
  const file = join(folder, "data.json");
  const saving = await startServer("--data", file);
  try {
    const one = await openMockPage(browser, saving.url);
    await one.page.getByRole("button", { name: "Save" }).click();
    await eventually(() => existsSync(file)).toBe(true);
    expect(await one.page.locator("#server").textContent()).toContain("data.json");
    await one.close();
  } finally {
    await saving.stop();
    rmSync(folder, { recursive: true });
  }
});

describe("a hidden page", () => {
  const hide = (isHidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  /** What the page asks for in ten seconds of its own time. */
  const listenAWhile = async () => {
    const asked: string[] = [];
    const listen = (request: { url(): string }) => void asked.push(request.url());
    page.on("request", listen);
    await page.clock.runFor(10_000);
    // When this one is heard of, all before it were.
    await page.evaluate(() => fetch("/__mock/").then((response) => response.text()));
    page.off("request", listen);
    return asked.filter((url) => url !== `${server.url}/__mock/`);
  };

  beforeEach(async () => {
    await page.clock.install();
    await page.reload();
    await eventually(() => textOf("connection")).toBe("Following the server");
  });

  test("asks nothing, and goes on when it is seen again", async () => {
    await hide(true);
    expect(await listenAWhile()).toEqual([]);
    await server.ask("/");
    await hide(false);
    await eventually(async () => (await rows()).length).toBe(1);
  });

  test("asks nothing more after the answer that it was waiting for", async () => {
    let release = (): void => undefined;
    const isHidden = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/__mock/clock", (route) => isHidden.then(() => route.continue()), { times: 1 });
    await page.waitForRequest("**/__mock/clock");
    await hide(true);
    const answered = page.waitForResponse("**/__mock/clock");
    release();
    await answered;
    expect(await listenAWhile()).toEqual([]);
  });
});

test("a server that is gone is told, and found again", async () => {
  const port = new URL(server.url).port;
  await eventually(() => textOf("connection")).toBe("Following the server");
  await server.stop();
  await eventually(() => textOf("connection")).toBe("The server does not answer; asking again");
  await page.getByRole("button", { name: "Connection reset" }).click();
  await eventually(() => textOf("faults-error")).toBe("The server does not answer.");
  server = await startServer("--port", port);
  await eventually(() => textOf("connection")).toBe("Following the server");
  await eventually(() => page.getByRole("option").count()).toBe(1);
  expect(opened.problems.splice(0).every((problem) => problem.includes("ERR_CONNECTION_REFUSED"))).toBe(true);
});

describe("for everybody", () => {
  test.each([
    ["light", 1280],
    ["light", 360],
    ["dark", 1600],
    ["dark", 360],
  ] as const)("%s, %i pixels wide: nothing that axe finds, nothing that is cut off", async (colorScheme, width) => {
    const one = await openMockPage(browser, server.url, { colorScheme, viewport: { width, height: 900 } });
    await server.control("POST", "/faults", { statusCode: 503 });
    await server.ask("/?limt=1");
    await eventually(() => one.page.locator("#log-list li").count()).toBe(1);
    await one.page.getByText("As a table").click();
    await one.page.getByRole("button", { name: "5 s late" }).click();
    const found = await one.findBarriers();
    const overflow = await one.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await one.close();
    expect(found).toEqual([]);
    expect(overflow).toBe(0);
  });
});
