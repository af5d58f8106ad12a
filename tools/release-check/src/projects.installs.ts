// Packages with one fault each, published to a local registry and installed from it: is it found out?
// Each starts npm and compilers, which takes its time on a busy machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPackageShape } from "./check-package-shape.ts";
import { createLocalRegistry } from "./local-registry.ts";
import type { LocalRegistry } from "./local-registry.ts";
import type { PackedPackage } from "./pack-packages.ts";
import { createNpm, prepareProject, publishTarball } from "./package-managers.ts";
import type { Surroundings } from "./package-managers.ts";
import { checkDeclarations, checkLoading, shortWays } from "./projects.ts";
import type { ProjectPlan } from "./projects.ts";
import { createFolder } from "./repository.test-support.ts";
import { run } from "./run.ts";
import type { Manifest } from "./workspace.ts";

const { folder, [Symbol.dispose]: removeFolder } = createFolder();
const publisher = join(folder, "publisher");
let registry: LocalRegistry;
let surroundings: Surroundings;
beforeAll(async () => {
  registry = await createLocalRegistry(join(folder, "registry"));
  surroundings = { cache: join(folder, "cache"), registry: registry.url };
  prepareProject({ folder: publisher, packages: [] }, surroundings);
});
afterAll(async () => {
  await registry.close();
  removeFolder();
});

const good = {
  "index.js": "export const a = 1;\n",
  "index.d.ts": "export declare const a: number;\n",
};

/** Makes a package of these files. */
function write(name: string, files: Partial<typeof good>, changes: Partial<Manifest> = {}): PackedPackage {
  const manifest: Manifest & { readonly type: string; readonly files: readonly string[] } = {
    name: `@omnia-timeseries/${name}`,
    version: "1.0.0",
    type: "module",
    files: ["index.js", "index.d.ts"],
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    ...changes,
  };
  const source = join(folder, name);
  mkdirSync(source);
  for (const [file, text] of Object.entries({ ...good, ...files, "package.json": JSON.stringify(manifest) })) {
    writeFileSync(join(source, file), text);
  }
  return { name, manifest, folder: source, tarball: join(folder, `omnia-timeseries-${name}-1.0.0.tgz`) };
}

/** Publishes it, and plans a project that has it alone. */
async function planOf(...made: Parameters<typeof write>): Promise<ProjectPlan> {
  const pack = write(...made);
  await publishTarball(pack.folder, publisher, surroundings);
  const title = pack.name;
  return { title, manager: createNpm(surroundings), folder: join(folder, `${title}-project`), packages: [pack] };
}

async function shapeOf(...made: Parameters<typeof write>): Promise<string> {
  const pack = write(...made);
  await run("npm", ["pack", pack.folder], { cwd: folder });
  return (await checkPackageShape(pack)).join("\n");
}

test("a package that is right loads and compiles", async () => {
  const plan = await planOf("right", {});
  await expect(checkLoading(plan)).resolves.toBeUndefined();
  await expect(checkDeclarations(plan, shortWays)).resolves.toBeUndefined();
}, 300_000);

test("a package that is right has the right shape", async () => {
  expect(await shapeOf("right-shape", {})).toBe("");
}, 300_000);

test("an import that is not declared does not load", async () => {
  const plan = await planOf("undeclared", { "index.js": 'export { a } from "openapi-fetch";\n' });
  await expect(checkLoading(plan)).rejects.toThrow("openapi-fetch");
}, 300_000);

test("what require() cannot have does not load", async () => {
  const plan = await planOf("awaits", { "index.js": "export const a = await 1;\n" });
  await expect(checkLoading(plan)).rejects.toThrow("ERR_REQUIRE_ASYNC_MODULE");
}, 300_000);

test("an `exports` for import alone does not load by require()", async () => {
  const exports = { ".": { types: "./index.d.ts", import: "./index.js" } };
  await expect(checkLoading(await planOf("import-only", {}, { exports }))).rejects.toThrow(
    "ERR_PACKAGE_PATH_NOT_EXPORTED",
  );
}, 300_000);

test("a declaration that no user can compile is found out, also one that nobody imports from", async () => {
  const plan = await planOf("types", { "index.d.ts": 'export declare const a: import("not-there").A;\n' });
  await checkLoading(plan);
  await expect(checkDeclarations(plan, shortWays)).rejects.toThrow(
    "The declarations do not compile with TypeScript 5.9",
  );
  await expect(checkDeclarations(plan, shortWays.slice(1))).rejects.toThrow("do not compile with TypeScript 7");
}, 300_000);

test("CommonJS that says it is ESM has the wrong shape", async () => {
  expect(await shapeOf("shape", { "index.js": "exports.a = 1;\n" })).toContain("publint: ");
}, 300_000);

test("types that are not there have the wrong shape", async () => {
  const exports = { ".": { types: "./types.d.ts", default: "./index.js" } };
  expect(await shapeOf("no-types", {}, { exports })).toMatch(/publint: .*types\.d\.ts[^]*Are the types wrong\?/);
}, 300_000);
