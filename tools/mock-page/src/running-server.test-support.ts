import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The built command, as people run it. */
export interface RunningServer {
  readonly url: string;
  /** @returns what the control API answered; fails on any status but 200 */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** A request to the API, as a client makes it; a status, or what broke. */
  ask(path: string, init?: RequestInit): Promise<number | "broken">;
  stop(): Promise<void>;
}

const command = fileURLToPath(new URL("../../../packages/mock-server/dist/bundle/command.js", import.meta.url));

/** @param options of the command, beside `--auth none` */
export async function startServer(...options: readonly string[]): Promise<RunningServer> {
  const running = spawn(process.execPath, [command, "--auth", "none", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(running, "exit");
  const lines = createInterface(running.stdout);
  const line = await Promise.race([once(lines, "line"), exited.then(() => ["{}"])]);
  const { url } = JSON.parse(line[0] as string) as { url?: string };
  if (url === undefined) throw new Error("The command ended before it was ready.");
  return {
    url,
    async control(method, path, body) {
      const json = { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const response = await fetch(`${url}/__mock${path}`, { method, ...(body === undefined ? {} : json) });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text);
    },
    async ask(path, init = {}) {
      const headers = { authorization: "Bearer any", "content-type": "application/json" };
      const answer = fetch(`${url}/plant/timeseries/v1.7${path}`, { headers, ...init });
      return answer.then(
        async (response) => response.text().then(() => response.status),
        () => "broken",
      );
    },
    async stop() {
      running.kill("SIGTERM");
      await exited;
    },
  };
}
