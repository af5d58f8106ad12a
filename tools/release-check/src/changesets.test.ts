// What changesets makes of a copy of this repository: the versions, ranges and changelogs of its releases.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies, valid } from "semver";
import { expect, test } from "vitest";
import { checkPeers } from "./check-peers.ts";
import { copyRepository } from "./copy-repository.ts";
import { nextVersion } from "./next-version.ts";
import { pinPeers } from "./pin-peers.ts";
import { path } from "./prepare-release.ts";
import { createFolder } from "./repository.test-support.ts";
import { run } from "./run.ts";
import { readPackages } from "./workspace.ts";

const version = (folder: string, ...args: readonly string[]): Promise<string> =>
  run("changeset", ["version", ...args], { cwd: folder, env: { PATH: path } });
const addChangeset = (folder: string, ...releases: readonly string[]): void =>
  writeFileSync(
    join(folder, ".changeset/a-change.md"),
    `---\n${releases.map((text) => `${text}\n`).join("")}---\n\nWhat changed.\n`,
  );
const versionsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readPackages(folder).map(({ name, manifest }) => [name, manifest.version]));
const changelogOf = (folder: string, name: string): string =>
  readFileSync(join(folder, "packages", name, "CHANGELOG.md"), "utf8");

test("the changesets of now, a minor and a major of core, and a snapshot", async () => {
  using copy = createFolder();
  const { folder } = copy;
  await copyRepository(folder);

  const before = readPackages(folder);
  const expected = Object.fromEntries(before.map((pack) => [pack.name, nextVersion(folder, pack)]));
  const isFirst = before.every(({ manifest }) => manifest.version === "0.0.0");
  if (before.some(({ name, manifest }) => expected[name] !== manifest.version)) await version(folder);
  const released = versionsOf(folder);
  // The mock server may go up with a package that it depends on.
  expect({ ...released, "mock-server": "" }).toEqual({ ...expected, "mock-server": "" });
  expect(Object.values(released).every((text) => !isFirst || text === "1.0.0")).toBe(true);
  expect(checkPeers(folder, readPackages(folder))).toEqual([]);
  for (const { name } of before) {
    const changelog = changelogOf(folder, name);
    expect(changelog).toContain(`# @omnia-timeseries/${name}\n\n## ${released[name]}\n`);
    // Neither hashes nor the lists of a machine: `0102368: …`, `Updated dependencies [0102368]`.
    expect(changelog).not.toMatch(/^- [0-9a-f]{7}: |Updated dependencies/m);
  }

  // A minor release of core is one of core alone: every range takes it.
  addChangeset(folder, '"@omnia-timeseries/core": minor');
  await version(folder);
  const minor = versionsOf(folder);
  expect({ ...minor, core: "" }).toEqual({ ...released, core: "" });
  expect(minor.core).not.toBe(released.core);
  expect(changelogOf(folder, "core")).toContain(`## ${minor.core}\n\n### Minor Changes\n\n- What changed.\n`);
  expect(checkPeers(folder, readPackages(folder))).toEqual([]);

  // A major release of core is found out before its version is made.
  addChangeset(folder, '"@omnia-timeseries/core": major');
  expect(checkPeers(folder, readPackages(folder))).toHaveLength(5);

  addChangeset(folder, ...before.map(({ manifest }) => `"${manifest.name}": patch`));
  await version(folder, "--snapshot", "canary");
  const core = versionsOf(folder).core!;
  expect(core).toMatch(/^0\.0\.0-canary-\d{14}$/);
  expect(checkPeers(folder, readPackages(folder))).toHaveLength(5);
  pinPeers(readPackages(folder), core);
  const peers = readPackages(folder).flatMap(
    ({ manifest }) => manifest.peerDependencies?.["@omnia-timeseries/core"] ?? [],
  );
  expect(peers).toHaveLength(5);
  expect(peers.every((range) => valid(range) !== null && satisfies(core, range))).toBe(true);
}, 300_000);
