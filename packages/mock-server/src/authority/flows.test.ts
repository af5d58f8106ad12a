import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import type { TokenCredential } from "@azure/identity";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createCaFile } from "../ca-file.ts";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import { createAppCertificate } from "./app-certificate.test-support.ts";
import type { AppCertificate } from "./app-certificate.test-support.ts";
import { msalVersions, runMsal } from "./msal-python.test-support.ts";

// Every flow as @azure/identity does it, over real sockets and TLS, to a token that opens the API.

const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";
const certified = "aaaaaaaa-0000-4000-8000-000000000001";
const workload = "aaaaaaaa-0000-4000-8000-000000000002";
const middle = "aaaaaaaa-0000-4000-8000-000000000003";
const identity = "aaaaaaaa-0000-4000-8000-000000000004";
const unknown = "99999999-9999-4999-8999-999999999999";
const publicClient = "675bd975-260f-498e-82cd-65f67b34fe7d";
const users = [
  { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Anna", username: "anna@example.invalid" },
  { id: "bbbbbbbb-0000-4000-8000-000000000002", name: "Ola", username: "ola@example.invalid" },
];
const federation = { issuer: "https://cluster.test", subject: "system:serviceaccount:ns:reader" };

vi.setConfig({ testTimeout: 30_000 });

let server: MockServer;
let own: AppCertificate;
let other: AppCertificate;
let directory: string;
let clusterKeys: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  [own, other] = await Promise.all([createAppCertificate(), createAppCertificate()]);
  clusterKeys = await generateKeyPair("RS256");
  const keys = [await exportJWK(clusterKeys.publicKey)];
  directory = await mkdtemp(join(tmpdir(), "omnia-timeseries-sign-in-"));
  server = createMockServer({
    users,
    apps: [
      { clientId: certified, certificate: own.certificate },
      { clientId: workload, federatedCredential: { ...federation, keys } },
      { clientId: middle, clientSecret: "middle secret" },
      { clientId: identity, managedIdentity: true },
    ],
  });
  await server.listen();
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const options = () => ({
  authorityHost: server.authority,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: server.ca },
});

