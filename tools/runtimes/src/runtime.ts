import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findEngine } from "./engines.ts";

/** One column of the table. */
export interface Runtime {
  readonly name: string;
  /** Where it is on this machine; undefined where it cannot be had. */
  readonly program: string | undefined;
  /** What goes before the module to run; undefined for a browser. */
  readonly args?: readonly string[];
}

function findNode(major: number): string | undefined {
  const isThisOne = Number(process.versions.node.split(".")[0]) === major;
  return findEngine(`node-${major}`, "bin/node") ?? (isThisOne ? process.execPath : undefined);
}

function findChromium(): string | undefined {
  const program = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return existsSync(program) ? program : undefined;
}

/** All runtimes that the packages are for, whether they are here or not. */
export function listRuntimes(): readonly Runtime[] {
  return [
    // The oldest that `engines` of the packages allows: it does not yet take types away by itself.
    { name: "Node 22", program: findNode(22), args: ["--experimental-strip-types", "--no-warnings"] },
    { name: "Node 24", program: findNode(24), args: [] },
    { name: "Node 26", program: findNode(26), args: [] },
    { name: "Chromium", program: findChromium() },
    { name: "Bun", program: findEngine("bun", "bin/bun"), args: ["--no-install"] },
    {
      name: "Deno",
      program: findEngine("deno", "deno"),
      args: ["run", "-A", "--no-lock", "--node-modules-dir=manual"],
    },
  ];
}

/** The version that a program says it is, such as `22.12.0`. */
export function readVersion(program: string): string {
  const said = execFileSync(program, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return /\d+\.\d+\.\d+/.exec(said)?.[0] ?? said.trim();
}
