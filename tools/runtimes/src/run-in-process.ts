import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { CaseResult, Target } from "./case.ts";
import { endWithThis } from "./end-with-this.ts";

const entry = fileURLToPath(new URL("in-process.ts", import.meta.url));
const timeoutMs = 180_000;

/**
 * Runs all cases in Node, Bun or Deno.
 *
 * @param temporary a folder for what the runtime keeps for itself
 * @throws Error with what it said, when it ends without results
 */
export async function runInProcess(
  program: string,
  args: readonly string[],
  target: Target,
  temporary: string,
): Promise<readonly CaseResult[]> {
  const { PATH = "" } = process.env;
  const env = { PATH, HOME: temporary, DENO_DIR: temporary, DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };
  const running = spawn(program, [...args, entry], { env, stdio: "pipe", timeout: timeoutMs, killSignal: "SIGKILL" });
  await using _ = endWithThis(running);
  running.stdin.end(JSON.stringify(target));
  const exit = once(running, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const [[code, signal], stdout, stderr] = await Promise.all([exit, text(running.stdout), text(running.stderr)]);
  if (code !== 0) throw new Error(`${program} ended with ${signal ?? code}:\n${stderr}`);
  return JSON.parse(stdout) as CaseResult[];
}
