import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PackedPackage } from "./pack-packages.ts";

/** What users read or run, and nothing else. */
const wanted = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.+\.(js|d\.ts))$/;
const ofTests = /(\.test|\.test-support|\.browser|\.bench)\.|(^|\/)tsconfig|\.tsbuildinfo$/;
const relativeImport = /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/** Each path in an `exports` or `bin` entry. */
const targetsOf = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(targetsOf);

/**
 * What is wrong with the content of a tarball: a text each, without what is right.
 * A file of the source that is no longer there may still be compiled in `dist`: packages are packed
 * from a build of their own.
 */
export function checkTarball({ folder, manifest }: Pick<PackedPackage, "folder" | "manifest">): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  const problems: string[] = [];
  for (const needed of ["LICENSE", "README.md", "CHANGELOG.md"]) {
    if (!files.includes(needed)) {
      problems.push(`${needed} is not in the tarball: put it beside package.json, and CHANGELOG.md into "files".`);
    }
  }
  for (const file of files) {
    if (ofTests.test(file)) {
      problems.push(`${file} is for tests, and users would load it: leave it out in tsconfig.json or in "files".`);
    } else if (file.endsWith(".map")) {
      problems.push(
        `${file} points to sources that are not in the tarball: set "sourceMap" and "declarationMap" to false.`,
      );
    } else if (!wanted.test(file)) {
      problems.push(`${file} is nothing that users read or run: leave it out in "files" of package.json.`);
    }
  }
  for (const target of [...targetsOf(manifest.exports), ...targetsOf(manifest.bin)]) {
    if (!existsSync(join(folder, target))) {
      problems.push(`package.json names ${target}, which is not in the tarball: build it, or take it out.`);
    }
  }
  for (const file of files.filter((file) => /\.(js|d\.ts)$/.test(file))) {
    const text = readFileSync(join(folder, file), "utf8");
    if (text.includes("sourceMappingURL=") && !text.includes("sourceMappingURL=data:")) {
      problems.push(`${file} names a source map that is not in the tarball: set "sourceMap" to false.`);
    }
    for (const [, specifier] of text.matchAll(relativeImport)) {
      const target = join(folder, dirname(file), specifier!);
      // A declaration names the source, or the .js, that it stands for.
      if (!existsSync(target) && !existsSync(target.replace(/\.(js|ts)$/, ".d.ts"))) {
        problems.push(`${file} imports ${specifier}, which is not in the tarball: leave neither out, or both.`);
      }
    }
  }
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (/^(workspace|catalog|link|file):/.test(range)) {
      problems.push(`package.json wants ${name} as ${range}, which only this repository knows: publish with pnpm.`);
    } else if (/^\d/.test(range)) {
      problems.push(`package.json wants exactly ${name} ${range}: give a range, so that users get fixes and one copy.`);
    }
  }
  return problems;
}
