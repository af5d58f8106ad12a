import { defineConfig } from "vitest/config";

// What installs packages, and so needs the network.
export default defineConfig({
  test: {
    include: ["tools/*/src/**/*.installs.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
