import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export type Running = ChildProcessByStdio<null, Readable, Readable>;

/** The built command: `pnpm compile` runs before the tests. */
export const commandPath: string = join(import.meta.dirname, "../dist/bundle/command.js");

export function startCommand(...options: string[]): Running {
  return spawn(process.execPath, [commandPath, ...options], { stdio: ["ignore", "pipe", "pipe"] });
}

/** What it prints when it is ready. */
export async function readLine(running: Running): Promise<Record<string, string>> {
  const [line] = (await once(createInterface(running.stdout), "line")) as [string];
  return JSON.parse(line) as Record<string, string>;
}

/** @returns its exit code */
export async function stopCommand(running: Running, signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  const ended = once(running, "exit");
  running.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}
