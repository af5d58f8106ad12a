import { createMockServer } from "@omnia-timeseries/mock-server";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startDev } from "./start-dev.ts";

test("with the plant of `pnpm dev` each measurement of the pump is shown", async () => {
  await using dev = await startDev(createMockServer({ auth: "none", plants: [{ facility: "1219", tags: 100 }] }), 0);
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(dev.url);
  await page.getByLabel("Date").fill("2025-03-01");
  const list = page.getByLabel("Measurement");
  const names = await list.locator("option").allInnerTexts();
  expect(names).toHaveLength(12);
  for (const name of names) {
    await list.selectOption({ label: name });
    const [tag = ""] = name.split(" ");
    await page.getByRole("region", { name: tag, exact: true }).locator("canvas").waitFor();
  }
});
