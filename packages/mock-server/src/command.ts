#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createCaFile } from "./ca-file.ts";
import { createExamples } from "./examples.ts";
import { createMockServer } from "./mock-server.ts";

const usage = `Usage: omnia-timeseries-mock-server [options]

Serves the Omnia Timeseries API and its sibling APIs (IMS, Alarm & Events) from memory, with one
example series and a few example tags and events. When it is ready it prints one line of JSON: url, authority,
tenantId, clientId, clientSecret, and ca, the path of the PEM file to trust for the authority. It runs until
SIGINT or SIGTERM.

  --port <n>             port of the API, by default any free one
  --authority-port <n>   port of the sign-in, by default any free one
  --host <address>       address to listen on, by default 127.0.0.1; 0.0.0.0 in a container
  --allow-host <name>    a name by which requests may call this server, such as that of its container; localhost
                         and the address itself are good anyway. As often as there are names
  --cors none|<origin>   an origin whose pages may ask, by default any; none: no page. As often as there are origins
  --seed <n>             decides ids, by default 1
  --auth tokens|none     none takes any bearer token, by default tokens
  --help                 print this
`;

interface CommandOptions {
  readonly help: boolean;
  readonly port: number;
  readonly authorityPort: number;
  readonly host: string;
  readonly allowHosts: readonly string[];
  readonly cors: boolean | readonly string[];
  readonly seed: number;
  readonly auth: "tokens" | "none";
}

function readNumber(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= max) return number;
  throw new TypeError(`--${name}: ${JSON.stringify(text)} is not a whole number from 0 to ${max}.`);
}

function readCors(texts: readonly string[]): boolean | readonly string[] {
  if (texts.length === 0) return true;
  if (!texts.includes("none")) return texts;
  if (texts.length === 1) return false;
  throw new TypeError("--cors: none does not go with an origin.");
}

/** @throws TypeError for what cannot be understood, as `parseArgs` does */
function readOptions(): CommandOptions {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      "authority-port": { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      "allow-host": { type: "string", multiple: true, default: [] },
      cors: { type: "string", multiple: true, default: [] },
      seed: { type: "string", default: "1" },
      auth: { type: "string", default: "tokens" },
      help: { type: "boolean", default: false },
    },
  });
  const { auth, help } = values;
  if (auth !== "tokens" && auth !== "none") {
    throw new TypeError(`--auth: ${JSON.stringify(auth)} is neither tokens nor none.`);
  }
  return {
    help,
    auth,
    port: readNumber("port", values.port, 65_535),
    authorityPort: readNumber("authority-port", values["authority-port"], 65_535),
    host: values.host,
    allowHosts: values["allow-host"],
    cors: readCors(values.cors),
    seed: readNumber("seed", values.seed, 2 ** 32),
  };
}

async function run({ port, authorityPort, host, allowHosts, cors, seed, auth }: CommandOptions): Promise<void> {
  const server = createMockServer({ seed, auth, cors, ...createExamples(Date.now()) });
  await server.listen({ port, authorityPort, host, allowHosts });
  const ca = createCaFile(server.ca);
  process.once("exit", ca.remove);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
  const { url, authority, tenantId, clientId, clientSecret } = server;
  process.stdout.write(`${JSON.stringify({ url, authority, tenantId, clientId, clientSecret, ca: ca.path })}\n`);
}

function fail(error: unknown, exitCode: number): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCode;
}

let options: CommandOptions | undefined;
try {
  options = readOptions();
} catch (error) {
  fail(error, 2);
}
if (options?.help === true) process.stdout.write(usage);
else if (options !== undefined) run(options).catch((error: unknown) => fail(error, 1));
