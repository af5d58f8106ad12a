import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readDrawnColumns } from "./drawn-columns.test-support.ts";
import { bad, createSamplePlant, date, gap, spike } from "./sample-plant.test-support.ts";
import { startDev } from "./start-dev.ts";
import type { Dev } from "./start-dev.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const line = [10, 98, 180] as const;
const dots = [179, 38, 30] as const;
const rings = [138, 90, 0] as const;

const mock = createSamplePlant();
let dev: Dev;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  [dev, browser] = await Promise.all([startDev(mock, 0), chromium.launch({ executablePath, args: ["--no-sandbox"] })]);
});
afterAll(async () => {
  await browser.close();
  await dev[Symbol.asyncDispose]();
});
beforeEach(async () => {
  mock.reset();
  // Somewhere else than the plant is.
  page = await browser.newPage({ timezoneId: "America/New_York", viewport: { width: 1200, height: 900 } });
  problems = [];
  page.on("pageerror", (error) => void problems.push(String(error)));
  page.on("console", (message) => {
    // Answers that are faults are complained of by the browser itself.
    const isOfBrowser = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isOfBrowser) problems.push(message.text());
  });
});
afterEach(async () => {
  await page.close();
  if (problems.length > 0) throw new Error(`The page had problems:\n${problems.join("\n")}`);
});

