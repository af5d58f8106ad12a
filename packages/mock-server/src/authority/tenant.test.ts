import { X509Certificate } from "node:crypto";
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, importPKCS8, jwtVerify, SignJWT } from "jose";
import type { JSONWebKeySet } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import { createAppCertificate } from "./app-certificate.test-support.ts";
import type { AppCertificate } from "./app-certificate.test-support.ts";

// A second tenant, and what of it is not good in the first: nothing.

const origin = "https://login.test";
const home = "11111111-1111-4111-8111-111111111111";
const supplier = "dddddddd-0000-4000-8000-00000000000d";
const timeseries = "32f2a909-8a98-4eb8-b22d-1208d9350cb0";
/** An app that is in both, with one secret and one certificate. */
const both = "aaaaaaaa-0000-4000-8000-000000000001";
const supplierApi = "dddddddd-0000-4000-8000-000000000002";
const siri = { id: "dddddddd-0000-4000-8000-000000000003", name: "Siri", username: "siri@supplier.invalid" };
const anna = { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Anna", username: "anna@example.invalid" };
const secret = { client_id: both, client_secret: "s" };
const ownScope = `${both}/.default`;

let pem: AppCertificate;

beforeAll(async () => {
  pem = await createAppCertificate();
});

function createServer() {
  const apps = [{ clientId: both, clientSecret: "s", certificate: pem.certificate, publicClient: true }];
  // The id of the platform's API stands for an app of that name here.
  const more = [{ clientId: supplierApi }, { clientId: timeseries }];
  const tenants = [{ tenantId: supplier, apps: [...apps, ...more], users: [siri] }];
  return createMockServer({ apps, users: [anna], tenants });
}

/** What the endpoints answer; of each kind of answer some fields. */
interface Answer {
  access_token: string;
  refresh_token: string;
  id_token: string;
  client_info: string;
  device_code: string;
  user_code: string;
  verification_uri: string;
  error_codes: number[];
}

async function post(server: MockServer, tenant: string, form: Record<string, string>, endpoint = "token") {
  const body = new URLSearchParams(form);
  const response = await server.fetch(`${origin}/${tenant}/oauth2/v2.0/${endpoint}`, { method: "POST", body });
  return { status: response.status, ...(JSON.parse(await response.text()) as Answer) };
}

const forApp = (scope = ownScope) => ({ grant_type: "client_credentials", ...secret, scope });

/** What the platform's API answers to a token. */
async function callApi(server: MockServer, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await server.fetch(`${origin}/plant/timeseries/v1.7/`, { headers });
  return { status: response.status, text: await response.text() };
}

/** A person's tokens, by a device code that is approved where it was asked for. */
async function signInPerson(server: MockServer, tenant: string, scope = ownScope) {
  const started = await post(server, tenant, { client_id: both, scope }, "devicecode");
  await server.fetch(`${started.verification_uri}?user_code=${started.user_code}`);
  const { device_code } = started;
  return post(server, tenant, { grant_type: "device_code", client_id: both, device_code });
}

describe("another tenant", () => {
  test("signs tokens that its own keys verify, with its own issuer and id, in whichever case it is asked", async () => {
    const server = createServer();
    const read = async (path: string) => JSON.parse(await (await server.fetch(path)).text()) as Record<string, string>;
    const document = await read(`${origin}/${supplier.toUpperCase()}/v2.0/.well-known/openid-configuration`);
    expect(document["issuer"]).toBe(`${origin}/${supplier}/v2.0`);
    for (const name of ["token_endpoint", "device_authorization_endpoint", "jwks_uri"]) {
      expect(document[name]).toMatch(`${origin}/${supplier}/`);
    }
    const keySet = createLocalJWKSet((await read(document["jwks_uri"]!)) as unknown as JSONWebKeySet);
    const expected = { issuer: document["issuer"]!, audience: both };
    const { access_token: ofApp } = await post(server, supplier.toUpperCase(), forApp());
    expect((await jwtVerify(ofApp, keySet, expected)).payload).toMatchObject({ tid: supplier, appid: both });

    const { access_token: ofPerson, id_token, client_info } = await signInPerson(server, supplier);
    const claims = { tid: supplier, oid: siri.id, name: "Siri" };
    expect((await jwtVerify(ofPerson, keySet, expected)).payload).toMatchObject(claims);
    expect((await jwtVerify(id_token, keySet, expected)).payload).toMatchObject(claims);
    expect(JSON.parse(atob(client_info))).toEqual({ uid: siri.id, utid: supplier });
  });

  test.each([
    ["the platform's API", supplier, forApp("6df18f43-f499-4470-9d94-52b01698620d/.default"), 500011, supplier],
    [
      "the server's own app",
      supplier,
      { ...forApp(), client_id: "22222222-2222-4222-8222-222222222222" },
      700016,
      supplier,
    ],
    [
      "the platform's public client",
      supplier,
      { ...forApp(), client_id: "675bd975-260f-498e-82cd-65f67b34fe7d" },
      700016,
      supplier,
    ],
    ["an API of another tenant, in the server's own", home, forApp(`${supplierApi}/.default`), 500011, home],
    ["an app of another tenant, in the server's own", home, { ...forApp(), client_id: supplierApi }, 700016, home],
    ["anything in a tenant that nobody knows", "common", forApp(), 90002, "common"],
  ])("does not have %s", async (_, tenant, form, code, named) => {
    const { status, ...body } = await post(createServer(), tenant, form);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_codes: [code], error_description: expect.stringContaining(`'${named}'`) });
  });

  test("gives no token that the API takes, for whatever audience and with whatever role", async () => {
    const server = createServer();
    const scope = `${timeseries}/.default`;
    const { access_token: ofApp } = await post(server, supplier, forApp(scope));
    const { access_token: ofPerson, id_token } = await signInPerson(server, supplier, scope);
    expect(decodeJwt(ofApp)).toMatchObject({ aud: timeseries, roles: ["Timeseries.Read"] });
    for (const token of [ofApp, ofPerson]) {
      expect(await callApi(server, token)).toMatchObject({
        status: 401,
        text: expect.stringMatching(/another tenant/),
      });
    }
    const { access_token: forOther } = await post(server, supplier, forApp());
    for (const token of [id_token, forOther]) expect((await callApi(server, token)).status).toBe(401);
    // The same requests, in the tenant that the API is in.
    const { access_token: right } = await post(server, home, forApp(scope));
    expect((await callApi(server, right)).status).toBe(200);
    expect((await callApi(server, (await signInPerson(server, home, scope)).access_token)).status).toBe(200);
  });
});

