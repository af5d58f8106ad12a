import { defineConfig } from "vitest/config";

// What needs a browser: Debian's chromium, or what CHROMIUM names.
export default defineConfig({
  test: {
    include: ["{packages,tools}/*/src/**/*.browser.ts", "examples/{src,react-uplot/src}/**/*.browser.ts"],
    // One browser at a time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
