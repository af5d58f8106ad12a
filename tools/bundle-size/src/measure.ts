import { gzipSync } from "node:zlib";
import type { BundleFile } from "./bundle.ts";

export interface BundleSize {
  /** Bytes of what is loaded at once, each file minified and compressed. */
  readonly startBytes: number;
  /** The same of everything that can be loaded. */
  readonly allBytes: number;
  /** Bytes of each module before minifying. */
  readonly modules: Readonly<Record<string, number>>;
}

/** The entry and all files that it imports statically, directly or not. */
export function filesAtStart(files: readonly BundleFile[]): Set<BundleFile> {
  const found = new Set<BundleFile>();
  const add = (file: BundleFile): void => {
    if (found.has(file)) return;
    found.add(file);
    files.filter(({ name }) => file.imports.includes(name)).forEach(add);
  };
  files.filter(({ isEntry }) => isEntry).forEach(add);
  return found;
}

/** A server compresses each file by itself: gzip (RFC 1952) at zlib's level 9. */
export function measureFiles(files: readonly BundleFile[]): BundleSize {
  const gzipBytes = (some: Iterable<BundleFile>): number =>
    [...some].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).byteLength, 0);
  const modules: Record<string, number> = {};
  for (const file of files) {
    for (const [name, bytes] of Object.entries(file.modules)) modules[name] = (modules[name] ?? 0) + bytes;
  }
  return { startBytes: gzipBytes(filesAtStart(files)), allBytes: gzipBytes(files), modules };
}
