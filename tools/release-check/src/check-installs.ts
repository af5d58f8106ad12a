import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minVersion } from "semver";
import { scope } from "./local-registry.ts";
import type { PackedPackage } from "./pack-packages.ts";
import { createNpm, createPnpm, createYarn, publishTarball } from "./package-managers.ts";
import type { PackageManager, Surroundings } from "./package-managers.ts";
import { allWays, checkDeclarations, checkExample, checkLoading, shortWays } from "./projects.ts";
import type { ProjectPlan } from "./projects.ts";
import type { Report } from "./report.ts";
import { run } from "./run.ts";
import { checkLicences, createSbom } from "./sbom.ts";
import { root } from "./workspace.ts";

export interface InstallChecks {
  readonly report: Report;
  readonly surroundings: Surroundings;
  /** Where the projects are made. */
  readonly folder: string;
  readonly packed: readonly PackedPackage[];
  /** Where the SBOMs go. */
  readonly sboms: string;
  /** The README's first example. */
  readonly example: string;
}

const opentelemetry = "@opentelemetry/api@^1.9.0";
const nodeTypes = "@types/node";

const planner =
  ({ folder }: InstallChecks) =>
  (
    manager: PackageManager,
    title: string,
    packages: readonly PackedPackage[],
    others: readonly string[] = [],
  ): ProjectPlan => ({
    title: `${manager.name}: ${title}`,
    manager,
    packages,
    others,
    folder: join(folder, `${manager.name} ${title}`.replaceAll(/[^a-z0-9]+/g, "-")),
  });

const named = (packed: readonly PackedPackage[], names: readonly string[]): readonly PackedPackage[] =>
  packed.filter(({ name }) => names.includes(name));

/** Credentials and the mock server's Node parts speak of Node's types, as their users do; nothing else may. */
const typesFor = (packages: readonly PackedPackage[]): readonly string[] =>
  named(packages, ["auth", "mock-server"]).length > 0 ? [nodeTypes] : [];

const checkDependencies = ({ report, sboms }: InstallChecks, { folder }: ProjectPlan, name: string): Promise<boolean> =>
  report.check(`${name}: licences of what it brings`, async () => {
    const sbom = await createSbom(folder);
    mkdirSync(sboms, { recursive: true });
    writeFileSync(join(sboms, `${name}.cdx.json`), `${JSON.stringify(sbom, undefined, 2)}\n`);
    return checkLicences(sbom);
  });

/** All packages at once, with npm: what CI has time for. */
export async function checkOneInstall(checks: InstallChecks): Promise<void> {
  const { report, surroundings, packed, example } = checks;
  const all = planner(checks)(createNpm(surroundings), "all together", packed, [opentelemetry, nodeTypes]);
  if (!(await report.check(`${all.title}, loaded`, () => checkLoading(all)))) return;
  await report.check(`${all.title}: the README's first example`, () => checkExample(all, example));
  await report.check(`${all.title}: declarations`, () => checkDeclarations(all, shortWays, ["example-types.ts"]));
  await checkDependencies(checks, all, "all");
}

/** Each package alone, and the sets of `combinations`, with each package manager. */
export async function checkAllInstalls(
  checks: InstallChecks,
  combinations: readonly (readonly string[])[],
): Promise<void> {
  const { report, surroundings, packed, example } = checks;
  const plan = planner(checks);
  for (const manager of [createNpm(surroundings), createPnpm(surroundings), await createYarn(surroundings)]) {
    const isYarn = manager.name === "yarn";
    for (const pack of packed) {
      // Yarn installs no peers: its users name them.
      const hasPeer = pack.manifest.peerDependencies?.[`${scope}/core`] !== undefined;
      const alone = plan(
        manager,
        `${pack.name} alone`,
        isYarn && hasPeer ? named(packed, ["core", pack.name]) : [pack],
      );
      if (!(await report.check(`${alone.title}, loaded`, () => checkLoading(alone)))) continue;
      if (manager.name === "npm") await checkDependencies(checks, alone, pack.name);
    }
    for (const names of combinations) {
      const packages = named(packed, names);
      const together = plan(manager, names.join(" + "), packages, typesFor(packages));
      if (!(await report.check(`${together.title}, loaded`, () => checkLoading(together)))) continue;
      // How files lie on disk for pnpm and Yarn counts once, below.
      if (manager.name === "npm") {
        await report.check(`${together.title}: declarations`, () => checkDeclarations(together, shortWays));
      }
    }
    const packages = named(packed, ["core", "auth", "protobuf", "mock-server"]);
    const service = plan(manager, "the README's first example", packages, [opentelemetry, nodeTypes]);
    await report.check(service.title, async () => {
      await checkLoading(service);
      await checkExample(service, example);
    });
    // Plug'n'Play has no node_modules for the compilers to look into.
    if (!isYarn) {
      await report.check(`${service.title}, declarations`, () =>
        checkDeclarations(service, allWays, ["example-types.ts"]),
      );
    }
  }
}

/**
 * Each package with the oldest `core` that it takes, as users have it: from where the machine gets its
 * packages. Where that is the `core` of now there is nothing older to try.
 */
export async function checkOldestCore(checks: InstallChecks, publisher: string): Promise<void> {
  const { report, surroundings, packed, folder } = checks;
  const core = packed.find(({ name }) => name === "core")!;
  const published = new Set<string>([core.manifest.version]);
  for (const leaf of packed) {
    const range = leaf.manifest.peerDependencies?.[core.manifest.name];
    const oldest = range === undefined ? undefined : minVersion(range)?.version;
    if (oldest === undefined || oldest === core.manifest.version) continue;
    await report.check(`${leaf.name} with the oldest core that it takes, ${oldest}`, async () => {
      if (!published.has(oldest)) {
        const old = join(folder, `core-${oldest}`);
        mkdirSync(old, { recursive: true });
        await run("npm", ["pack", `${core.manifest.name}@${oldest}`, "--pack-destination", old], { cwd: root });
        const [tarball] = readdirSync(old);
        await publishTarball(join(old, tarball!), publisher, surroundings);
        published.add(oldest);
      }
      const oldCore: PackedPackage = { ...core, manifest: { ...core.manifest, version: oldest } };
      const title = `${leaf.name} with core ${oldest}`;
      await checkLoading(planner(checks)(createNpm(surroundings), title, [oldCore, leaf]));
    });
  }
}
