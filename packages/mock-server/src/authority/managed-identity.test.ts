import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { createAuthority } from "./authority.ts";

// The wire of managed identities, field by field as Microsoft documents it.

const startMs = Date.UTC(2030, 0, 1);
const resource = "32f2a909-8a98-4eb8-b22d-1208d9350cb0";
const second = "aaaaaaaa-0000-4000-8000-000000000002";
const notOne = "aaaaaaaa-0000-4000-8000-000000000003";
const authority = createAuthority({
  now: () => startMs,
  apps: [{ clientId: second, managedIdentity: true }, { clientId: notOne }],
});

async function get(path: string, query: Record<string, string>, headers: Record<string, string> = {}) {
  const url = `http://machine.test${path}?${new URLSearchParams(query).toString()}`;
  const response = await authority.fetch(new Request(url, { headers }));
  return { status: response!.status, body: JSON.parse(await response!.text()) as Record<string, string> };
}

describe("App Service", () => {
  const ask = (query: Record<string, string> = {}, header: string = authority.identityHeader) =>
    get("/msi/token", { "api-version": "2019-08-01", resource, ...query }, { "x-identity-header": header });

  test("answers with the fields of its version", async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      client_id: authority.clientId,
      expires_on: String(startMs / 1000 + 3600),
      resource,
      token_type: "Bearer",
    });
    const claims = { aud: resource, appid: authority.clientId, iss: `http://machine.test/${authority.tenantId}/v2.0` };
    expect(decodeJwt(body["access_token"]!)).toMatchObject(claims);
    expect(await authority.verify(`Bearer ${body["access_token"]}`, [resource])).toHaveProperty("claims");
  });

  test("knows its identities by their client ids", async () => {
    expect((await ask({ client_id: second.toUpperCase() })).body["client_id"]).toBe(second);
    expect((await ask({ client_id: notOne })).status).toBe(400);
  });

  test("names a resource as it was asked for", async () => {
    const { body } = await ask({ resource: `api://${resource}` });
    expect(body["resource"]).toBe(`api://${resource}`);
    expect(decodeJwt(body["access_token"]!).aud).toBe(resource);
  });

  test.each<[what: string, query: Record<string, string>, header: string, status: number]>([
    ["a wrong header", {}, "x", 401],
    ["no header", {}, "", 401],
    ["an unknown resource", { resource: "https://vault.azure.net" }, authority.identityHeader, 400],
    ["no resource", { resource: "" }, authority.identityHeader, 400],
    ["another version", { "api-version": "2017-09-01" }, authority.identityHeader, 400],
  ])("refuses %s", async (_, query, header, status) => {
    const refused = await ask(query, header);
    expect(refused).toMatchObject({ status, body: { statusCode: status, message: expect.stringMatching(/\w/) } });
    expect(JSON.stringify(refused.body)).not.toContain(authority.identityHeader);
  });
});

describe("the instance metadata service", () => {
  const ask = (query: Record<string, string> = {}, headers: Record<string, string> = { metadata: "true" }) =>
    get("/metadata/identity/oauth2/token", { "api-version": "2018-02-01", resource, ...query }, headers);

  test("answers with texts, and with an empty refresh token", async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: "",
      expires_in: "3600",
      expires_on: String(startMs / 1000 + 3600),
      not_before: String(startMs / 1000),
      resource,
      token_type: "Bearer",
    });
  });

  test("knows its identities by their client ids", async () => {
    expect(decodeJwt((await ask({ client_id: second })).body["access_token"]!)["appid"]).toBe(second);
  });

  test.each<[what: string, query: Record<string, string>, headers: Record<string, string>, error: string]>([
    ["no header", {}, {}, "bad_request_102"],
    ["an unknown resource", { resource: "https://vault.azure.net" }, { metadata: "true" }, "invalid_resource"],
    ["no resource", { resource: "" }, { metadata: "true" }, "invalid_request"],
    ["no version", { "api-version": "" }, { metadata: "true" }, "invalid_request"],
    ["an unknown identity", { client_id: notOne }, { metadata: "true" }, "invalid_request"],
  ])("refuses %s", async (_, query, headers, error) => {
    const { status, body } = await ask(query, headers);
    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description: expect.stringMatching(/\w/) });
  });

  test("a disabled identity is none", async () => {
    const kept = authority.state();
    authority.signIn.disable(second);
    expect((await ask({ client_id: second })).body).toMatchObject({ error_description: "Identity not found" });
    authority.load(kept);
    expect((await ask({ client_id: second })).status).toBe(200);
  });
});
