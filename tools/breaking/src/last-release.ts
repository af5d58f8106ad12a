import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

const scope = "@omnia-timeseries/";

function git(root: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The tag of a package's last release from 1.0.0 on, of those that this commit comes from; no snapshots. */
export function findLastRelease(root: string, name: string): string | undefined {
  const tags = git(root, "tag", "--list", `${scope}${name}@*`, "--merged", "HEAD", "--sort=-version:refname");
  return tags.split("\n").find((tag) => /@[1-9]\d*\.\d+\.\d+$/.test(tag));
}

/** A file as it was released; undefined when it was not there. */
export function readReleased(root: string, tag: string, file: string): string | undefined {
  return git(root, "ls-tree", "--name-only", tag, "--", file) === "" ? undefined : git(root, "show", `${tag}:${file}`);
}

const readMajor = (version: string): number => Number(version.split(".")[0]);

/** Whether the next release of a package is a major one: by a changeset that waits, or by its version already. */
export function isMajorDue(root: string, name: string, tag: string): boolean {
  const { version } = JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, "utf8")) as { version: string };
  if (readMajor(version) > readMajor(tag.slice(tag.lastIndexOf("@") + 1))) return true;
  const folder = `${root}/.changeset`;
  const changesets = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".md")) : [];
  return changesets.some((file) => {
    const [, head = ""] = readFileSync(`${folder}/${file}`, "utf8").split(/^---$/m);
    return head.split("\n").some((line) => line.replaceAll(/["']/g, "").trim() === `${scope}${name}: major`);
  });
}
