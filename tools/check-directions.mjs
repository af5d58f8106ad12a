// Checks which way the packages depend on each other (docs/architecture.md): nothing published
// imports the mock server, leaves never import leaves, and core has one dependency.
import { readdirSync, readFileSync } from "node:fs";

const scope = "@omnia-timeseries/";
const allowed = {
  core: { run: ["openapi-fetch", "@opentelemetry/api"], types: [] },
  auth: { run: ["@azure/identity", "@azure/msal-browser"], types: [`${scope}core`] },
  json: { run: [`${scope}core`], types: [] },
  protobuf: { run: [`${scope}core`, "@bufbuild/protobuf"], types: [] },
  ims: { run: [`${scope}core`], types: [] },
  "alarm-events": { run: [`${scope}core`], types: [] },
  "mock-server": {
    run: [
      `${scope}core`,
      `${scope}json`,
      `${scope}protobuf`,
      `${scope}ims`,
      `${scope}alarm-events`,
      "@bufbuild/protobuf",
      "@hono/node-server",
      "ajv",
      "asn1js",
      "csv-parse",
      "jose",
    ],
    types: [],
    node: true,
  },
};
/** The only files that may import these: everything else works without them. */
const places = {
  "@bufbuild/protobuf": /^(protobuf\/src\/(messages\.ts|gen\/)|mock-server\/src\/door\/check-answer\.ts)/,
  "@azure/msal-browser": /^auth\/src\/interactive-browser/,
  "@opentelemetry/api": /^core\/src\/telemetry\.ts$/,
};
const importStatement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

const problems = [];
for (const name of readdirSync("packages")) {
  const rule = allowed[name];
  if (rule === undefined) {
    problems.push(`packages/${name}: say in tools/check-directions.mjs what it may import.`);
    continue;
  }
  const source = `packages/${name}/src`;
  for (const file of readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (f) => f.endsWith(".ts") && !/\.test(-support)?\.ts$/.test(f),
  )) {
    for (const [, type, from, lazily] of readFileSync(`${source}/${file}`, "utf8").matchAll(importStatement)) {
      const specifier = from ?? lazily;
      if (specifier.startsWith(".") || (rule.node && specifier.startsWith("node:"))) continue;
      const target = specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/");
      const fits = rule.run.includes(target) || (type !== undefined && rule.types.includes(target));
      const place = places[target];
      if (fits && place?.test(`${name}/src/${file}`) === false) {
        problems.push(`${source}/${file} imports "${specifier}", which only ${place.source} may.`);
      } else if (!fits) {
        problems.push(
          `${source}/${file} imports "${specifier}". It may import ${rule.run.join(", ")}` +
            `${rule.types.length > 0 ? `, and as types ${rule.types.join(", ")}` : ""}: move the code, or change the direction in docs/decisions/ first.`,
        );
      }
    }
  }
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error("What a package imports, its users install and load: who takes one package should get exactly that.");
  process.exit(1);
}
console.log(`directions: ${Object.keys(allowed).length} packages in order`);
