// Runs what reads and writes times in zones that are not UTC: one with hours that come twice, and one that has left
// out a whole day. Properties get a tenth of their runs, which is enough to meet a zone.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const zones = ["Europe/Oslo", "Pacific/Apia"];
const suites = [
  "packages/core/",
  "packages/json/",
  "packages/protobuf/",
  "tools/conformance/src/networks/schedules.test.ts",
];
// Where bytes are cut and how much memory is taken does not depend on a zone, and takes the most time to test.
const excluded = "**/*{streaming,memory,limits}.test.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));

for (const zone of zones) {
  console.log(`\n== TZ=${zone}`);
  const { status } = spawnSync(process.execPath, [vitest, "run", "--no-isolate", "--exclude", excluded, ...suites], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, TZ: zone, OMNIA_FUZZ_RUNS: "0.1" },
  });
  if (status !== 0) process.exit(1);
}