/** The machine may be busy with other things. */
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 20_000 });
const choose = (name: string) => page.getByLabel("Measurement").selectOption({ label: name });
const summary = () => page.locator("figcaption").innerText();
const answered = () => mock.requests.filter(({ statusCode }) => statusCode !== undefined);
const ofData = () => mock.requests.filter(({ operationId }) => operationId === "GetData");
const idOf = (name: string) => mock.store.series.find((series) => series.name === name)!.id;
const findBarriers = async (): Promise<unknown> => {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ": " + target)))`,
  );
};
/** Opens the page at the sample's day, of the first measurement. */
async function open(): Promise<void> {
  await page.goto(dev.url);
  await page.getByLabel("Date").fill(date);
  await page.locator("figcaption").waitFor();
}
/** Opens the page without its app. */
async function openEmpty(): Promise<void> {
  await page.route("**/src/main.ts", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto(dev.url);
}
const part = (columns: readonly number[], from: number, to: number) =>
  columns.slice(Math.ceil(from * columns.length) + 6, Math.floor(to * columns.length) - 6);
const drawn = (columns: readonly number[]) => columns.filter((count) => count > 0).length / columns.length;

describe("a day", () => {
  test("is drawn with its gap open and its bad and questionable points marked", async () => {
    await open();
    expect(await summary()).toBe(
      "1080 values drawn · 15 questionable (rings) · 216 bad (dots) · 2 gaps without good values.",
    );
    const good = await readDrawnColumns(page, line);
    expect(drawn(part(good, 0.02, gap.from))).toBeGreaterThan(0.98);
    expect(drawn(part(good, gap.from, gap.to))).toBe(0);
    expect(drawn(part(good, gap.to, bad.from))).toBeGreaterThan(0.98);
    expect(drawn(part(good, bad.from, bad.to))).toBe(0);
    const marks = await readDrawnColumns(page, dots);
    expect(drawn(part(marks, bad.from, bad.to))).toBeGreaterThan(0.98);
    expect(drawn(part(marks, 0, bad.from))).toBe(0);
    const doubted = await readDrawnColumns(page, rings);
    expect(drawn(doubted.slice(0, 10))).toBeGreaterThan(0.9);
    expect(drawn(part(doubted, 0.02, 1))).toBe(0);
  });

  test("is a day of the plant: from its midnight, whatever the zone of the browser", async () => {
    await open();
    await choose("1219-PT-3 edges of the day");
    // Two of the four points are a moment outside.
    await eventually(summary).toMatch(/^2 values drawn/);
    const [asked] = ofData().slice(-1);
    expect(new URL(asked!.url).searchParams.get("startTime")).toBe("2025-02-28T23:00:00Z");
  });

  test("without points says so", async () => {
    await open();
    await choose("1219-PT-4 never written");
    const text = await page.getByText("Nothing is stored").innerText();
    expect(text).toContain(`Nothing is stored for 1219-PT-4 in ${date}.`);
    expect(await page.locator("canvas").count()).toBe(0);
    expect(await findBarriers()).toEqual([]);
  });
});

test("a year is drawn with its gap, its bad points and its highest value", async () => {
  await open();
  await choose("1219-PT-5 all the year");
  await page.getByRole("radio", { name: "Year" }).check();
  await eventually(summary).toContain("every least and greatest one among them");
  const good = await readDrawnColumns(page, line);
  expect(drawn(part(good, 0.02, gap.from))).toBeGreaterThan(0.98);
  expect(drawn(part(good, gap.from, gap.to))).toBe(0);
  expect(drawn(part(good, gap.to, bad.from))).toBeGreaterThan(0.98);
  expect(drawn(part(good, bad.from, bad.to))).toBe(0);
  const marks = await readDrawnColumns(page, dots);
  expect(drawn(part(marks, bad.from, bad.to))).toBeGreaterThan(0.98);
  expect(drawn(part(marks, 0, bad.from))).toBe(0);
  const highest = good.indexOf(Math.max(...good)) / good.length;
  expect(Math.abs(highest - spike)).toBeLessThan(0.005);
  // Too many points for a chart: the good ones came as the service's aggregates.
  expect(mock.requests.of("GetAggregatedData")).toHaveLength(1);
});

describe("what is not wanted any more", () => {
  test("quick switching leaves one result, and aborts the others", async () => {
    await open();
    mock.requests.clear();
    mock.faults.next({ operationId: "GetData", latencyMs: 60_000, times: 3 });
    const names = ["1219-PT-2 discharge pressure", "1219-PT-4 never written", "1219-PT-1 suction pressure"];
    for (const [i, name] of names.entries()) {
      await choose(name);
      // Its request is there, and waits.
      await eventually(() => mock.faults.waiting[0]?.times ?? 0).toBe(names.length - 1 - i);
    }
    await choose("1219-PT-3 edges of the day");
    await eventually(summary).toMatch(/^2 values drawn/);
    // The log has what broke off once it did.
    await eventually(() => ofData().length).toBe(4);
    expect(answered().map(({ url }) => new URL(url).pathname.split("/").at(-2))).toEqual([idOf("1219-PT-3")]);
    expect(await page.locator("canvas").count()).toBe(1);
  });

  test("nothing is read twice in StrictMode, though its effects run twice", async () => {
    await open();
    const lists = mock.requests.filter(({ operationId }) => operationId !== "GetData");
    const days = ofData().filter(({ url }) => url.includes("2025-02-28T23"));
    expect([lists.length, days.length]).toEqual([1, 1]);
  });

  test("a page that goes takes its requests along", async () => {
    await openEmpty();
    mock.faults.next({ operationId: "GetData", latencyMs: 60_000, times: 1 });
    await page.evaluate(`(async () => {
      const [{ mountApp }, { plant }] = await Promise.all([import("/src/mount-app.tsx"), import("/src/mock-plant.ts")]);
      window.unmount = mountApp(document.querySelector("#app"), plant);
    })()`);
    await page.getByText("Reading 1219-PT-1").waitFor();
    await eventually(() => mock.faults.waiting).toEqual([]);
    expect(ofData()).toEqual([]);
    await page.evaluate("window.unmount()");
    await eventually(() => ofData().map(({ statusCode }) => statusCode)).toEqual([undefined]);
  });

  test("what ends although it was aborted is not shown", async () => {
    await openEmpty();
    const run = (code: string) => page.evaluate(code);
    await run(`import("/src/stubborn-read.test-support.tsx").then(({ mountStubborn }) => {
      window.stubborn = mountStubborn(document.querySelector("#app"));
    })`);
    const output = page.locator("output");
    await output.waitFor();
    // The trial effect's read was aborted, and there is a second one.
    await eventually(() => run("stubborn.reads.map(({ signal }) => signal.aborted)")).toEqual([true, false]);
    await run(`stubborn.choose("b")`);
    await eventually(() => run("stubborn.reads.map(({ signal }) => signal.aborted)")).toEqual([true, true, false]);
    await run(`stubborn.reads[2].resolve("second")`);
    await eventually(() => output.innerText()).toBe("b: second");
    const before = await run("stubborn.shown.length");
    await run(`stubborn.reads[0].resolve("trial"); stubborn.reads[1].resolve("first")`);
    await run("new Promise((resolve) => setTimeout(resolve, 100))");
    expect([await output.innerText(), await run("stubborn.shown.length")]).toEqual(["b: second", before]);
  });
});

describe("a fault", () => {
  test("is told in plain words, and can be tried again", async () => {
    await open();
    mock.faults.next({ operationId: "GetData", statusCode: 403, times: 1 });
    await choose("1219-PT-2 discharge pressure");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.locator("> p").innerText()).toBe(
      "You have no access to these measurements. Ask whoever gives access to data of this plant.",
    );
    await page.getByText("For support").click();
    expect(await alert.locator("pre").innerText()).toMatch(/^Error: forbidden: .*\n(?:.*\n)*Trace ID: /);
    expect(await findBarriers()).toEqual([]);
    await page.getByRole("button", { name: "Try again" }).click();
    await eventually(summary).toMatch(/^1080 values drawn/);
    expect(await alert.count()).toBe(0);
  });

  test("of the list leaves a way out too", async () => {
    mock.faults.next({ operationId: "Getall", statusCode: 500, times: 10 });
    await page.goto(dev.url);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").locator("> p").innerText()).toMatch(/^The data service has a problem/);
    mock.faults.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByLabel("Measurement").waitFor();
  });
});

test("no barrier is found by axe while it is loading and when it is drawn", async () => {
  await open();
  expect(await findBarriers()).toEqual([]);
  mock.faults.next({ operationId: "GetData", latencyMs: 60_000, times: 1 });
  await choose("1219-PT-2 discharge pressure");
  await page.getByRole("status").waitFor();
  expect(await findBarriers()).toEqual([]);
});
