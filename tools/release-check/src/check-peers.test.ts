import { expect, test } from "vitest";
import { checkPeers } from "./check-peers.ts";
import { createRepository } from "./repository.test-support.ts";
import { readPackages, root } from "./workspace.ts";

const coreAt = (version: string, changeset?: string) => (range: string) => {
  using repository = createRepository(
    { core: { version }, json: { version: "1.2.3", peerDependencies: { "@omnia-timeseries/core": range } } },
    changeset,
  );
  return checkPeers(repository.folder, readPackages(repository.folder));
};
const major = '---\n"@omnia-timeseries/json": patch\n"@omnia-timeseries/core": major\n---\n\nText.\n';

test("the packages of this repository take the core that they will be released with", () => {
  expect(checkPeers(root, readPackages())).toEqual([]);
});

test.each([
  ["1.4.0", undefined, "^1.0.0"],
  ["1.4.0", undefined, ">=1.4.0 <2"],
  ["0.0.0", major, "^1.0.0"],
  ["1.4.0", major, "^1.0.0 || ^2.0.0"],
])("a range is right: core %s, changeset %j, range %s", (version, changeset, range) => {
  expect(coreAt(version, changeset)(range)).toEqual([]);
});

test.each([
  ["1.4.0", undefined, "^1.5.0", "1.4.0"],
  ["2.0.0", undefined, "^1.0.0", "2.0.0"],
  ["1.4.0", major, "^1.0.0", "2.0.0"],
  ["0.0.0", major, ">=0.0.0 <1", "1.0.0"],
])("a range is wrong: core %s, changeset %j, range %s", (version, changeset, range, next) => {
  const [problem, ...others] = coreAt(version, changeset)(range);
  expect(others).toEqual([]);
  expect(problem).toContain(
    `packages/json takes the peer @omnia-timeseries/core ${range}, but the next release of core is ${next}.`,
  );
  expect(problem).toContain(`set the range in packages/json/package.json`);
});
