import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { resolveLink } from "./resolve-link.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const sources = new Set([
  "README.md",
  "docs/testing.md",
  "docs/decisions/006-limits-in-two-places.md",
  "packages/core/README.md",
]);

test.each([
  ["README.md", "packages/core", "/packages/core/index.md"],
  ["README.md", "packages/core#limits", "/packages/core/index.md#limits"],
  ["README.md", "docs/decisions", "/docs/decisions/index.md"],
  ["README.md", "docs/decisions/", "/docs/decisions/index.md"],
  ["docs/testing.md", "../README.md", "/index.md"],
  ["packages/core/README.md", "../../docs/testing.md#a", "/docs/testing.md#a"],
  ["packages/core/README.md", "../../docs/images/mock-page.png", "/docs/images/mock-page.png"],
  ["docs/testing.md", "../specs/timeseries/openapi.yaml", "/files/specs/timeseries/openapi.yaml.txt"],
  ["docs/testing.md", "../examples/docker-compose", "/files/examples/docker-compose.txt"],
  ["docs/testing.md", "https://example.invalid/a", "https://example.invalid/a"],
  ["docs/testing.md", "#here", "#here"],
])("in %s, %s is %s", (source, href, expected) => {
  expect(resolveLink(href, { root, source, sources })).toBe(expected);
});

test.each(["gone.md", "../../outside.md"])("%s leads nowhere", (href) => {
  expect(() => resolveLink(href, { root, source: "docs/testing.md", sources })).toThrow(
    `docs/testing.md links to ${href}, and there is no`,
  );
});
