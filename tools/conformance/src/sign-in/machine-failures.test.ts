// Sign-in by what the machine has: what is said where it has nothing, or something that does not work.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCredentials, managedIdentity } from "@omnia-timeseries/auth";
import { environments } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { errorOf } from "../fake-client.ts";
import { print } from "./print.test-support.ts";
import { stubMachine } from "./stub-machine.test-support.ts";
import { withoutWaits } from "./without-waits.test-support.ts";

const { scope } = environments.test;
const server = createMockServer();
beforeAll(() => server.listen());
afterAll(() => server.close());
afterEach(() => vi.unstubAllEnvs());

const nobodyThere = { AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1" };
const noIdentity = "there is no managed identity here: nothing answers at its address.";

test("no managed identity here", async () => {
  stubMachine(nobodyThere);
  const error = await withoutWaits(() => errorOf(managedIdentity().getToken(scope)));
  expect(error.message).toBe(
    `Sign-in with a managed identity failed: ${noIdentity} It is there in Azure alone, once it is assigned to the machine; elsewhere use another flow.`,
  );
  expect(error).toMatchObject({ code: "credential", isRetryable: false });
});

test("default credentials: what was set up and failed is said first, then what is not there", async () => {
  stubMachine({
    ...nobodyThere,
    AZURE_TOKEN_CREDENTIALS: "prod",
    AZURE_TENANT_ID: server.tenantId,
    AZURE_CLIENT_ID: server.clientId,
    AZURE_FEDERATED_TOKEN_FILE: join(tmpdir(), "missing-token"),
  });
  const error = await withoutWaits(() => errorOf(defaultCredentials().getToken(scope)));
  expect(error.message.split("\n")).toEqual([
    "Sign-in with default credentials failed: no source had a token.",
    expect.stringMatching(
      /^- a file cannot be read: ENOENT: .*missing-token'\. Check its path \(AZURE_FEDERATED_TOKEN_FILE/,
    ),
    "- EnvironmentCredential is unavailable.",
  ]);
  expect(error).toMatchObject({ code: "credential", isRetryable: false });
});

test("default credentials: nothing is there", async () => {
  stubMachine({ ...nobodyThere, AZURE_TOKEN_CREDENTIALS: "prod" });
  const { message } = await withoutWaits(() => errorOf(defaultCredentials().getToken(scope)));
  expect(message).toBe(
    `Sign-in with default credentials failed: no source had a token.\n- EnvironmentCredential is unavailable.\n- ${noIdentity}`,
  );
});

test("default credentials: a source that refuses is named by what the authority said", async () => {
  stubMachine({
    AZURE_TOKEN_CREDENTIALS: "prod",
    AZURE_TENANT_ID: server.tenantId,
    AZURE_CLIENT_ID: server.clientId,
    AZURE_CLIENT_SECRET: "marked-5EC2E7-secret",
  });
  const { authority: authorityHost, ca } = server;
  const error = await withoutWaits(() => errorOf(defaultCredentials({ authorityHost, ca }).getToken(scope)));
  expect(error.message).toMatch(/^Sign-in with default credentials failed: AADSTS7000215: .* Check the secret/);
  expect(print(error)).not.toContain("5EC2E7");
});

test("default credentials: a developer who has not signed in", async () => {
  const folder = await mkdtemp(join(tmpdir(), "no-az-login-"));
  try {
    await writeFile(join(folder, "az"), "#!/bin/sh\necho \"Please run 'az login' to setup account.\" >&2\nexit 1\n");
    await chmod(join(folder, "az"), 0o755);
    stubMachine({ AZURE_TOKEN_CREDENTIALS: "dev", PATH: `${folder}:/bin` });
    const { message } = await errorOf(defaultCredentials().getToken(scope));
    const [, first = "", ...others] = message.split("\n");
    expect(first).toMatch(/^- Please run 'az login' from a command prompt to authenticate/);
    // One short line each, and no addresses of pages to read.
    expect(others.length).toBeGreaterThan(1);
    for (const line of others) expect(line).toMatch(/^- [^.]{10,90}\.$/);
    expect(message).not.toContain("https://");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a source that is not set up at all", async () => {
  stubMachine({ AZURE_TOKEN_CREDENTIALS: "WorkloadIdentityCredential" });
  const { message } = await errorOf(defaultCredentials().getToken(scope));
  expect(message).toMatch(/no source could be asked\. Check AZURE_TOKEN_CREDENTIALS/);
});
