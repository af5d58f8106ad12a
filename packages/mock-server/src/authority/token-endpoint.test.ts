import { X509Certificate } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { createAppCertificate } from "./app-certificate.test-support.ts";
import type { AppCertificate } from "./app-certificate.test-support.ts";
import { createAuthority } from "./authority.ts";
import type { Authority } from "./authority.ts";
import type { AppOptions } from "./directory.ts";

// The wire of the token endpoint, with requests put together here.

const origin = "https://login.test";
const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const appId = "aaaaaaaa-0000-4000-8000-000000000001";
const publicId = "aaaaaaaa-0000-4000-8000-000000000002";
const secretId = "aaaaaaaa-0000-4000-8000-000000000003";
const anna = { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Anna", username: "anna@example.invalid" };
const federation = { issuer: "https://cluster.test", subject: "system:serviceaccount:ns:reader" };

interface TokenAnswer {
  access_token: string;
  refresh_token: string;
  error: string;
  error_description: string;
  error_codes: number[];
}

let own: AppCertificate;
let other: AppCertificate;
let clusterKeys: Awaited<ReturnType<typeof generateKeyPair>>;
let apps: readonly AppOptions[];

beforeAll(async () => {
  [own, other] = await Promise.all([createAppCertificate(), createAppCertificate()]);
  clusterKeys = await generateKeyPair("RS256");
  const keys = [await exportJWK(clusterKeys.publicKey)];
  apps = [
    { clientId: appId, certificate: own.certificate, federatedCredential: { ...federation, keys } },
    { clientId: publicId, publicClient: true },
    { clientId: secretId, clientSecret: "one secret" },
  ];
});

async function ask(authority: Authority, form: Record<string, string>): Promise<{ status: number; body: TokenAnswer }> {
  const url = `${origin}/${authority.tenantId}/oauth2/v2.0/token`;
  const response = await authority.fetch(new Request(url, { method: "POST", body: new URLSearchParams(form) }));
  return { status: response!.status, body: JSON.parse(await response!.text()) as TokenAnswer };
}

interface Assertion {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly certificate?: AppCertificate;
  readonly alg?: "RS256" | "PS256";
}

const now = (): number => Math.floor(Date.now() / 1000);

/** What an app signs, good unless it is changed. Source: Microsoft, "Application authentication certificate credentials". */
async function sign(authority: Authority, { claims, header, certificate = own, alg = "RS256" }: Assertion = {}) {
  const { fingerprint } = new X509Certificate(certificate.certificate);
  const x5t = Buffer.from(fingerprint.replaceAll(":", ""), "hex").toString("base64url");
  const aud = `${origin}/${authority.tenantId}/oauth2/v2.0/token`;
  const good = { aud, iss: appId, sub: appId, jti: crypto.randomUUID(), nbf: now(), exp: now() + 600 };
  const signer = new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg, x5t, ...header });
  return signer.sign(await importPKCS8(certificate.key, alg));
}

const client = (assertion: string) => ({
  grant_type: "client_credentials",
  client_id: appId,
  client_assertion_type: assertionType,
  client_assertion: assertion,
  scope,
});

/** What a refusal says, in both of its forms. */
function refusalOf({ status, body }: { status: number; body: TokenAnswer }) {
  const described = /^AADSTS(\d+): \S/.exec(body.error_description)?.[1];
  return { status, error: body.error, codes: [...body.error_codes, Number(described)] };
}

/** RFC 6749 §5.2: 401 where a client was not who it said it was. */
const refused = (error: string, code: number) => ({
  status: error === "invalid_client" ? 401 : 400,
  error,
  codes: [code, code],
});