/** The claims of a token, after the API has taken it. */
async function signIn(credential: TokenCredential) {
  const { token } = (await credential.getToken(scope))!;
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/plant/timeseries/v1.7/?limit=1`, { headers });
  expect(response.status).toBe(200);
  return decodeJwt(token);
}

const signFederated = (subject = federation.subject) =>
  new SignJWT({ iss: federation.issuer, sub: subject, aud: "api://AzureADTokenExchange" })
    .setProtectedHeader({ alg: "RS256" })
    .setExpirationTime("10m")
    .sign(clusterKeys.privateKey);

/** What `use` gives, with environment variables that are as they were afterwards. */
async function withEnvironment<T>(variables: Readonly<Record<string, string>>, use: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  try {
    Object.assign(process.env, variables);
    return await use();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

describe("an app", () => {
  test("with a secret", async () => {
    const { tenantId, clientId, clientSecret } = server;
    const claims = await signIn(new ClientSecretCredential(tenantId, clientId, clientSecret, options()));
    expect(claims).toMatchObject({ appid: clientId, tid: tenantId });
    expect(claims).not.toHaveProperty("scp");
    const wrong = new ClientSecretCredential(tenantId, clientId, "not it", options());
    await expect(wrong.getToken(scope)).rejects.toThrow(/AADSTS7000215/);
  });

  const certificateCredential = (pem: AppCertificate, more = {}) =>
    new ClientCertificateCredential(
      server.tenantId,
      certified,
      { certificate: pem.certificate + pem.key },
      { ...options(), ...more },
    );

  test("with a certificate, and with its chain in the assertion", async () => {
    expect(await signIn(certificateCredential(own))).toMatchObject({ appid: certified, oid: certified });
    expect(await signIn(certificateCredential(own, { sendCertificateChain: true }))).toMatchObject({
      appid: certified,
    });
    await expect(certificateCredential(other).getToken(scope)).rejects.toThrow(/AADSTS700027/);
  });

  test("with an assertion of another issuer", async () => {
    const credential = (assertion: () => Promise<string>) =>
      new ClientAssertionCredential(server.tenantId, workload, assertion, options());
    expect(await signIn(credential(() => signFederated()))).toMatchObject({ appid: workload });
    await expect(credential(() => signFederated("other")).getToken(scope)).rejects.toThrow(/AADSTS700213/);
  });

  test("with a workload identity in a file, by the variables of Kubernetes", async () => {
    const file = join(directory, "token");
    await writeFile(file, await signFederated());
    const variables = { AZURE_TENANT_ID: server.tenantId, AZURE_CLIENT_ID: workload, AZURE_FEDERATED_TOKEN_FILE: file };
    const claims = await withEnvironment(variables, () => signIn(new WorkloadIdentityCredential(options())));
    expect(claims).toMatchObject({ appid: workload });
  });

  test("that nobody knows, or that is disabled", async () => {
    const { tenantId } = server;
    await expect(new ClientSecretCredential(tenantId, unknown, "x", options()).getToken(scope)).rejects.toThrow(
      /AADSTS700016/,
    );
    server.signIn.disable(middle);
    try {
      const disabled = new ClientSecretCredential(tenantId, middle, "middle secret", options());
      await expect(disabled.getToken(scope)).rejects.toThrow(/AADSTS7000112/);
    } finally {
      server.signIn.enable(middle);
    }
  });
});

describe("a person", () => {
  test("by an app on behalf of them", async () => {
    const asked = await server.clientOptions("anna@example.invalid").credential.getToken(`api://${middle}/.default`);
    const credential = (userAssertionToken: string) =>
      new OnBehalfOfCredential({
        tenantId: server.tenantId,
        clientId: middle,
        clientSecret: "middle secret",
        userAssertionToken,
        ...options(),
      });
    expect(await signIn(credential(asked!.token))).toMatchObject({
      appid: middle,
      oid: users[0]!.id,
      scp: "user_impersonation",
    });
    const forAnother = await server.clientOptions("anna@example.invalid").credential.getToken(scope);
    await expect(credential(forAnother!.token).getToken(scope)).rejects.toThrow(/AADSTS500131/);
  });

  const deviceCode = (username?: string) =>
    new DeviceCodeCredential({
      ...options(),
      tenantId: server.tenantId,
      clientId: publicClient,
      userPromptCallback: ({ verificationUri, userCode }) => {
        const page = new URL(verificationUri);
        page.searchParams.set("user_code", userCode);
        if (username !== undefined) page.searchParams.set("username", username);
        void server.fetch(page);
      },
    });

  test("by a device code, whoever approves it", async () => {
    expect(await signIn(deviceCode())).toMatchObject({ oid: users[0]!.id, appid: publicClient });
    expect(await signIn(deviceCode("ola@example.invalid"))).toMatchObject({ oid: users[1]!.id, name: "Ola" });
  });

  test("who is disabled", async () => {
    server.signIn.disable("ola@example.invalid");
    try {
      await expect(deviceCode("ola@example.invalid").getToken(scope)).rejects.toThrow(/invalid_grant/);
    } finally {
      server.signIn.enable("ola@example.invalid");
    }
  });
});

describe("the machine", () => {
  const shapes = ["appService", "instanceMetadata"] as const;

  test.each(shapes)("by its managed identity: %s", async (shape) => {
    const claims = await withEnvironment({ ...server.managedIdentity[shape] }, async () => [
      await signIn(new ManagedIdentityCredential()),
      await signIn(new ManagedIdentityCredential({ clientId: identity })),
    ]);
    expect(claims).toMatchObject([{ appid: server.clientId }, { appid: identity, oid: identity }]);
  });

  test.each(shapes)("by an identity that it does not have: %s", async (shape) => {
    await withEnvironment({ ...server.managedIdentity[shape] }, async () => {
      await expect(new ManagedIdentityCredential({ clientId: unknown }).getToken(scope)).rejects.toThrow(/not found/);
    });
  });
});

// Defined only where python3 has the library.
test.each(msalVersions)("MSAL for Python %s signs in: apps and people", async () => {
  const { url, authority, tenantId, clientId, clientSecret } = server;
  const { credential } = server.clientOptions("anna@example.invalid");
  const assertion = (await credential.getToken(`${clientId}/.default`))!.token;
  const caFile = createCaFile(server.ca);
  try {
    const thumbprint = new X509Certificate(own.certificate).fingerprint.replaceAll(":", "");
    const apps = { clientId, clientSecret, certified, thumbprint, key: own.key, publicClient };
    expect(await runMsal({ url, authority, tenantId, ...apps, scope, assertion }, caFile.path)).toEqual({
      secret: 200,
      wrong: [7000215],
      certificate: 200,
      behalf: 200,
      device: 200,
      silent: 200,
    });
  } finally {
    caFile.remove();
  }
});
