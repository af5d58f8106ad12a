// The files for docker compose, as far as they go without Docker.
import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { startMockCommand } from "./mock-command.test-support.ts";

const run = promisify(execFile);

interface Compose {
  readonly services: {
    readonly mock: { readonly command: readonly string[]; readonly healthcheck: { readonly test: readonly string[] } };
    readonly service: { readonly environment: Readonly<Record<string, string>> };
  };
}

const { services } = parse(
  await readFile(new URL("../docker-compose/compose.yaml", import.meta.url), "utf8"),
) as Compose;

/** The folder of the volume, of this machine. */
async function createTrust(): Promise<string> {
  const trust = await mkdtemp(`${tmpdir()}/trust-`);
  onTestFinished(() => rm(trust, { recursive: true }));
  return trust;
}

test("the mock server starts, is healthy, and is trusted by its name", async () => {
  const trust = await createTrust();
  const options = services.mock.command.map((option) =>
    option
      .replace("0.0.0.0", "127.0.0.1")
      .replace(/port=\d+$/, "port=0")
      .replace("/trust", trust),
  );
  await using server = await startMockCommand(options);
  const { host } = new URL(server.url);

  const [kind, , ...check] = services.mock.healthcheck.test.map((part) => part.replace("localhost:4180", host));
  expect(kind).toBe("CMD");
  await run(process.execPath, check);

  const { NODE_EXTRA_CA_CERTS: ca = "", AZURE_AUTHORITY_HOST: authority = "" } = services.service.environment;
  const certificate = new X509Certificate(await readFile(ca.replace("/trust", trust)));
  expect(certificate.checkHost(new URL(authority).hostname)).toBe("mock");

  const request = get(`${server.url}/plant/timeseries/v1.7`, { headers: { host: "mock:4180" } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  // Not 421: it is called by its name.
  expect(response.statusCode).toBe(401);
});

test("the service knows where to sign in, and as whom", async () => {
  await using server = await startMockCommand([]);
  expect(services.service.environment).toMatchObject({
    AZURE_TENANT_ID: server.tenantId,
    AZURE_CLIENT_ID: server.clientId,
    AZURE_CLIENT_SECRET: server.clientSecret,
  });
});