describe.each([
  [home, supplier],
  [supplier, home],
])("what tenant %s gives is not good in %s", (here, there) => {
  test("an assertion by certificate", async () => {
    const server = createServer();
    const x5t = Buffer.from(new X509Certificate(pem.certificate).fingerprint.replaceAll(":", ""), "hex");
    const client_assertion = await new SignJWT({ aud: `${origin}/${here}/oauth2/v2.0/token`, iss: both, sub: both })
      .setProtectedHeader({ alg: "RS256", x5t: x5t.toString("base64url") })
      .setExpirationTime("10m")
      .sign(await importPKCS8(pem.key, "RS256"));
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const { client_secret: _, ...form } = { ...forApp(), client_assertion_type, client_assertion };
    expect(await post(server, there, form)).toMatchObject({ status: 401, error_codes: [700023] });
    expect((await post(server, here, form)).status).toBe(200);
  });

  test("a refresh token", async () => {
    const server = createServer();
    const { refresh_token } = await signInPerson(server, here);
    const form = { grant_type: "refresh_token", ...secret, refresh_token };
    expect(await post(server, there, form)).toMatchObject({ status: 400, error_codes: [70000] });
    expect((await post(server, here, form)).status).toBe(200);
  });

  test("a device code, and the code that a person types", async () => {
    const server = createServer();
    const started = await post(server, here, { client_id: both, scope: ownScope }, "devicecode");
    const { device_code, user_code } = started;
    const approve = async (tenant: string) =>
      (await server.fetch(`${origin}/${tenant}/oauth2/deviceauth?user_code=${user_code}`)).status;
    const form = { grant_type: "device_code", client_id: both, device_code };
    expect(await approve(there)).toBe(400);
    expect(await post(server, here, form)).toMatchObject({ error: "authorization_pending" });
    expect(await approve(here)).toBe(200);
    expect(await post(server, there, form)).toMatchObject({ error: "bad_verification_code" });
    expect((await post(server, here, form)).status).toBe(200);
  });

  test("a token that an app calls on behalf of a person with", async () => {
    const server = createServer();
    const { access_token: assertion } = await signInPerson(server, here);
    const form = {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      ...secret,
      assertion,
      scope: ownScope,
      requested_token_use: "on_behalf_of",
    };
    expect(await post(server, there, form)).toMatchObject({ status: 400, error_codes: [50013] });
    expect((await post(server, here, form)).status).toBe(200);
  });
});