describe("an app with a certificate", () => {
  const thumbprint256 = () =>
    Buffer.from(new X509Certificate(own.certificate).fingerprint256.replaceAll(":", ""), "hex").toString("base64url");

  test("signs in with either thumbprint and either algorithm", async () => {
    const authority = createAuthority({ now: Date.now, apps });
    const sha256 = { x5t: undefined, "x5t#S256": thumbprint256() };
    const padded = { x5t: undefined, "x5t#S256": `${thumbprint256()}=` };
    for (const options of [{}, { header: sha256 }, { header: padded }, { alg: "PS256" as const, header: sha256 }]) {
      const { status, body } = await ask(authority, client(await sign(authority, options)));
      expect(status).toBe(200);
      expect(decodeJwt(body.access_token)).toMatchObject({ appid: appId, roles: ["Timeseries.Read"] });
    }
    const issuer = `${origin}/${authority.tenantId}/v2.0`;
    expect((await ask(authority, client(await sign(authority, { claims: { aud: issuer } })))).status).toBe(200);
  });

  test("is not bound to the mock's clock, which tests move", async () => {
    const authority = createAuthority({ now: () => Date.now() + 86_400_000, realNow: Date.now, apps });
    expect((await ask(authority, client(await sign(authority)))).status).toBe(200);
  });

  test.each<[what: string, assertion: () => Assertion, code: number]>([
    ["another key", () => ({ certificate: other }), 700027],
    ["another key under its name", () => ({ certificate: { ...own, key: other.key } }), 700027],
    ["no name of its key", () => ({ header: { x5t: undefined } }), 700027],
    ["an end in the past", () => ({ claims: { exp: now() - 60 } }), 700024],
    ["a start in the future", () => ({ claims: { nbf: now() + 60 } }), 700024],
    ["no end", () => ({ claims: { exp: undefined } }), 700024],
    ["another audience", () => ({ claims: { aud: "https://elsewhere.test" } }), 700023],
    ["another subject", () => ({ claims: { sub: publicId } }), 700021],
  ])("with %s is refused", async (_, assertion, code) => {
    const authority = createAuthority({ now: Date.now, apps });
    expect(refusalOf(await ask(authority, client(await sign(authority, assertion()))))).toEqual(
      refused("invalid_client", code),
    );
  });

  test("that has expired, or is not valid yet, is refused", async () => {
    for (const times of [{ fromDays: -20, toDays: -1 }, { fromDays: 1 }]) {
      const certificate = await createAppCertificate(times);
      const expired = [{ clientId: appId, certificate: certificate.certificate }];
      const authority = createAuthority({ now: Date.now, apps: expired });
      expect(refusalOf(await ask(authority, client(await sign(authority, { certificate }))))).toEqual(
        refused("invalid_client", 700027),
      );
    }
  });

  test("refuses what is no JWT, an unknown type and an assertion of an app without a certificate", async () => {
    const authority = createAuthority({ now: Date.now, apps });
    expect(refusalOf(await ask(authority, client("a.b.c")))).toEqual(refused("invalid_client", 50027));
    expect(refusalOf(await ask(authority, client("x")))).toEqual(refused("invalid_client", 50027));
    const form = client(await sign(authority));
    expect(refusalOf(await ask(authority, { ...form, client_assertion_type: "x" }))).toEqual(
      refused("invalid_request", 900144),
    );
    const claims = { iss: secretId, sub: secretId };
    const foreign = { ...client(await sign(authority, { claims })), client_id: secretId };
    expect(refusalOf(await ask(authority, foreign))).toEqual(refused("invalid_client", 700027));
  });
});

describe("a workload with a federated credential", () => {
  const signFederated = async (changes: Record<string, unknown> = {}, key = clusterKeys.privateKey) => {
    const { issuer: iss, subject: sub } = federation;
    const claims = { iss, sub, aud: "api://AzureADTokenExchange", exp: now() + 600, ...changes };
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(key);
  };

  test("signs in with a token of its issuer", async () => {
    const authority = createAuthority({ now: Date.now, apps });
    const { body } = await ask(authority, client(await signFederated()));
    expect(decodeJwt(body.access_token)).toMatchObject({ appid: appId, oid: appId });
  });

  test.each<[what: string, changes: Record<string, unknown>, code: number]>([
    ["issuer", { iss: "https://other.test" }, 700211],
    ["subject", { sub: "system:serviceaccount:ns:other" }, 700213],
    ["audience", { aud: "https://other.test" }, 700212],
    ["end", { exp: now() - 60 }, 700024],
  ])("is refused with another %s", async (_, changes, code) => {
    const authority = createAuthority({ now: Date.now, apps });
    expect(refusalOf(await ask(authority, client(await signFederated(changes))))).toEqual(
      refused("invalid_client", code),
    );
  });

  test("is refused with another key", async () => {
    const authority = createAuthority({ now: Date.now, apps });
    const { privateKey } = await generateKeyPair("RS256");
    expect(refusalOf(await ask(authority, client(await signFederated({}, privateKey))))).toEqual(
      refused("invalid_client", 700027),
    );
  });
});

describe("who must prove what", () => {
  const credentials = (client_id: string, client_secret: string) => ({
    grant_type: "client_credentials",
    client_id,
    client_secret,
    scope,
  });

  test("a secret that is not the app's, a secret of a public client, and none", async () => {
    const authority = createAuthority({ now: Date.now, apps });
    expect((await ask(authority, credentials(secretId, "one secret"))).status).toBe(200);
    const wrong = await ask(authority, credentials(secretId, "another secret"));
    expect(refusalOf(wrong)).toEqual(refused("invalid_client", 7000215));
    expect(wrong.body.error_description).not.toContain("another secret");
    expect(refusalOf(await ask(authority, credentials(appId, "one secret")))).toEqual(
      refused("invalid_client", 7000215),
    );
    expect(refusalOf(await ask(authority, credentials(publicId, "one secret")))).toEqual(
      refused("invalid_client", 700025),
    );
    const refresh = { grant_type: "refresh_token", client_id: secretId, refresh_token: "x", scope };
    expect(refusalOf(await ask(authority, refresh))).toEqual(refused("invalid_client", 7000218));
  });

  test("nobody who is disabled, until they are enabled", async () => {
    const authority = createAuthority({ now: Date.now, apps });
    const form = credentials(secretId, "one secret");
    authority.signIn.disable(secretId.toUpperCase());
    expect(refusalOf(await ask(authority, form))).toEqual(refused("unauthorized_client", 7000112));
    authority.signIn.enable(secretId);
    expect((await ask(authority, form)).status).toBe(200);
    const kept = authority.state();
    authority.signIn.disable(secretId);
    authority.load(kept);
    expect((await ask(authority, form)).status).toBe(200);
  });

  test("roles are those that were given, for the API that wants them", async () => {
    const reader = { clientId: secretId, clientSecret: "s", roles: ["AE.Read"], groups: ["g1", "g2"] };
    const authority = createAuthority({ now: Date.now, apps: [reader] });
    const events = "657b2767-ee47-47ff-b745-af501ea053cb/.default";
    const { body: forSeries } = await ask(authority, credentials(secretId, "s"));
    expect(decodeJwt(forSeries.access_token)).toMatchObject({ groups: ["g1", "g2"] });
    expect(decodeJwt(forSeries.access_token)).not.toHaveProperty("roles");
    const { body: forEvents } = await ask(authority, { ...credentials(secretId, "s"), scope: events });
    expect(decodeJwt(forEvents.access_token)).toMatchObject({ roles: ["AE.Read"] });
  });
});

