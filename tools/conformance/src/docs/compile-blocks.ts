import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { root } from "./list-blocks.ts";
import type { Block } from "./list-blocks.ts";
import type { Names } from "./names.ts";

const compiler = `${root}node_modules/typescript/bin/tsc`;
/** The root, from the folder of the blocks: `tools/conformance/dist/<folder>`. */
const up = "../../../..";

const configuration = {
  extends: `${up}/tsconfig.base.json`,
  compilerOptions: {
    noEmit: true,
    composite: false,
    declaration: false,
    isolatedDeclarations: false,
    rootDir: up,
    // An example may end where it has shown what it shows.
    noUnusedLocals: false,
    lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    types: ["node"],
    paths: { "playwright-core": [`${up}/examples/node_modules/playwright-core/index.d.ts`] },
  },
  include: ["*.ts"],
};

/** Gives `names` to every block; one that a block declares itself hides it there. */
const writeGlobals = (names: readonly (keyof Names)[]): string => `
import type { Names } from "${up}/tools/conformance/src/docs/names.ts";
declare global {
  ${names.map((name) => `var ${name}: Names["${name}"];`).join("\n  ")}
  interface ImportMeta { readonly env: Readonly<Record<string, string | undefined>> }
}
`;

/** Not installed: it brings a native library. */
const cachePlugin = `declare module "@azure/identity-cache-persistence" {
  export const cachePersistencePlugin: import("@azure/identity").IdentityPlugin;
}
`;

/** What docs/testing.md loads beside itself. */
const viteExample = (name: string): string => `export * from "${up}/examples/vite-browser/src/${name}";\n`;

/** Name of a block's file: that of `docs/reading.md`, line 12, is `docs-reading.md-12.ts`. */
export const fileOf = ({ page, line }: Block): string => `${page.replaceAll("/", "-")}-${line}.ts`;

/** Writes each block into `folder` as a module that has the lines of its page, and `names` for all of them. */
export async function writeBlocks(
  folder: string,
  blocks: readonly Block[],
  names: readonly (keyof Names)[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = {
    "tsconfig.json": JSON.stringify(configuration),
    "globals.d.ts": writeGlobals(names),
    "cache-plugin.d.ts": cachePlugin,
    "mock-client.ts": viteExample("mock-client.ts"),
    "service-client.ts": viteExample("service-client.ts"),
    ...Object.fromEntries(
      blocks.map((block) => [fileOf(block), `${"\n".repeat(block.line - 1)}${block.code}export {};\n`]),
    ),
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(`${folder}/${name}`, text)));
}

/** Compiles what `writeBlocks` wrote, all at once. @returns what the compiler says, nothing where all is well */
export async function compileBlocks(folder: string): Promise<string> {
  const args = [compiler, "--project", folder, "--pretty", "false"];
  return promisify(execFile)(process.execPath, args, { cwd: folder }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}
