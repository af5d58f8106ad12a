import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  clientSecret,
  defaultCredentials,
  deviceCode,
  type DeviceCodePrompt,
  publicClientIds,
} from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments, isOmniaError, type TokenCredential } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { createCaFile } from "@omnia-timeseries/mock-server/node";
import { afterAll, beforeAll, expect, test } from "vitest";

// Sign-in as a user of the packages meets it: auth, over @azure/identity and TLS, to the mock server.

const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", unit: "bar" }] });
const id = server.store.series[0]!.id;
beforeAll(() => server.listen());
afterAll(() => server.close());

const authority = () => ({ authorityHost: server.authority, ca: server.ca, tenantId: server.tenantId });
const clientWith = (credential: TokenCredential, environment: "test" | "prod" = "test") =>
  createTimeseriesClient({ environment, baseUrl: server.url, credential, format: json });

test.each(["test", "prod"] as const)("a client secret opens the API of %s", async (environment) => {
  const credential = clientSecret({ ...authority(), clientId: server.clientId, secret: server.clientSecret });
  const client = clientWith(credential, environment);
  const before = server.requests.of("getTimeseriesById").length;
  expect(await client.getTimeseriesById({ id })).toMatchObject({ name: "1219-PT-1234", unit: "bar" });
  expect(server.requests.of("getTimeseriesById")).toHaveLength(before + 1);
});

test("a wrong secret fails the call with the reason, before the API is asked", async () => {
  const credential = clientSecret({ ...authority(), clientId: server.clientId, secret: "not-the-secret" });
  const before = server.requests.of("getTimeseriesById").length;
  const error: unknown = await clientWith(credential)
    .getTimeseriesById({ id })
    .catch((reason: unknown) => reason);
  if (!isOmniaError(error, "credential")) throw error;
  expect(error.message).toMatch(/AADSTS7000215/);
  expect(error.message).not.toContain("not-the-secret");
  expect(error.toSupportText()).toContain(error.message);
  expect(server.requests.of("getTimeseriesById")).toHaveLength(before);
});

test("wrong tenant, app and scope are named", async () => {
  const other = "99999999-9999-4999-8999-999999999999";
  const good = { ...authority(), clientId: server.clientId, secret: server.clientSecret };
  const { scope } = environments.test;
  await expect(clientSecret({ ...good, tenantId: other }).getToken(scope)).rejects.toThrow(/AADSTS90002/);
  await expect(clientSecret({ ...good, clientId: other }).getToken(scope)).rejects.toThrow(/AADSTS700016/);
  await expect(clientSecret(good).getToken("user.read")).rejects.toThrow(/AADSTS70011/);
  await expect(clientSecret(good).getToken(`${other}/.default`)).rejects.toThrow(/AADSTS500011/);
});

test("a device code: one prompt for two clients, and none later", { timeout: 20_000 }, async () => {
  const prompts: DeviceCodePrompt[] = [];
  const approvals: Promise<Response>[] = [];
  const credential = deviceCode({
    ...authority(),
    clientId: publicClientIds.test,
    onPrompt(prompt) {
      prompts.push(prompt);
      approvals.push(server.fetch(`${prompt.verificationUri}?user_code=${prompt.userCode}`));
    },
  });
  const series = await Promise.all([1, 2].map(() => clientWith(credential).getTimeseriesById({ id })));
  expect(series.map((one) => one.name)).toEqual(["1219-PT-1234", "1219-PT-1234"]);
  // Another API's token comes by the refresh token.
  await credential.getToken(environments.prod.scope);
  expect(prompts).toHaveLength(1);
  expect((await approvals[0])?.status).toBe(200);
});

test("a device code that is aborted while its prompt shows ends at once", async () => {
  const controller = new AbortController();
  const credential = deviceCode({
    ...authority(),
    clientId: publicClientIds.test,
    onPrompt: () => controller.abort(),
  });
  const token = credential.getToken(environments.test.scope, { abortSignal: controller.signal });
  await expect(token).rejects.toMatchObject({ code: "aborted", name: "AbortError" });
});

test("fromEnvironment: a program that knows only its variables", { timeout: 30_000 }, async () => {
  const program = `
    import { fromEnvironment } from "@omnia-timeseries/auth";
    import { createTimeseriesClient } from "@omnia-timeseries/core";
    const client = createTimeseriesClient(fromEnvironment());
    console.log((await client.getTimeseriesById({ id: "${id}" })).name);
  `;
  const caFile = createCaFile(server.ca);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: import.meta.dirname,
      env: {
        NODE_EXTRA_CA_CERTS: caFile.path,
        OMNIA_ENVIRONMENT: "test",
        OMNIA_BASE_URL: server.url,
        AZURE_AUTHORITY_HOST: server.authority,
        AZURE_TENANT_ID: server.tenantId,
        AZURE_CLIENT_ID: server.clientId,
        AZURE_CLIENT_SECRET: server.clientSecret,
      },
    });
    expect(stdout.trim()).toBe("1219-PT-1234");
  } finally {
    caFile.remove();
  }
});

test.each(["appService", "instanceMetadata"] as const)(
  "default credentials find the machine's identity: %s",
  { timeout: 30_000 },
  async (shape) => {
    const variables: Record<string, string> = { ...server.managedIdentity[shape] };
    const before = { ...process.env };
    try {
      Object.assign(process.env, variables, { AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential" });
      const client = clientWith(defaultCredentials());
      expect(await client.getTimeseriesById({ id })).toMatchObject({ name: "1219-PT-1234" });
    } finally {
      for (const name of [...Object.keys(variables), "AZURE_TOKEN_CREDENTIALS"]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  },
);

test("a claims challenge is answered, through the cache of the credential", async () => {
  const credential = clientSecret({ ...authority(), clientId: server.clientId, secret: server.clientSecret });
  const client = clientWith(credential);
  const first = await client.getTimeseriesById({ id });
  server.signIn.revoke(server.clientId, { challenge: true });
  const before = server.requests.length;
  expect(await client.getTimeseriesById({ id })).toEqual(first);
  expect(server.requests.slice(before).map(({ statusCode }) => statusCode)).toEqual([401, 200]);
});
