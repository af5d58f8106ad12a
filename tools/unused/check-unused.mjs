// Finds files, exports and dependencies that nothing uses: `pnpm unused`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const knip = fileURLToPath(new URL("node_modules/knip/bin/knip.js", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

const options = ["--directory", root, "--config", "tools/unused/knip.json", "--no-progress"];
const { status } = spawnSync(process.execPath, [knip, ...options], { stdio: "inherit" });
if (status !== 0) {
  console.error(
    "\nWhat nothing uses is read, tested and installed all the same. Delete it, or take the `export` away. If it is used " +
      "in a way that cannot be seen in an import, such as a program that is started by its path, say so in " +
      "tools/unused/knip.json.",
  );
  process.exitCode = 1;
} else {
  console.log("unused: nothing");
}
