import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { rolldown, type OutputChunk, type OutputOptions } from "rolldown";
import { describe, expect, test } from "vitest";
import * as forPages from "./index-browser.ts";
import * as forNode from "./index.ts";

/** Bundles a module, beside the package as it is published, as for a page. @returns the entry's chunk, then the others */
async function bundle(code: string, options: OutputOptions = {}): Promise<OutputChunk[]> {
  const entry = fileURLToPath(new URL("../entry.js", import.meta.url));
  const missing: string[] = [];
  const bundler = await rolldown({
    input: entry,
    platform: "browser",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    // As one of Node.js would be.
    onwarn({ code, message }) {
      if (code === "UNRESOLVED_IMPORT") missing.push(message);
    },
  });
  const { output } = await bundler.generate(options);
  await bundler.close();
  expect(missing).toEqual([]);
  return output.filter((one) => one.type === "chunk");
}

const modulesOf = (chunks: readonly OutputChunk[]) => chunks.flatMap(({ moduleIds }) => moduleIds);
const everything = `export * from "@omnia-timeseries/auth";`;

test("a page gets the same names and types as Node.js", () => {
  const sameTypes: typeof forNode = forPages;
  expect(Object.keys(sameTypes).toSorted()).toEqual(Object.keys(forNode).toSorted());
  expect(forPages.interactiveBrowser).not.toBe(forNode.interactiveBrowser);
});

describe("bundled for a page", () => {
  test("nothing of Node.js remains, neither at once nor in what is loaded later", async () => {
    const chunks = await bundle(everything);
    const names = chunks.map(({ fileName }) => fileName);
    expect(chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])).toSatisfy(
      (imported: string[]) => imported.length > 0 && imported.every((one) => names.includes(one)),
    );
    expect(chunks.filter(({ code }) => /["'`]node:|\brequire\(|\bcreateRequire\b/.test(code))).toEqual([]);
    expect(modulesOf(chunks).filter((id) => /msal-node|\/open\/|identity\/dist\/(esm|commonjs)/.test(id))).toEqual([]);
  });

  test("interactiveBrowser() brings @azure/msal-browser, later, and @azure/identity not at all", async () => {
    const [entry, ...later] = await bundle(`export { interactiveBrowser } from "@omnia-timeseries/auth";`);
    expect(modulesOf([entry!]).filter((id) => id.includes("@azure"))).toEqual([]);
    expect(modulesOf(later).some((id) => id.includes("@azure/msal-browser"))).toBe(true);
    expect(modulesOf(later).filter((id) => id.includes("@azure/identity"))).toEqual([]);
    expect(entry!.code.length).toBeLessThan(30_000);
  });

  const program = `
    import * as auth from "@omnia-timeseries/auth";
    const given = {
      tenantId: "tenant", clientId: "client", secret: "secret", certificate: "certificate", certificatePath: "path",
      tokenFilePath: "path", userAssertion: "assertion", OMNIA_ENVIRONMENT: "test",
    };
    const notFlows = ["interactiveBrowser", "CredentialError"];
    globalThis.outcomes = Object.entries(auth)
      .filter(([name, value]) => typeof value === "function" && !notFlows.includes(name))
      .map(([name, flow]) => { try { return [name, typeof flow(given)]; } catch (error) { return [name, error.code, error.message]; } });
    globalThis.page = typeof auth.interactiveBrowser(given).signIn;`;

  test("all other flows say at once that they need Node.js, and what to do", async () => {
    const [chunk] = await bundle(program, { format: "iife", codeSplitting: false });
    // Without `process`, as in a page.
    const page: { outcomes?: string[][]; page?: string } = {};
    runInNewContext(chunk!.code, Object.assign(page, { URL }));
    const flows = Object.values(forNode).filter((one) => typeof one === "function");
    expect(page.outcomes).toHaveLength(flows.length - 2);
    const advice = /^\w+\(\) needs Node\.js; this is a browser\. There, sign in with interactiveBrowser\(\)/;
    expect(page.outcomes!.filter(([, code, message = ""]) => code !== "credential" || !advice.test(message))).toEqual(
      [],
    );
    expect(page.page).toBe("function");
  });
});
