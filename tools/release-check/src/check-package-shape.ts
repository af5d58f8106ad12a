import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { PackedPackage } from "./pack-packages.ts";
import { run } from "./run.ts";

const require = createRequire(import.meta.url);

/** What publint and "Are the types wrong?" find in a packed package: a text each. */
export async function checkPackageShape({ folder, tarball }: PackedPackage): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
  // Whether there is a repository is the business of a release (release.ts).
  const problems = messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`);
  const attw = join(dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js");
  try {
    await run(process.execPath, [attw, "--profile", "esm-only", "--no-emoji", "--format", "ascii", tarball], {
      cwd: folder,
    });
  } catch (error) {
    problems.push(`Are the types wrong? ${(error as Error).message}`);
  }
  return problems;
}
