import { scope } from "./local-registry.ts";
import type { PackedPackage } from "./pack-packages.ts";

/** What can be imported of a package: `@omnia-timeseries/core`, `@omnia-timeseries/core/operations`, … */
export const entriesOf = ({ manifest }: PackedPackage): readonly string[] =>
  Object.keys(manifest.exports ?? {})
    .filter((entry) => entry !== "./package.json")
    .map((entry) => manifest.name + entry.slice(1));

/** A JavaScript program that imports and requires each entry, and compares what it got. */
export const loadProgram = (entries: readonly string[]): string => `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
for (const entry of ${JSON.stringify(entries)}) {
  const imported = await import(entry);
  const required = require(entry);
  for (const name of Object.keys(imported)) {
    if (imported[name] !== required[name]) throw new Error(\`\${entry}: \${name} is another one by require()\`);
  }
  if (Object.keys(imported).length === 0) throw new Error(\`\${entry} exports nothing\`);
}
console.log("loaded");
`;

/** A CommonJS program that requires each entry and nothing before. */
export const requireProgram = (entries: readonly string[]): string => `
"use strict";
for (const entry of ${JSON.stringify(entries)}) if (Object.keys(require(entry)).length === 0) throw new Error(entry);
console.log("loaded");
`;

/** A TypeScript module that reads the declarations of each entry. */
export const typesProgram = (entries: readonly string[]): string =>
  entries
    .map((entry, i) => `import * as entry${i} from "${entry}";\nexport const used${i}: typeof entry${i} = entry${i};\n`)
    .join("");

/** Whether an entry wants a peer that is not there without being asked for. */
export const isOptional = (entry: string): boolean => entry === `${scope}/core/telemetry`;
