import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,tools}/*/src/**/*.test.ts", "examples/{src,react-uplot/src}/**/*.test.ts"],
    // Property tests take their time on a busy machine; what hangs is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
