import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is removed when it is no longer used. */
export function createFolder(): Disposable & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "release-check-test-"));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A repository with these packages, and nothing in them but package.json. */
export function createRepository(
  packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  changeset?: string,
): Disposable & { readonly folder: string } {
  const repository = createFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(join(repository.folder, path, ".."), { recursive: true });
    writeFileSync(join(repository.folder, path), text);
  };
  for (const [name, manifest] of Object.entries(packages)) {
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@omnia-timeseries/${name}`, ...manifest }));
  }
  write(".changeset/config.json", "{}");
  if (changeset !== undefined) write(".changeset/a-change.md", changeset);
  return repository;
}