test("an app is trusted by another issuer's word only in the tenant that says so", async () => {
  const keyPair = await generateKeyPair("RS256");
  const federation = { issuer: "https://cluster.test", subject: "reader" };
  const federatedCredential = { ...federation, keys: [await exportJWK(keyPair.publicKey)] };
  const { issuer: iss, subject: sub } = federation;
  const client_assertion = await new SignJWT({ iss, sub, aud: "api://AzureADTokenExchange" })
    .setProtectedHeader({ alg: "RS256" })
    .setExpirationTime("10m")
    .sign(keyPair.privateKey);
  const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const { client_secret: _, ...form } = { ...forApp(), client_assertion_type, client_assertion };
  const server = createMockServer({
    apps: [{ clientId: both, federatedCredential }],
    tenants: [{ tenantId: supplier, apps: [{ clientId: both, clientSecret: "s" }] }],
  });
  expect((await post(server, home, form)).status).toBe(200);
  expect(await post(server, supplier, form)).toMatchObject({ status: 401, error_codes: [700021] });
});

describe("who is disabled, or revoked", () => {
  test("is so in every tenant that knows them, until it is taken back", async () => {
    const server = createServer();
    const statusCodes = () =>
      Promise.all([home, supplier].map(async (tenant) => (await post(server, tenant, forApp())).status));
    server.signIn.disable(both.toUpperCase());
    expect(await statusCodes()).toEqual([400, 400]);
    server.signIn.enable(both);
    expect(await statusCodes()).toEqual([200, 200]);
    server.signIn.disable(both);
    server.reset();
    expect(await statusCodes()).toEqual([200, 200]);
  });

  test("is one person of another tenant, and nobody else", async () => {
    const server = createServer();
    const tokens = await Promise.all([home, supplier].map((tenant) => signInPerson(server, tenant)));
    const refresh = () =>
      Promise.all(
        [home, supplier].map(async (tenant, i) => {
          const { refresh_token } = tokens[i]!;
          const answer = await post(server, tenant, { grant_type: "refresh_token", ...secret, refresh_token });
          return answer.status === 200 ? 200 : answer.error_codes[0];
        }),
      );
    server.signIn.disable(siri.username);
    expect(await refresh()).toEqual([200, 50057]);
    server.signIn.enable(siri.id);
    expect(await refresh()).toEqual([200, 200]);
    server.signIn.revoke(siri.username);
    expect(await refresh()).toEqual([200, 50173]);
  });
});

test("clients in process are of the server's own tenant", () => {
  const server = createServer();
  expect(() => server.clientOptions(siri.username)).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: `There is no person "${siri.username}" in the mock server's own tenant; it knows ${anna.username}.`,
    }),
  );
});
