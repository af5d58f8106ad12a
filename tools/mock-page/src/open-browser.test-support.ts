import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

/** The chromium of this machine: `CHROMIUM`, or the one on the path. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  // Builds run as root, where chromium has no sandbox.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
