import { satisfies } from "semver";
import { nextVersion } from "./next-version.ts";
import type { WorkspacePackage } from "./workspace.ts";
import { scope } from "./local-registry.ts";

/**
 * Whether the packages take the `core` that they will be released with. A peer range is kept by hand:
 * changesets would raise one of `workspace:` to the newest `core` with each release
 * (docs/releasing.md).
 *
 * @returns What is wrong, a text each.
 */
export function checkPeers(repository: string, packages: readonly WorkspacePackage[]): readonly string[] {
  const core = packages.find(({ name }) => name === "core");
  if (core === undefined) return ["There is no packages/core."];
  const next = nextVersion(repository, core);
  return packages.flatMap(({ name, manifest }) => {
    const range = manifest.peerDependencies?.[`${scope}/core`];
    if (range === undefined || satisfies(next, range)) return [];
    return [
      `packages/${name} takes the peer ${scope}/core ${range}, but the next release of core is ${next}. ` +
        `Who installs both would get an error, or two cores. Try ${name} with core ${next}, set the range in ` +
        `packages/${name}/package.json so that it takes it (such as "${range} || ^${next}", or "^${next}" where ` +
        `${name} needs what is new), and add a changeset for ${name}: a patch, or a major where it no longer takes the core of before.`,
    ];
  });
}
