import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { clientSecret } from "@omnia-timeseries/auth";
import { environments } from "@omnia-timeseries/core";
import type { Target } from "./case.ts";
import { control } from "./control.ts";
import { endWithThis } from "./end-with-this.ts";
import { encodeFixture } from "./series.ts";

/** The mock server as a process of its own. */
export interface TargetServer extends AsyncDisposable {
  /** What a runtime is given: nothing is left of the one before. */
  readonly prepare: () => Promise<Target>;
}

/** The built command: `pnpm compile` runs before. */
const command = fileURLToPath(new URL("bundle/command.js", import.meta.resolve("@omnia-timeseries/mock-server")));

type Ready = Pick<Target, "url" | "authority" | "tenantId" | "clientId" | "clientSecret" | "ca">;

async function getToken({ authority, ca, tenantId, clientId, clientSecret: secret }: Ready): Promise<string> {
  const credential = clientSecret({ authorityHost: authority, ca, tenantId, clientId, secret });
  const token = await credential.getToken(environments.test.scope);
  if (token === null) throw new Error("The mock server's authority gives no token.");
  return token.token;
}

export async function startTarget(): Promise<TargetServer> {
  const running = spawn(process.execPath, [command], { stdio: ["ignore", "pipe", "inherit"] });
  const end = endWithThis(running);
  const [line] = (await once(createInterface(running.stdout), "line")) as [string];
  const ready = JSON.parse(line) as Ready;
  const known = { ...ready, ca: readFileSync(ready.ca, "utf8"), control: `${ready.url}/__mock` };
  return {
    async prepare() {
      await control(known, "/reset");
      await control(known, "/seed", encodeFixture());
      return { ...known, tokens: [await getToken(known), await getToken(known)] };
    },
    [Symbol.asyncDispose]: () => end[Symbol.asyncDispose](),
  };
}
