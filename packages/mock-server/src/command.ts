#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createCaFile } from "./ca-file.ts";
import { createExamples } from "./examples.ts";
import { createMockServer } from "./mock-server.ts";

const usage = `Usage: omnia-timeseries-mock-server [options]

Serves the Omnia Timeseries API and its sibling APIs (IMS, Alarm & Events) from memory on 127.0.0.1, with one
example series and a few example tags and events. When it is ready it prints one line of JSON: url, authority,
tenantId, clientId, clientSecret, and ca, the path of the PEM file to trust for the authority. It runs until
SIGINT or SIGTERM.

  --port <n>           port of the API, by default any free one
  --seed <n>           decides ids, by default 1
  --auth tokens|none   none takes any bearer token, by default tokens
  --help               print this
`;

interface CommandOptions {
  readonly help: boolean;
  readonly port: number;
  readonly seed: number;
  readonly auth: "tokens" | "none";
}

function readNumber(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= max) return number;
  throw new TypeError(`--${name}: ${JSON.stringify(text)} is not a whole number from 0 to ${max}.`);
}

/** @throws TypeError for what cannot be understood, as `parseArgs` does */
function readOptions(): CommandOptions {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      seed: { type: "string", default: "1" },
      auth: { type: "string", default: "tokens" },
      help: { type: "boolean", default: false },
    },
  });
  const { auth, help } = values;
  if (auth !== "tokens" && auth !== "none") {
    throw new TypeError(`--auth: ${JSON.stringify(auth)} is neither tokens nor none.`);
  }
  return { help, auth, port: readNumber("port", values.port, 65_535), seed: readNumber("seed", values.seed, 2 ** 32) };
}

async function run({ port, seed, auth }: CommandOptions): Promise<void> {
  const server = createMockServer({ seed, auth, ...createExamples(Date.now()) });
  await server.listen({ port });
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
