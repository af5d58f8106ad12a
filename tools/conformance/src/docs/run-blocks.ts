// A program: runs blocks, one after another, in a process of their own.
// node run-blocks.ts <file …> writes what each has printed, or why it failed, as JSON to standard output.
import { pathToFileURL } from "node:url";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { format, inspect } from "node:util";
import { createService } from "./create-service.ts";
import { createNames } from "./names.ts";

/** What became of a block. */
export interface Outcome {
  readonly file: string;
  readonly lines: readonly string[];
  /** Undefined where it ran to its end. */
  readonly failure?: string;
}

const timeoutMs = 20_000;
inspect.defaultOptions.breakLength = Number.POSITIVE_INFINITY;

const server = createService();
await server.listen();
setDefaultCACertificates([...getCACertificates(), server.ca]);
Object.assign(process.env, {
  AZURE_AUTHORITY_HOST: server.authority,
  AZURE_TENANT_ID: server.tenantId,
  AZURE_CLIENT_ID: server.clientId,
  AZURE_CLIENT_SECRET: server.clientSecret,
  AZURE_FEDERATED_TOKEN_FILE: "token",
  OMNIA_ENVIRONMENT: "test",
});

// The service's own hosts lead to the mock server; everything else stays as it is.
const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  return new URL(request.url).hostname.endsWith(".equinor.com") ? server.fetch(request) : realFetch(request);
};

let lines: string[] = [];
console.log = (...values) => lines.push(...format(...values).split("\n"));
// Somebody reads the prompt of a device code, and enters it.
console.error = (...values) => {
  const [, page, code] = /(https:\S+) .*?code (\w+)/.exec(format(...values)) ?? [];
  if (page !== undefined) void realFetch(`${page}?user_code=${code}`);
};

async function run(file: string): Promise<Outcome> {
  lines = [];
  server.reset();
  Object.assign(globalThis, await createNames(server));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It has not ended after ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([import(pathToFileURL(file).href), late]);
    return { file, lines };
  } catch (error) {
    return { file, lines, failure: inspect(error) };
  } finally {
    clearTimeout(timer);
  }
}

const outcomes: Outcome[] = [];
for (const file of process.argv.slice(2)) outcomes.push(await run(file));
process.stdout.write(JSON.stringify(outcomes), () => process.exit());
