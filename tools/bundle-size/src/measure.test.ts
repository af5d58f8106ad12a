import { expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import type { BundleFile } from "./bundle.ts";
import { filesAtStart, measureFiles } from "./measure.ts";

const file = (name: string, imports: string[], dynamicImports: string[] = []): BundleFile => {
  return { name, code: name, isEntry: name === "entry", imports, dynamicImports, modules: { shared: 1, [name]: 2 } };
};

test("the start is what the entry imports statically, round and round", () => {
  const files = [file("later", ["a"]), file("a", ["b", "outside"]), file("b", ["a"]), file("entry", ["a"], ["later"])];
  expect([...filesAtStart(files)].map(({ name }) => name)).toEqual(["entry", "a", "b"]);
});

test("files are compressed one by one, modules are counted over all", () => {
  const { startBytes, allBytes, modules } = measureFiles([file("entry", [], ["later"]), file("later", [])]);
  // The header and the end of gzip are 18 bytes, deflate adds 2 to so short a text (RFC 1951, RFC 1952).
  expect(startBytes).toBe(18 + "entry".length + 2);
  expect(allBytes).toBe(startBytes + 18 + "later".length + 2);
  expect(modules).toEqual({ shared: 2, entry: 2, later: 2 });
});

test("a bundle is minified, with what is loaded later in files of its own", async () => {
  const imports = { "@omnia-timeseries/core": ["createTimeseriesClient"] };
  const files = await bundle({ imports, platform: "browser", external: [] });
  const entry = files.filter(({ isEntry }) => isEntry);
  expect(entry).toHaveLength(1);
  expect(entry[0]!.code).not.toMatch(/^\s*\/\/|\n\s\s/m);
  expect(Object.keys(entry[0]!.modules)).toContain("core/client.js");
  expect(Object.keys(entry[0]!.modules)).not.toContain("core/write-data.js");
  expect(files.flatMap(({ modules }) => Object.keys(modules))).toContain("core/write-data.js");
});
