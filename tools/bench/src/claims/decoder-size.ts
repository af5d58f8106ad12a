import { gzipSync } from "node:zlib";
import { build } from "rolldown";
import type { Claim } from "../claim.ts";
import type { Goal } from "../goal.ts";

/** Minified and compressed bytes of what is left when nothing but a format's decoder is used. */
async function bundle(specifier: string, external: readonly string[]): Promise<number> {
  const entry = "decoder-only";
  const { output } = await build({
    input: entry,
    external: [...external],
    platform: "browser",
    plugins: [
      {
        name: entry,
        resolveId: (id) => (id === entry ? `${import.meta.dirname}/${entry}.js` : undefined),
        load: (id) => (id.endsWith(`${entry}.js`) ? `export { createDecoder } from "${specifier}";` : undefined),
      },
    ],
    output: { format: "esm", minify: true },
    write: false,
  });
  return gzipSync(output[0].code, { level: 9 }).byteLength;
}

/** Every reader has core already. */
const budgetKb = 6;

/** What a page has to load for a decoder. */
export const decoderSize: Claim = async () => {
  const names = ["protobuf", "json"] as const;
  const sizes = await Promise.all(
    names.map(async (name) => {
      const specifier = `@omnia-timeseries/${name}`;
      return {
        name,
        withCore: await bundle(specifier, []),
        alone: await bundle(specifier, ["@omnia-timeseries/core"]),
      };
    }),
  );
  return {
    goals: sizes.map(({ name, alone }): Goal => {
      return {
        name: `decoder of ${name} without core, minified + gzip`,
        unit: "kB",
        samples: [alone / 1000],
        floor: { atMost: budgetKb },
      };
    }),
    tables: [
      {
        title: "Size of the decoders, minified + gzip",
        note: "Bundled by rolldown; with what they use of core, and without.",
        head: ["", "bytes", "bytes without core"],
        rows: sizes.map(({ name, withCore, alone }) => [name, `${withCore}`, `${alone}`]),
      },
    ],
  };
};
