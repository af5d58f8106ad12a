import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { run } from "./run.ts";

const require = createRequire(import.meta.url);

/** The compilers that users have, oldest first. */
export const compilers: readonly { readonly name: string; readonly tsc: string }[] = [
  { name: "TypeScript 5.9", tsc: join(dirname(require.resolve("typescript-5/package.json")), "bin/tsc") },
  { name: "TypeScript 7", tsc: join(dirname(require.resolve("typescript/package.json")), "bin/tsc") },
];

export const resolutions = ["nodenext", "bundler"] as const;

/**
 * Compiles files of a project, and every declaration that they reach, strictly and without
 * `skipLibCheck`. `types` are the packages of global types, such as `node`.
 */
export async function checkTypes(
  folder: string,
  files: readonly string[],
  types: readonly string[],
  compiler: (typeof compilers)[number],
  resolution: (typeof resolutions)[number],
): Promise<void> {
  const config = `tsconfig.${resolution}.json`;
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
    module: resolution === "bundler" ? "preserve" : "nodenext",
    moduleResolution: resolution,
    types,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, files }));
  await run(process.execPath, [compiler.tsc, "-p", config], { cwd: folder }).catch((error: unknown) => {
    throw new Error(
      `The declarations do not compile with ${compiler.name} and moduleResolution ${resolution}: who uses them that way ` +
        "gets these errors for our code. Mend the declarations; `skipLibCheck` is not ours to ask for.",
      { cause: error },
    );
  });
}
