import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../engines", import.meta.url));

/** Installs the runtimes, each as the npm package of this machine's platform, checked by the lockfile beside. */
export function installEngines(): void {
  execFileSync("pnpm", ["install", "--frozen-lockfile", "--dir", folder], { stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * Where a runtime is that {@link installEngines} has put there.
 *
 * @param path of its program within the package
 */
export function findEngine(name: string, path: string): string | undefined {
  const program = `${folder}/node_modules/${name}-${process.platform}-${process.arch}/${path}`;
  return existsSync(program) ? program : undefined;
}
