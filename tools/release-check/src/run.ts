import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** 5 minutes by default. */
  readonly timeoutMs?: number;
}

/** What package managers tell the scripts that they run, and what would speak to those that we start. */
const inherited =
  /^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(frozen|verify)|pnpm_|init_cwd)/i;

/**
 * Runs a program to its end and gives what it wrote to stdout. It gets this process's environment
 * without what a package manager left there.
 * @throws Error with both outputs when it fails, or takes longer than `timeoutMs`; it is killed then,
 * with all that it started.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { cwd, timeoutMs = 300_000 } = options;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  let ending = "";
  // A group of its own, so that nothing which the program started outlives it.
  const killGroup = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      child.kill("SIGKILL");
    }
  };
  const timer = setTimeout(() => {
    ending = `was ended after ${timeoutMs / 1000} s`;
    killGroup();
  }, timeoutMs);
  process.once("exit", killGroup);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code === 0) return stdout;
    throw new Error(
      `${[command, ...args].join(" ")} in ${cwd} ${ending || `ended with ${code}`}:\n${stdout}${stderr}`.trimEnd(),
    );
  } finally {
    clearTimeout(timer);
    process.off("exit", killGroup);
  }
}