describe("on behalf of a person", () => {
  const middle = { clientId: secretId, clientSecret: "s" };
  const create = (options = {}) => createAuthority({ now: Date.now, apps: [middle], users: [anna], ...options });
  const form = (assertion: string) => ({
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    client_id: secretId,
    client_secret: "s",
    assertion,
    scope: `${scope} openid profile offline_access`,
    requested_token_use: "on_behalf_of",
  });
  const tokenOf = async (authority: Authority, forScope = `api://${secretId}/.default`) =>
    (await authority.issueToken(forScope, { user: anna })).token;

  test("an app gets a token of the person who called it, and a refresh token", async () => {
    const authority = create();
    const { body } = await ask(authority, form(await tokenOf(authority)));
    const claims = {
      oid: anna.id,
      name: "Anna",
      appid: secretId,
      scp: "user_impersonation",
      roles: ["Timeseries.Read"],
    };
    expect(decodeJwt(body.access_token)).toMatchObject(claims);
    const again = { ...form(""), grant_type: "refresh_token", refresh_token: body.refresh_token };
    // The default app is another one, and proves it.
    const { clientId: client_id, clientSecret: client_secret } = authority;
    const stolen = await ask(authority, { ...again, client_id, client_secret });
    expect(refusalOf(stolen)).toEqual(refused("invalid_grant", 70000));
    expect(decodeJwt((await ask(authority, again)).body.access_token)).toMatchObject({ oid: anna.id });
  });

  test("is refused with a token for another app, of an app, of nobody, and none", async () => {
    const authority = create();
    expect(refusalOf(await ask(authority, form(await tokenOf(authority, scope))))).toEqual(
      refused("invalid_grant", 500131),
    );
    const { token: ofApp } = await authority.issueToken(`${secretId}/.default`);
    expect(refusalOf(await ask(authority, form(ofApp)))).toEqual(refused("invalid_grant", 7000114));
    const { privateKey } = await generateKeyPair("RS256");
    const forged = await new SignJWT(decodeJwt(await tokenOf(authority)))
      .setProtectedHeader({ alg: "RS256" })
      .sign(privateKey);
    expect(refusalOf(await ask(authority, form(forged)))).toEqual(refused("invalid_grant", 50013));
    expect(refusalOf(await ask(authority, form("x")))).toEqual(refused("invalid_grant", 50027));
    const elsewhere = await tokenOf(create({ tenantId: "99999999-9999-4999-8999-999999999999" }));
    expect(refusalOf(await ask(authority, form(elsewhere)))).toEqual(refused("invalid_grant", 50013));
    expect(refusalOf(await ask(authority, form("")))).toEqual(refused("invalid_request", 900144));
    const noUse = { ...form(await tokenOf(authority)), requested_token_use: "other" };
    expect(refusalOf(await ask(authority, noUse))).toEqual(refused("invalid_request", 900144));
    const { client_secret: _, ...unproven } = form(await tokenOf(authority));
    expect(refusalOf(await ask(authority, unproven))).toEqual(refused("invalid_client", 7000218));
  });

  test("is refused when the token has expired, was revoked, or its person is disabled", async () => {
    let nowMs = Date.now();
    const authority = create({ now: () => nowMs });
    const token = await tokenOf(authority);
    nowMs += 3_590_000;
    expect((await ask(authority, form(token))).status).toBe(200);
    nowMs += 20_000;
    expect(refusalOf(await ask(authority, form(token)))).toEqual(refused("invalid_grant", 500133));
    const second = await tokenOf(authority);
    const { body } = await ask(authority, form(second));
    authority.signIn.revoke(anna.username);
    expect(refusalOf(await ask(authority, form(second)))).toEqual(refused("invalid_grant", 50173));
    const refresh = { ...form(""), grant_type: "refresh_token", refresh_token: body.refresh_token };
    expect(refusalOf(await ask(authority, refresh))).toEqual(refused("invalid_grant", 50173));
    const third = await tokenOf(authority);
    expect((await ask(authority, form(third))).status).toBe(200);
    authority.signIn.disable(anna.id);
    expect(refusalOf(await ask(authority, form(third)))).toEqual(refused("invalid_grant", 50057));
  });
});
