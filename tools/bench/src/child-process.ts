import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** A process of its own, with its own heap; it has `gc()` and ends with this one. */
function start(module: URL, args: readonly string[]): { child: ChildProcess; firstMessage: Promise<unknown> } {
  const child = fork(module, args, { execArgv: ["--expose-gc"], serialization: "advanced" });
  const firstMessage = new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
    // After its message this comes too late to matter.
    child.once("exit", (code, signal) => {
      reject(new Error(`${module.pathname.split("/").at(-1)} ${args.join(" ")} ended with ${code ?? signal}.`));
    });
  });
  return { child, firstMessage };
}

/** Runs a module in a process of its own. @returns the one message that it sends */
export async function runChild<T>(module: URL, args: readonly string[]): Promise<T> {
  const { child, firstMessage } = start(module, args);
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
  });
  const message = await firstMessage;
  await ended;
  return message as T;
}

/** Starts a module that goes on until it is stopped. @returns also the one message that it sends */
export async function startChild(
  module: URL,
  args: readonly string[],
): Promise<{ readonly message: unknown; readonly stop: () => void }> {
  const { child, firstMessage } = start(module, args);
  return { message: await firstMessage, stop: () => void child.kill() };
}

export interface ServerProcess {
  readonly baseUrl: string;
  readonly stop: () => void;
}

/** Starts a module that serves on a port of loopback, which it sends. */
export async function startServer(module: URL, args: readonly string[]): Promise<ServerProcess> {
  const { message: port, stop } = await startChild(module, args);
  return { baseUrl: `http://127.0.0.1:${port as number}`, stop };
}

/** The other end: says what the parent waits for. */
export function sendToParent(message: unknown): void {
  process.send?.(message);
}
