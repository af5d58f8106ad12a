import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkTypes, compilers, resolutions } from "./check-types.ts";
import { entriesOf, isOptional, loadProgram, requireProgram, typesProgram } from "./entries.ts";
import type { PackedPackage } from "./pack-packages.ts";
import type { PackageManager } from "./package-managers.ts";
import { exampleOutput, exampleService } from "./readme-examples.ts";

const opentelemetry = "@opentelemetry/api";

export interface ProjectPlan {
  /** In a message: `npm: core alone`. */
  readonly title: string;
  readonly manager: PackageManager;
  readonly folder: string;
  readonly packages: readonly PackedPackage[];
  /** Specs of packages that are not ours. */
  readonly others?: readonly string[];
}

const same = (what: string, is: string, wanted: string): void => {
  if (is !== wanted) throw new Error(`${what} printed\n${is}in the place of\n${wanted}`);
};

/** Installs a project and loads everything that its packages export, by `import` and by `require()`. */
export async function checkLoading({ manager, folder, packages, others = [] }: ProjectPlan): Promise<void> {
  const specs = packages.map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  await manager.install({ folder, packages: [...specs, ...others] });
  const entries = entriesIn({ packages, others });
  writeFileSync(join(folder, "load.mjs"), loadProgram(entries));
  writeFileSync(join(folder, "load.cjs"), requireProgram(entries));
  for (const file of ["load.mjs", "load.cjs"]) same(file, await manager.node(folder, file), "loaded\n");
}

const entriesIn = ({ packages, others = [] }: Pick<ProjectPlan, "packages" | "others">): readonly string[] =>
  packages
    .flatMap(entriesOf)
    .filter((entry) => !isOptional(entry) || others.some((other) => other.startsWith(opentelemetry)));

export interface Way {
  readonly compiler: (typeof compilers)[number];
  readonly resolution: (typeof resolutions)[number];
}

export const allWays: readonly Way[] = compilers.flatMap((compiler) =>
  resolutions.map((resolution) => ({ compiler, resolution })),
);

/** Each compiler once, and each resolution once. */
export const shortWays: readonly Way[] = allWays.filter(
  ({ compiler, resolution }) => compilers.indexOf(compiler) === resolutions.indexOf(resolution),
);

/** Compiles a program over all declarations of an installed project, and `files`, in each of `ways`. */
export async function checkDeclarations(
  { folder, packages, others = [] }: ProjectPlan,
  ways: readonly Way[],
  files: readonly string[] = [],
): Promise<void> {
  writeFileSync(join(folder, "types.ts"), typesProgram(entriesIn({ packages, others })));
  const types = others.includes("@types/node") ? ["node"] : [];
  for (const { compiler, resolution } of ways) {
    await checkTypes(folder, ["types.ts", ...files], types, compiler, resolution);
  }
}

/** Runs the README's first example in an installed project, which has the mock server too. */
export async function checkExample({ manager, folder }: ProjectPlan, example: string): Promise<void> {
  writeFileSync(join(folder, "example.js"), example);
  writeFileSync(join(folder, "example-types.ts"), example);
  writeFileSync(join(folder, "service.mjs"), exampleService);
  same("The README's first example", await manager.node(folder, "service.mjs"), exampleOutput);
}
