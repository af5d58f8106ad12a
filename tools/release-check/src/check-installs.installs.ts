// The oldest core that a package takes, from where the machine gets its packages: here a second local registry.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { checkOldestCore } from "./check-installs.ts";
import { createLocalRegistry } from "./local-registry.ts";
import type { PackedPackage } from "./pack-packages.ts";
import { prepareProject, publishTarball } from "./package-managers.ts";
import { createReport } from "./report.ts";
import { createFolder } from "./repository.test-support.ts";

test("is told to be wrong where the package does not work with it, and is not tried where there is none", async () => {
  using temporary = createFolder();
  const { folder } = temporary;
  const made = async (
    name: string,
  ): Promise<{ publisher: string; cache: string; registry: string } & AsyncDisposable> => {
    const registry = await createLocalRegistry(join(folder, name));
    const surroundings = { cache: join(folder, `${name}-cache`), registry: registry.url };
    const publisher = join(folder, `${name}-publisher`);
    prepareProject({ folder: publisher, packages: [] }, surroundings);
    return { ...surroundings, publisher, [Symbol.asyncDispose]: () => registry.close() };
  };
  await using machine = await made("machine");
  await using own = await made("own");
  writeFileSync(join(folder, "npmrc"), `@omnia-timeseries:registry=${machine.registry}\n`);
  vi.stubEnv("NPM_CONFIG_USERCONFIG", join(folder, "npmrc"));

  const publish = async (
    to: typeof own,
    name: string,
    version: string,
    code: string,
    range?: string,
  ): Promise<PackedPackage> => {
    const peers = range === undefined ? {} : { peerDependencies: { "@omnia-timeseries/core": range } };
    const exports = { ".": "./index.js" };
    const manifest = { name: `@omnia-timeseries/${name}`, version, type: "module", exports, ...peers };
    const source = join(folder, `${name}-${version}`);
    mkdirSync(source);
    writeFileSync(join(source, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(source, "index.js"), code);
    await publishTarball(source, to.publisher, to);
    return { name, manifest, tarball: "", folder: source };
  };
  await publish(machine, "core", "1.0.0", "export const a = 1;\n");
  const core = await publish(own, "core", "1.1.0", "export const a = 1;\nexport const b = 2;\n");
  const json = await publish(own, "json", "1.0.0", 'export { a } from "@omnia-timeseries/core";\n', "^1.0.0");
  const auth = await publish(own, "auth", "1.0.0", 'export { b } from "@omnia-timeseries/core";\n', "^1.0.0");
  const ims = await publish(own, "ims", "1.0.0", 'export { b } from "@omnia-timeseries/core";\n', "^1.1.0");

  const lines: string[] = [];
  const report = createReport((line) => lines.push(line.replace(/ \([^(]*$/, "")));
  const checks = { report, surroundings: own, folder: join(folder, "projects"), sboms: "", example: "" };
  await checkOldestCore({ ...checks, packed: [core, json, auth, ims] }, own.publisher);
  vi.unstubAllEnvs();

  expect(lines).toEqual([
    "ok   json with the oldest core that it takes, 1.0.0",
    "FAIL auth with the oldest core that it takes, 1.0.0",
  ]);
  expect(report.problems[0]).toContain("does not provide an export named 'b'");
}, 300_000);
