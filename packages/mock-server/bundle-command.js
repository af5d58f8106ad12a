// The command in few files: to read two hundred and fifty takes Node longer than everything else in its start.
// What others wrote stays outside, with its licences and its updates.
import { build } from "rolldown";

await build({
  input: "dist/command.js",
  platform: "node",
  external: /^(?!\.|\/|@omnia-timeseries\/)/,
  output: { dir: "dist/bundle", cleanDir: true },
});
