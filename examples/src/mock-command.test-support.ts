import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The built command: `pnpm compile` runs before the tests. */
export const mockCommand: string = fileURLToPath(
  new URL("bundle/command.js", import.meta.resolve("@omnia-timeseries/mock-server")),
);

/** What the command says when it is ready. */
export interface MockCommand extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function startMockCommand(options: readonly string[]): Promise<MockCommand> {
  const running = spawn(process.execPath, [mockCommand, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface(running.stdout), "line")) as [string];
  return {
    ...(JSON.parse(line) as Omit<MockCommand, typeof Symbol.asyncDispose>),
    async [Symbol.asyncDispose]() {
      running.kill();
      if (running.exitCode === null) await once(running, "exit");
    },
  };
}
