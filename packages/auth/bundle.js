// What Node.js loads, in one file: to find and read twenty takes it several times as long.
// What others wrote stays outside: @azure/identity must be the copy that its plugins are given to.
import { build } from "rolldown";

await build({
  input: "dist/index.js",
  platform: "node",
  external: /^(?!\.|\/)/,
  // What is loaded later takes what it shares with the first file from there, and not from a third.
  preserveEntrySignatures: "allow-extension",
  output: { dir: "dist/bundle", cleanDir: true },
});
