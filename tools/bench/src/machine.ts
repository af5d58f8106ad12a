import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";

function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${(JSON.parse(readFileSync(file, "utf8")) as { version: string }).version}`;
}

/** Where and with what it was measured, one line each. */
export function describeMachine(): string[] {
  const [cpu] = cpus();
  return [
    `${cpu?.model.trim() ?? "unknown CPU"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()} ${process.arch}`,
    `Node ${process.versions.node} (V8 ${process.versions.v8})`,
    ["@bufbuild/protobuf", "ts-proto", "protobufjs", "rolldown"].map(versionOf).join(", "),
  ];
}
