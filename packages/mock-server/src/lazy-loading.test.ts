import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Runs in a process of its own, on the built package, and tells which modules were loaded. */
async function listModules(options: string, more = ""): Promise<string[]> {
  const code = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { createMockServer } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
    const server = createMockServer({ auth: "none", ${options} });
    const headers = { authorization: "Bearer x", accept: "application/x-protobuf" };
    await server.fetch("http://h/plant/timeseries/v1.7", { headers });
    ${more}
    console.log(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code]);
  return JSON.parse(stdout) as string[];
}

test("protobuf-es is loaded only where answers are checked, and Node's modules only where it listens", async () => {
  const plain = await listModules("");
  const checked = await listModules("validateResponses: true");
  const needs = (modules: string[], name: string): boolean => modules.some((url) => url.includes(name));
  expect([needs(plain, "@bufbuild/protobuf"), needs(checked, "@bufbuild/protobuf")]).toEqual([false, true]);
  for (const name of ["node:", "asn1js", "@hono/node-server", "csv-parse", "schema-check"])
    expect(needs(checked, name)).toBe(false);
});

test("the control API and its page are loaded only where somebody asks them, and no module of Node then", async () => {
  const seed = `{ method: "POST", headers: { "content-type": "application/json" }, body: '{"series":[]}' }`;
  const plain = await listModules("");
  const asked = await listModules("", `await server.fetch("http://h/__mock/seed", ${seed});`);
  const isControl = (url: string): boolean =>
    /dist\/(control\/(?!is-control-path)|gen\/(page|mock-control(?!-operations))\b)/.test(url);
  expect(plain.filter(isControl)).toEqual([]);
  expect(asked.filter(isControl).length).toBeGreaterThan(5);
  for (const name of ["node:", "asn1js", "csv-parse"]) expect(asked.some((url) => url.includes(name))).toBe(false);
});
