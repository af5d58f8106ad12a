// `pnpm release-check`: are the packages, as they would be published now, what users can install and
// use? In a temporary folder, with a registry of its own; `--short` installs once, with npm alone.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAllInstalls, checkOldestCore, checkOneInstall } from "./check-installs.ts";
import { checkPackageShape } from "./check-package-shape.ts";
import { checkPeers } from "./check-peers.ts";
import { checkTarball } from "./check-tarball.ts";
import { createLocalRegistry } from "./local-registry.ts";
import { packPackages } from "./pack-packages.ts";
import { prepareProject, publishTarball } from "./package-managers.ts";
import { prepareRelease } from "./prepare-release.ts";
import { readCombinations, readFirstExample } from "./readme-examples.ts";
import { createReport } from "./report.ts";
import { readPackages, root } from "./workspace.ts";

const isShort = process.argv.includes("--short");
const startedAt = performance.now();
const report = createReport(console.log);

const folder = mkdtempSync(join(tmpdir(), "omnia-timeseries-release-check-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

await report.check("peer ranges take the next core", () => checkPeers(root, readPackages()));

const repository = join(folder, "repository");
mkdirSync(repository);
const sources = await prepareRelease(repository);
const packed = await packPackages(repository, sources, join(folder, "packed"));
console.log(`built and packed ${packed.map(({ name, manifest }) => `${name} ${manifest.version}`).join(", ")}`);
for (const pack of packed) {
  await report.check(`${pack.name}: tarball`, async () => [...checkTarball(pack), ...(await checkPackageShape(pack))]);
}

const registry = await createLocalRegistry(join(folder, "registry"));
try {
  const surroundings = { cache: join(folder, "cache"), registry: registry.url };
  const publisher = join(folder, "publisher");
  prepareProject({ folder: publisher, packages: [] }, surroundings);
  await Promise.all(packed.map(({ tarball }) => publishTarball(tarball, publisher, surroundings)));
  console.log(`published to ${registry.url}`);

  const checks = {
    report,
    surroundings,
    packed,
    folder: join(folder, "projects"),
    sboms: join(root, "tools/release-check/dist/sbom"),
    example: readFirstExample(repository),
  };
  if (isShort) await checkOneInstall(checks);
  else
    await checkAllInstalls(
      checks,
      readCombinations(repository, sources).filter((names) => names.length > 1),
    );
  await checkOldestCore(checks, publisher);
} finally {
  await registry.close();
}

console.log(`${isShort ? "short form, " : ""}${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
if (report.problems.length > 0) {
  console.error(`\n${report.problems.length} found:\n\n${report.problems.join("\n\n")}`);
  process.exit(1);
}
