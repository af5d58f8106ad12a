import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { scope } from "./local-registry.ts";
import { run } from "./run.ts";
import { root } from "./workspace.ts";

const { devEngines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly devEngines: { readonly packageManager: { readonly version: string } };
};

/** The pnpm of this repository, wherever it is run from. */
export const pnpm: { readonly command: string; readonly args: readonly string[] } = {
  command: "npx",
  args: ["-y", `pnpm@${devEngines.packageManager.version.replace("^", "")}`],
};

export interface Project {
  readonly folder: string;
  /** Specs such as `@omnia-timeseries/core@1.0.0`. */
  readonly packages: readonly string[];
}

export interface PackageManager {
  readonly name: string;
  install(project: Project): Promise<void>;
  /** Runs a file of the project with Node. */
  node(folder: string, file: string): Promise<string>;
}

/** Where all projects of a run keep what they download, and where our own packages come from. */
export interface Surroundings {
  readonly cache: string;
  readonly registry: string;
}

const manifestOf = (packages: readonly string[]): string => {
  const dependencies = packages.map((spec) => {
    const at = spec.lastIndexOf("@");
    return at > 0 ? [spec.slice(0, at), spec.slice(at + 1)] : [spec, "*"];
  });
  return JSON.stringify({
    name: "consumer",
    version: "1.0.0",
    private: true,
    type: "module",
    license: "UNLICENSED",
    dependencies: Object.fromEntries(dependencies),
  });
};

/** Our scope comes from the local registry, everything else by the machine's own configuration. */
const npmrcOf = ({ registry }: Surroundings): string =>
  `${scope}:registry=${registry}\n${registry.replace("http:", "")}:_authToken=local\n`;

export function prepareProject({ folder, packages }: Project, surroundings: Surroundings): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), manifestOf(packages));
  writeFileSync(join(folder, ".npmrc"), npmrcOf(surroundings));
}

const plainNode = (folder: string, file: string): Promise<string> =>
  run(process.execPath, [file], { cwd: folder, timeoutMs: 60_000 });

/** Publishes a tarball to the local registry, with npm, from a folder that `prepareProject` made. */
export async function publishTarball(
  tarball: string,
  folder: string,
  { cache, registry }: Surroundings,
): Promise<void> {
  // Without a tag npm refuses what it takes for a prerelease.
  const flags = ["--registry", registry, "--access", "public", "--tag", "latest", "--cache", join(cache, "npm")];
  await run("npm", ["publish", tarball, ...flags], { cwd: folder });
}

export function createNpm(surroundings: Surroundings): PackageManager {
  return {
    name: "npm",
    async install(project) {
      prepareProject(project, surroundings);
      const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--cache", join(surroundings.cache, "npm")];
      await run("npm", ["install", ...flags], { cwd: project.folder });
    },
    node: plainNode,
  };
}

export function createPnpm(surroundings: Surroundings): PackageManager {
  return {
    name: "pnpm",
    async install(project) {
      prepareProject(project, surroundings);
      // A workspace of its own, so that no folder above it counts; of an age, because ours are new.
      writeFileSync(join(project.folder, "pnpm-workspace.yaml"), "packages: []\nminimumReleaseAge: 0\n");
      const store = [
        "--store-dir",
        join(surroundings.cache, "pnpm-store"),
        "--config.cache-dir",
        join(surroundings.cache, "pnpm"),
      ];
      await run(pnpm.command, [...pnpm.args, "install", "--ignore-scripts", ...store], { cwd: project.folder });
    },
    node: plainNode,
  };
}

/** Yarn 4 with Plug'n'Play, which gives a package nothing that it does not declare. */
export async function createYarn(surroundings: Surroundings): Promise<PackageManager> {
  const manifest = createRequire(import.meta.url).resolve("@yarnpkg/cli-dist/package.json");
  const yarn = join(dirname(manifest), "bin/yarn.js");
  const config = async (name: string): Promise<string> =>
    (await run("npm", ["config", "get", name], { cwd: root })).trim();
  // Yarn 4 reads no .npmrc.
  const [server, cafile] = await Promise.all([config("registry"), config("cafile")]);
  const env = { YARN_NPM_REGISTRY_SERVER: server, ...(cafile === "null" ? {} : { YARN_HTTPS_CA_FILE_PATH: cafile }) };
  return {
    name: "yarn",
    async install(project) {
      prepareProject(project, surroundings);
      const settings = {
        npmScopes: { [scope.slice(1)]: { npmRegistryServer: surroundings.registry.replace(/\/$/, "") } },
        unsafeHttpWhitelist: ["127.0.0.1"],
        enableTelemetry: false,
        enableGlobalCache: false,
        enableImmutableInstalls: false,
        enableScripts: false,
        // Ours are of today.
        npmPreapprovedPackages: [`${scope}/*`],
        cacheFolder: join(surroundings.cache, "yarn"),
        globalFolder: join(surroundings.cache, "yarn-global"),
      };
      writeFileSync(join(project.folder, ".yarnrc.yml"), JSON.stringify(settings));
      // Without a lockfile of its own Yarn looks for a project above.
      writeFileSync(join(project.folder, "yarn.lock"), "");
      await run(process.execPath, [yarn, "install"], { cwd: project.folder, env });
    },
    node: (folder, file) => run(process.execPath, [yarn, "node", file], { cwd: folder, env, timeoutMs: 60_000 }),
  };
}
