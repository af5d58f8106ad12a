import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Ends a process when it is disposed of, or else when this process ends: nothing of a run is left over. */
export function endWithThis(child: ChildProcess): AsyncDisposable {
  const kill = (): void => void child.kill();
  process.once("exit", kill);
  return {
    async [Symbol.asyncDispose]() {
      process.off("exit", kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      kill();
      await exit;
    },
  };
}
