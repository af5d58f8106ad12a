import { ClientSecretCredential, DeviceCodeCredential } from "@azure/identity";
import type { TokenCredential } from "@azure/identity";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { JSONWebKeySet } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createMockServer } from "../mock-server.ts";

// Another tenant as @azure/identity meets it, over real sockets and TLS: by mistake, and rightly.

const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";
const supplier = "dddddddd-0000-4000-8000-000000000001";
const supplierApp = "dddddddd-0000-4000-8000-000000000002";
const supplierApi = "dddddddd-0000-4000-8000-000000000003";

vi.setConfig({ testTimeout: 30_000 });

const server = createMockServer({
  tenants: [
    {
      tenantId: supplier,
      apps: [{ clientId: supplierApp, clientSecret: "theirs", publicClient: true }, { clientId: supplierApi }],
      users: [{ id: "dddddddd-0000-4000-8000-000000000004", name: "Siri", username: "siri@example.invalid" }],
    },
  ],
});
beforeAll(() => server.listen());
afterAll(() => server.close());

const options = () => ({
  authorityHost: server.authority,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: server.ca },
});

describe("another tenant", () => {
  const secret = (tenantId: string, clientId: string, clientSecret: string) =>
    new ClientSecretCredential(tenantId, clientId, clientSecret, options());
  const failureOf = async (credential: TokenCredential) =>
    credential.getToken(scope).then(
      () => "it got a token",
      (error: unknown) => String(error),
    );

  test("an app that signs in to the wrong one is told which app, or API, is not in which tenant", async () => {
    const { tenantId, clientId, clientSecret } = server;
    const advice = "Check its id, and the tenant that was asked.";
    expect(await failureOf(secret(supplier, clientId, clientSecret))).toContain(
      `AADSTS700016: There is no app '${clientId}' in tenant '${supplier}'. ${advice}`,
    );
    expect(await failureOf(secret(tenantId, supplierApp, "theirs"))).toContain(
      `AADSTS700016: There is no app '${supplierApp}' in tenant '${tenantId}'. ${advice}`,
    );
    expect(await failureOf(secret(supplier, supplierApp, "theirs"))).toContain(
      `AADSTS500011: There is no API '${scope.slice(0, 36)}' in tenant '${supplier}'. ${advice}`,
    );
  });

  /** A token for an API of the tenant, after its own keys have verified it, and what the platform's API answers it. */
  async function signInThere(credential: TokenCredential) {
    const { token } = (await credential.getToken(`${supplierApi}/.default`))!;
    const keys = await server.fetch(`${server.authority}/${supplier}/discovery/v2.0/keys`);
    const issuer = `${server.authority}/${supplier}/v2.0`;
    const keySet = createLocalJWKSet(JSON.parse(await keys.text()) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keySet, { audience: supplierApi, issuer });
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await fetch(`${server.url}/plant/timeseries/v1.7/?limit=1`, { headers });
    return { payload, status };
  }

  test("its own apps and people sign in to it, for an API of its own", async () => {
    expect(await signInThere(secret(supplier, supplierApp, "theirs"))).toMatchObject({
      payload: { tid: supplier, appid: supplierApp },
      status: 401,
    });
    const person = new DeviceCodeCredential({
      ...options(),
      tenantId: supplier,
      clientId: supplierApp,
      userPromptCallback: ({ verificationUri, userCode }) => {
        void server.fetch(`${verificationUri}?user_code=${userCode}`);
      },
    });
    expect(await signInThere(person)).toMatchObject({
      payload: { tid: supplier, preferred_username: "siri@example.invalid" },
      status: 401,
    });
  });
});
