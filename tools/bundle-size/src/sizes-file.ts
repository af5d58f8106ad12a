import { readFileSync, writeFileSync } from "node:fs";
import { root } from "./bundle.ts";
import type { BundleSize } from "./measure.ts";

/** By the names of the bundles. */
export type Sizes = Readonly<Record<string, BundleSize>>;

/** What the last `pnpm sizes` measured: what the READMEs say, and what growth is compared with. */
const path = `${root}/tools/bundle-size/gen/sizes.json`;

export function readSizes(): Sizes {
  return JSON.parse(readFileSync(path, "utf8")) as Sizes;
}

/** One line a bundle. */
export function writeSizes(sizes: Sizes): void {
  const lines = Object.entries(sizes).map(([name, size]) => `${JSON.stringify(name)}: ${JSON.stringify(size)}`);
  writeFileSync(path, `{\n${lines.join(",\n")}\n}\n`);
}
