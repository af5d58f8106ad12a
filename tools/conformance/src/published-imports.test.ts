// What the published files of core load: nothing of Node, and OpenTelemetry only with core/telemetry.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const importStatement =
  /(?:^|\n)\s*(?:import|export)\s+(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']/g;

/** The packages that a file and all files it imports ask for. */
function listPackages(entry: URL): string[] {
  const files = new Set([entry.href]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, now, later] of readFileSync(new URL(file), "utf8").matchAll(importStatement)) {
      const specifier = (now ?? later)!;
      if (specifier.startsWith(".")) files.add(new URL(specifier, file).href);
      else packages.add(specifier);
    }
  }
  return [...packages].toSorted();
}

test.each([
  ["@omnia-timeseries/core", ["openapi-fetch"]],
  ["@omnia-timeseries/core/platform-api", ["openapi-fetch"]],
  ["@omnia-timeseries/core/operations", []],
  ["@omnia-timeseries/core/telemetry", ["@opentelemetry/api"]],
])("%s", (entry, packages) => {
  expect(listPackages(new URL(import.meta.resolve(entry)))).toEqual(packages);
});
