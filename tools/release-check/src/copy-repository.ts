import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.ts";
import { root } from "./workspace.ts";

/**
 * Copies the repository as it stands, changed and new files too, but nothing that is compiled, into
 * `folder`, with a git history of one commit. Tools come from the repository's own installation;
 * packages see each other in the copy, because pnpm links them by relative paths.
 */
export async function copyRepository(folder: string): Promise<void> {
  const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const files = listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  for (const manifest of files.filter((file) => /^(packages|tools)\/[^/]+\/package\.json$/.test(file))) {
    const links = join(dirname(manifest), "node_modules");
    if (existsSync(join(root, links))) {
      cpSync(join(root, links), join(folder, links), { recursive: true, verbatimSymlinks: true });
    }
  }
  const git = (...args: string[]): Promise<string> =>
    run("git", ["-c", "user.name=release-check", "-c", "user.email=release-check@example.invalid", ...args], {
      cwd: folder,
    });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "A copy");
}
