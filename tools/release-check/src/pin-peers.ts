import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scope } from "./local-registry.ts";
import type { WorkspacePackage } from "./workspace.ts";

/**
 * Writes the very version of `core` into the peer ranges, for a snapshot: `0.0.0-…` is in no range.
 * The files keep their form.
 */
export function pinPeers(packages: readonly WorkspacePackage[], coreVersion: string): void {
  const core = `${scope}/core`;
  for (const { folder, manifest } of packages) {
    if (manifest.peerDependencies?.[core] === undefined) continue;
    const peerDependencies = { ...manifest.peerDependencies, [core]: coreVersion };
    writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, peerDependencies }, undefined, 2)}\n`);
  }
}
