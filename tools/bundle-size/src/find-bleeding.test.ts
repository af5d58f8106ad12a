import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import type { BundleFile, Imports } from "./bundle.ts";
import { findBleeding } from "./find-bleeding.ts";
import { parts } from "./parts.ts";

const core = "@omnia-timeseries/core";
const client: Imports = { [core]: ["createTimeseriesClient"] };
const platform = "browser";
const external = ["@opentelemetry/api"];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bundle-size-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is found in a client that also has this module, which nobody asked for. */
async function plant(code: string): Promise<string> {
  const planted = join(folder, "planted.js");
  writeFileSync(planted, code);
  const files = await bundle({ imports: { ...client, [planted]: "*" }, platform, external });
  return findBleeding(client, files).join("\n");
}

const pathOf = (specifier: string): string => JSON.stringify(fileURLToPath(import.meta.resolve(specifier)));

describe("what is planted into a client is found", () => {
  test("nothing, where nothing is", async () => {
    expect(await plant("export const planted = 1;")).toBe("");
  });

  test("a Node module, at once", async () => {
    expect(await plant(`export { readFileSync } from "node:fs";`)).toMatch(/^node:fs is loaded at start.*no Node/);
  });

  test("a Node module, later", async () => {
    expect(await plant(`export const planted = () => import("node:fs");`)).toMatch(/^node:fs is loaded later/);
  });

  test("a function beside the client, with what it needs", async () => {
    const found = await plant(`export { readMany } from ${pathOf(core)};`);
    expect(found).toContain("core/read-many.js is loaded at start, and nothing that is imported asks for it.");
    expect(found).toContain("core/run-many.js is loaded");
    expect(found).not.toContain("core/write-many.js");
  });

  test("a format", async () => {
    expect(await plant(`export { json } from ${pathOf("@omnia-timeseries/json")};`)).toContain("json/format.js");
  });

  test("protobuf-es", async () => {
    const code = `export * from ${pathOf("@omnia-timeseries/protobuf/messages")};`;
    expect(await plant(code)).toContain("@bufbuild/protobuf is loaded at start");
  });

  test("openapi-fetch, where it comes at once", async () => {
    const path = pathOf(core).replace("index.js", "openapi-fetch-client.js");
    const found = await plant(`export * from ${path};`);
    expect(found).toContain("openapi-fetch is loaded at start");
  });
});

describe("who may have what", () => {
  const file = (name: string, isEntry: boolean): BundleFile => {
    return { name: `${isEntry}.js`, code: "", isEntry, imports: [], dynamicImports: [], modules: { [name]: 1 } };
  };
  const auth: Imports = { "@omnia-timeseries/auth": ["clientSecret"] };
  const encoder: Imports = { "@omnia-timeseries/json": ["encodeResponse"] };
  const reader: Imports = { "@omnia-timeseries/json": ["json"] };
  const allOfJson: Imports = { "@omnia-timeseries/json": "*" };
  const allOfProtobuf: Imports = { "@omnia-timeseries/protobuf": "*" };

  test.each([
    ["@azure/identity", auth, false, 0],
    ["@azure/identity", auth, true, 1],
    ["@azure/identity", client, false, 1],
    ["json/encode-response.js", encoder, true, 0],
    ["json/encode-response.js", reader, true, 1],
    ["json/encode-response.js", allOfJson, true, 0],
    ["@bufbuild/protobuf", allOfProtobuf, true, 1],
    ["core/write-many.js", { [core]: ["writeMany"] }, true, 0],
    ["core/write-many.js", { [core]: ["readMany"] }, true, 1],
  ])("%s with %j, at start: %j", (name, imports, isAtStart, count) => {
    expect(findBleeding(imports, [file(name, isAtStart)])).toHaveLength(count);
  });
});

test("every module that a client alone does without has a row", async () => {
  const modulesOf = async (imports: Imports): Promise<string[]> =>
    (await bundle({ imports, platform, external })).flatMap(({ modules }) => Object.keys(modules));
  const needed = new Set(await modulesOf(client));
  const others = (await modulesOf({ [core]: "*" })).filter(
    (name) => !needed.has(name) && !parts.some(({ startsWith }) => name.startsWith(startsWith)),
  );
  // Of a line or two; all else belongs into parts.ts.
  expect(others).toEqual(["core/access-token.js", "core/federation-source.js", "core/validate-response-item.js"]);
});
