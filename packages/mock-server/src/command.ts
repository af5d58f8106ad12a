#!/usr/bin/env node
import { defaultClientId } from "./authority/home-directory.ts";
import { createCaFile } from "./ca-file.ts";
import { readOptions, usage } from "./command-options.ts";
import type { CommandOptions } from "./command-options.ts";
import { createExamples } from "./examples.ts";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";
import type { MockServerOptions } from "./mock-server-options.ts";

type Content = Pick<MockServerOptions, "state" | "series" | "ims" | "alarmEvents" | "plants">;

/** What a new server has in it. */
async function readContent({ fixtures, plants }: CommandOptions): Promise<Content> {
  if (fixtures.length === 0) return plants.length === 0 ? createExamples(Date.now()) : { plants };
  const { joinFixtures } = await import("./fixtures/join-fixtures.ts");
  const { readFixture } = await import("./fixtures/read-fixture.ts");
  return { plants, ...joinFixtures(await Promise.all(fixtures.map(readFixture))) };
}

interface Opened {
  readonly content: Content;
  save(server: MockServer): void;
}

/** A data file, locked until the process ends, with what it holds. */
async function openData(path: string, options: CommandOptions): Promise<Opened> {
  const { loadData, lockData, saveData } = await import("./data/data.ts");
  process.once("exit", lockData(path));
  const state = await loadData(path);
  return {
    content: state === undefined ? await readContent(options) : { state },
    save: (server) => saveData(path, server),
  };
}

async function run(options: CommandOptions): Promise<void> {
  const { port, authorityPort, host, allowHosts, cors, seed, redirectUris, auth, data } = options;
  const opened = data === undefined ? undefined : await openData(data, options);
  const save = (): void => opened?.save(server);
  const server: MockServer = createMockServer({
    auth,
    cors,
    apps: [{ clientId: defaultClientId, redirectUris }],
    ...(seed !== undefined && { seed }),
    ...(data !== undefined && { dataFile: { name: data, save } }),
    ...(opened?.content ?? (await readContent(options))),
  });
  // At once, so that a file that cannot be written is known before there is something to lose.
  save();
  await server.listen({ port, authorityPort, host, allowHosts });
  const stop = async (): Promise<void> => {
    await server.close();
    save();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stop().catch((error: unknown) => fail(error, 1)));
  }
  try {
    const ca = createCaFile(server.ca, options.caFile);
    process.once("exit", ca.remove);
    const { url, authority, tenantId, clientId, clientSecret } = server;
    process.stdout.write(`${JSON.stringify({ url, authority, tenantId, clientId, clientSecret, ca: ca.path })}\n`);
  } catch (error) {
    await server.close();
    throw error;
  }
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
