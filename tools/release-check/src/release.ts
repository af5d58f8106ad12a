// `pnpm release`: versions, build, checks, commit, publish. Its parts, for CI: `plan`, `version`,
// `publish`, `snapshot <tag>` (docs/releasing.md).
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkPeers } from "./check-peers.ts";
import { pinPeers } from "./pin-peers.ts";
import { releasePlan } from "./release-plan.ts";
import type { ReleasePlan } from "./release-plan.ts";
import { readPackages, root } from "./workspace.ts";

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

/** Runs a program in the repository, its output seen. A failure ends everything. */
function step(command: string, ...args: readonly string[]): void {
  console.log(`\n== ${[command, ...args].join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    stop(`${command} failed${error === undefined ? "" : `: ${error.message}`}. What comes after it was not done.`);
  }
}

const outputOf = (command: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trimEnd() : stop(`${command} ${args.join(" ")} failed: ${stderr}`);
};

const plan = (): ReleasePlan => releasePlan(root, readPackages(), outputOf("git", "tag").split("\n"));

function needCleanTree(): void {
  const changed = outputOf("git", "status", "--porcelain");
  if (changed !== "") {
    stop(`A release is what the last commit holds, and these files differ from it: commit or remove them.\n${changed}`);
  }
}

/** Versions, changelogs, and the files that are generated from a version. */
function version(...args: readonly string[]): void {
  const problems = checkPeers(root, readPackages());
  if (problems.length > 0) stop(problems.join("\n"));
  step("changeset", "version", ...args);
  step("pnpm", "run", "generate");
  step("oxfmt", ...readPackages().map(({ folder }) => folder));
}

function needRepository(): void {
  const missing = readPackages().filter(({ manifest }) => manifest.repository === undefined);
  if (missing.length > 0) {
    stop(
      `${missing.map(({ name }) => `packages/${name}/package.json`).join(", ")}: no "repository". Provenance and the ` +
        'links of the README need it: add { "type": "git", "url": "git+https://…", "directory": "packages/…" }, once.',
    );
  }
}

/** Builds, checks and publishes what has a version that is not published yet. */
function publish(checks: readonly string[], ...args: readonly string[]): void {
  for (const check of checks) step("pnpm", "run", check);
  step("changeset", "publish", ...args);
}

/** All packages under one version that no range takes, and a tag of its own; for trying out, not for use. */
function snapshot(tag: string | undefined): void {
  if (tag === undefined || !/^[a-z][a-z-]*$/.test(tag) || tag === "latest") {
    stop("A snapshot needs a tag of small letters that is not `latest`: pnpm release snapshot canary");
  }
  needRepository();
  needCleanTree();
  for (const check of ["build", "test"]) step("pnpm", "run", check);
  const all = readPackages().map(({ manifest }) => `"${manifest.name}": patch\n`);
  writeFileSync(join(root, ".changeset/snapshot.md"), `---\n${all.join("")}---\n\nA snapshot.\n`);
  version("--snapshot", tag);
  const packages = readPackages();
  pinPeers(packages, packages.find(({ name }) => name === "core")!.manifest.version);
  publish(["build"], "--tag", tag, "--no-git-tag");
  console.log("\nThe versions of a snapshot are not kept: `git restore . && git clean --force packages .changeset`.");
}

const checks = ["build", "lint", "test", "release-check"];
const [part, tag] = process.argv.slice(2);
switch (part) {
  case undefined:
    needRepository();
    needCleanTree();
    version();
    step("git", "add", "--all");
    step("git", "commit", "--message", "Versions of the next release");
    publish(checks);
    console.log("\nPublished. Now `git push --follow-tags`.");
    break;
  case "plan":
    console.log(plan());
    break;
  case "version":
    version();
    break;
  case "publish":
    if (plan() === "version")
      stop("There are changesets that have no version yet: `pnpm release version`, and commit.");
    needRepository();
    needCleanTree();
    publish(checks);
    break;
  case "snapshot":
    snapshot(tag);
    break;
  default:
    stop(
      `There is no part "${part}". A release has these: plan, version, publish, snapshot <tag>; without one, all of it.`,
    );
}
