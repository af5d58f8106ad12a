import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { ClientSecretCredential, DeviceCodeCredential, type DeviceCodeInfo } from "@azure/identity";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, createAuthority } from "./authority.ts";
import { createCertificate } from "../certificate.ts";

const timeseries = "32f2a909-8a98-4eb8-b22d-1208d9350cb0";
const scope = `${timeseries}/.default`;
const otherGuid = "99999999-9999-4999-8999-999999999999";

/** The body of a refusal, as Microsoft documents it. */
interface Refusal {
  error: string;
  error_description: string;
  error_codes: number[];
  trace_id: string;
  correlation_id: string;
  timestamp: string;
}

function post(authority: Authority, path: string, form: Record<string, string>): Promise<Response | undefined> {
  const body = new URLSearchParams(form);
  return authority.fetch(new Request(`https://login.test/${path}`, { method: "POST", body }));
}

function tokenPath(authority: Authority): string {
  return `${authority.tenantId}/oauth2/v2.0/token`;
}

async function clientCredentials(authority: Authority, changes: Record<string, string> = {}): Promise<Response> {
  const { clientId, clientSecret } = authority;
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope,
    ...changes,
  };
  return (await post(authority, tokenPath(authority), form))!;
}

describe("with @azure/identity over https", () => {
  const authority = createAuthority({ now: Date.now });
  let ca = "";
  let origin = "";
  const server = createServer();
  const requests: string[] = [];

  beforeAll(async () => {
    const certificate = createCertificate();
    ca = certificate.ca;
    server.setSecureContext(certificate);
    server.on("request", (incoming, outgoing) => {
      void (async () => {
        const body = incoming.method === "POST" ? await text(incoming) : null;
        requests.push(`${incoming.method} ${incoming.url}`);
        const url = new URL(incoming.url ?? "/", origin);
        const response = await authority.fetch(new Request(url, { method: incoming.method ?? "GET", body }));
        outgoing.writeHead(response?.status ?? 404, { "content-type": response?.headers.get("content-type") ?? "" });
        outgoing.end(await response?.text());
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const options = () => ({ authorityHost: origin, disableInstanceDiscovery: true, tlsOptions: { ca } });
  const credential = (tenantId = authority.tenantId, secret = authority.clientSecret, clientId = authority.clientId) =>
    new ClientSecretCredential(tenantId, clientId, secret, options());

  test("a client secret gives a token that the published keys verify", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { token, expiresOnTimestamp } = await credential().getToken(scope, { enableCae: true });

    const issuer = `${origin}/${authority.tenantId}/v2.0`;
    const keys = await authority.fetch(new Request(`${origin}/${authority.tenantId}/discovery/v2.0/keys`));
    const keySet = createLocalJWKSet((await keys!.json()) as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(token, keySet, { audience: timeseries, issuer });
    expect(protectedHeader.alg).toBe("RS256");
    expect(payload).toMatchObject({
      tid: authority.tenantId,
      appid: authority.clientId,
      azp: authority.clientId,
      roles: ["Timeseries.Read"],
    });
    expect(payload.sub).toBe(payload["oid"]);
    expect(payload.exp! - payload.iat!).toBe(3600);
    expect(payload.iat).toBeGreaterThanOrEqual(before);
    expect(Math.abs(expiresOnTimestamp - payload.exp! * 1000)).toBeLessThan(5000);

    expect(await authority.verify(`Bearer ${token}`, [timeseries])).toMatchObject({ claims: { aud: timeseries } });
  });

  test("refusals reach the caller with their AADSTS code", async () => {
    await expect(credential(undefined, "wrong").getToken(scope)).rejects.toThrow(/AADSTS7000215/);
    await expect(credential(undefined, undefined, otherGuid).getToken(scope)).rejects.toThrow(/AADSTS700016/);
    await expect(credential().getToken("user.read")).rejects.toThrow(/AADSTS70011/);
    await expect(credential().getToken(`${otherGuid}/.default`)).rejects.toThrow(/AADSTS500011/);
    // @azure/identity asks for the discovery document first, and hides why that failed.
    await expect(credential(otherGuid).getToken(scope)).rejects.toThrow(/endpoints_resolution_error/);
  });

  test("a device code waits for its approval, then the account is remembered", async () => {
    const prompts: DeviceCodeInfo[] = [];
    let page: Promise<Response | undefined> | undefined;
    const person = new DeviceCodeCredential({
      ...options(),
      tenantId: authority.tenantId,
      clientId: "675bd975-260f-498e-82cd-65f67b34fe7d",
      userPromptCallback: (info) => {
        prompts.push(info);
        const visit = new URL(info.verificationUri);
        visit.searchParams.set("user_code", info.userCode.toLowerCase());
        // After the first poll, which must find the code pending.
        setTimeout(() => (page = authority.fetch(new Request(visit))), 300);
      },
    });
    requests.length = 0;
    const first = await person.getToken(scope);
    expect((await page)?.status).toBe(200);
    expect(prompts).toHaveLength(1);
    expect(prompts[0]?.message).toContain(prompts[0]?.userCode);
    expect(requests.filter((line) => line.includes("/oauth2/v2.0/token"))).toHaveLength(2);
    expect(decodeJwt(first.token)).toMatchObject({
      appid: "675bd975-260f-498e-82cd-65f67b34fe7d",
      scp: "user_impersonation",
    });
    expect(await authority.verify(`Bearer ${first.token}`, [timeseries])).toHaveProperty("claims");

    // The same token from the cache; another API by the refresh token; neither asks the person.
    expect((await person.getToken(scope)).token).toBe(first.token);
    const ims = await person.getToken("api://310547f5-022b-4fb5-b13e-2b468b8bf658/.default");
    expect(decodeJwt(ims.token)).toMatchObject({
      aud: "310547f5-022b-4fb5-b13e-2b468b8bf658",
      oid: decodeJwt(first.token)["oid"],
    });
    expect(prompts).toHaveLength(1);
  });
});

describe("the wire", () => {
  const authority = createAuthority({ now: Date.now });

  test("only sign-in paths are answered", async () => {
    for (const path of ["", "plant/timeseries/v1.7/", `${authority.tenantId}/oauth2/v2.0/token/more`, "token"]) {
      expect(await authority.fetch(new Request(`https://login.test/${path}`))).toBeUndefined();
    }
  });

  test("the discovery document names endpoints that answer, and the issuer of the tokens", async () => {
    const response = await authority.fetch(
      new Request(`https://login.test/${authority.tenantId}/v2.0/.well-known/openid-configuration`),
    );
    const document = (await response!.json()) as Record<string, string>;
    expect(document["authorization_endpoint"]).toMatch(/^https:\/\/login\.test\//);
    for (const name of ["token_endpoint", "device_authorization_endpoint", "jwks_uri"]) {
      expect(await authority.fetch(new Request(document[name]!))).toBeInstanceOf(Response);
    }
    const { access_token: token } = (await (await clientCredentials(authority)).json()) as { access_token: string };
    expect(decodeJwt(token).iss).toBe(document["issuer"]);
    const keys = await authority.fetch(new Request(document["jwks_uri"]!));
    const kid = decodeProtectedHeader(token).kid;
    const { kid: offlineKid } = decodeProtectedHeader((await authority.issueToken(scope)).token);
    expect(await keys!.json()).toMatchObject({
      keys: [
        { kid, kty: "RSA", alg: "RS256", use: "sig" },
        { kid: offlineKid, kty: "EC", alg: "ES256", use: "sig" },
      ],
    });
  });

  const refusals: [what: string, changes: Record<string, string>, status: number, error: string, code: number][] = [
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["an unknown app", { client_id: otherGuid }, 400, "unauthorized_client", 700016],
    ["no client id", { client_id: "" }, 400, "invalid_request", 900144],
    ["no scope", { scope: "" }, 400, "invalid_request", 900144],
    ["a scope that is none", { scope: "user.read" }, 400, "invalid_scope", 70011],
    ["two scopes", { scope: `${scope} api://${scope}` }, 400, "invalid_scope", 70011],
    ["an unknown API", { scope: `api://${otherGuid}/.default` }, 400, "invalid_resource", 500011],
    ["an unknown grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["an unknown refresh token", { grant_type: "refresh_token", refresh_token: "x" }, 400, "invalid_grant", 70000],
    ["an unknown device code", { grant_type: "device_code", device_code: "x" }, 400, "bad_verification_code", 70000],
  ];
  test.each(refusals)("%s is refused", async (_what, changes, status, error, code) => {
    const response = await clientCredentials(authority, changes);
    expect(response.status).toBe(status);
    const body = (await response.json()) as Refusal;
    expect(body).toMatchObject({ error, error_codes: [code] });
    expect(body.error_description).toMatch(new RegExp(`^AADSTS${code}: \\S`));
    expect(body.error_description).toContain(`Trace ID: ${body.trace_id}`);
    expect(body.error_description).toContain(`Timestamp: ${body.timestamp}`);
    expect(body.error_description).not.toContain(authority.clientSecret);
  });

  test("another tenant, a missing secret and a GET are refused", async () => {
    const elsewhere = await post(authority, `${otherGuid}/oauth2/v2.0/token`, { grant_type: "client_credentials" });
    expect(elsewhere?.status).toBe(400);
    expect(await elsewhere?.json()).toMatchObject({ error_codes: [90002] });

    const form = { grant_type: "client_credentials", client_id: authority.clientId, scope };
    const noSecret = await post(authority, tokenPath(authority), form);
    expect(noSecret?.status).toBe(401);
    expect(await noSecret?.json()).toMatchObject({ error: "invalid_client", error_codes: [7000216] });

    const get = await authority.fetch(new Request(`https://login.test/${tokenPath(authority)}`));
    expect(await get?.json()).toMatchObject({ error_codes: [900561] });
  });

  test("a device code: pending, approved once, used once, expired", async () => {
    let nowMs = 1_700_000_000_000;
    const moved = createAuthority({ now: () => nowMs });
    const start = async () => {
      const response = await post(moved, `${moved.tenantId}/oauth2/v2.0/devicecode`, {
        client_id: moved.clientId,
        scope,
      });
      return (await response!.json()) as { device_code: string; user_code: string; verification_uri: string };
    };
    const redeem = (code: string, app = moved.clientId) =>
      post(moved, tokenPath(moved), { grant_type: "device_code", client_id: app, device_code: code, scope });

    const one = await start();
    expect(one.user_code).toMatch(/^[A-Z\d]{9}$/);
    expect(await (await redeem(one.device_code))?.json()).toMatchObject({
      error: "authorization_pending",
      error_codes: [70016],
    });
    const wrong = await moved.fetch(new Request(`${one.verification_uri}?user_code=AAAAAAAAA`));
    expect(wrong?.status).toBe(400);
    const form = await moved.fetch(new Request(one.verification_uri));
    expect(await form?.text()).toContain("user_code");
    const body = new URLSearchParams({ user_code: one.user_code });
    expect((await moved.fetch(new Request(one.verification_uri, { method: "POST", body })))?.status).toBe(200);
    const otherApp = await redeem(one.device_code, "675bd975-260f-498e-82cd-65f67b34fe7d");
    expect(await otherApp?.json()).toMatchObject({ error: "bad_verification_code" });
    // RFC 8628 §3.4 knows no scope here: what was asked for at first counts, also for the refresh token.
    const { clientId: client_id } = moved;
    const redeemed = await post(moved, tokenPath(moved), {
      grant_type: "device_code",
      client_id,
      device_code: one.device_code,
    });
    const { access_token: token, refresh_token } = (await redeemed!.json()) as Record<string, string>;
    expect(decodeJwt(token!).aud).toBe(timeseries);
    const refreshed = await post(moved, tokenPath(moved), {
      grant_type: "refresh_token",
      client_id,
      refresh_token: refresh_token!,
    });
    expect(decodeJwt(((await refreshed!.json()) as { access_token: string }).access_token).aud).toBe(timeseries);
    expect(await (await redeem(one.device_code))?.json()).toMatchObject({ error: "bad_verification_code" });

    const two = await start();
    nowMs += 900_000;
    expect((await moved.fetch(new Request(`${two.verification_uri}?user_code=${two.user_code}`)))?.status).toBe(400);
    expect(await (await redeem(two.device_code))?.json()).toMatchObject({
      error: "expired_token",
      error_codes: [70020],
    });
  });
});
