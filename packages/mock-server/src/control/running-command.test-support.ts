// The built command, for tests that ask it as a program in any language would.
import { readLine, startCommand, stopCommand } from "../command.test-support.ts";

export interface RunningCommand extends AsyncDisposable {
  readonly url: string;
}

/** The command, taking any token, until the test leaves the block that it is in. */
export async function runCommand(...options: readonly string[]): Promise<RunningCommand> {
  const running = startCommand("--auth", "none", ...options);
  const { url } = await readLine(running);
  return { url: url!, [Symbol.asyncDispose]: async () => void (await stopCommand(running)) };
}
