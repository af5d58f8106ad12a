// The workspace brings its own Node (package.json, optionalDependencies). When that install
// failed, pnpm goes on with the system's Node: say so here instead of failing somewhere odd.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This workspace needs Node 22.18 or newer and is running on ${process.versions.node}.\n` +
      "On Linux and Windows it installs Node 24 for itself: run `npx -y pnpm@12.21.0 install` and look for its warnings.\n" +
      "On macOS install Node 22.18 or newer yourself (for example from nodejs.org).",
  );
  process.exit(1);
}
