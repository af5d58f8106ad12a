import { inspect } from "node:util";
import { ClientSecretCredential, DeviceCodeCredential } from "@azure/identity";
import type { DeviceCodeInfo } from "@azure/identity";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { TokenCredential } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";

// How tokens end: by revocation, with and without a claims challenge, and by time; as clients meet it.

const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";
const startMs = Date.UTC(2024, 5, 1);
const hour = 3_600_000;
const anna = { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Anna", username: "anna@example.invalid" };
const datapoints = Array.from({ length: 10 }, (_, i) => ({
  time: new Date(startMs - hour + i).toISOString(),
  value: i,
}));
const series = [{ name: "a", facility: "1219", datapoints }];

function createServer() {
  const server = createMockServer({ now: () => startMs, series, users: [anna] });
  return { server, id: server.store.series[0]!.id };
}

const statusCodes = (server: MockServer): (number | undefined)[] => server.requests.map(({ statusCode }) => statusCode);

/** What a raw request with a token is answered. */
async function send(server: MockServer, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await server.fetch("http://any.host/plant/timeseries/v1.7/", { headers });
  return { status: response.status, challenge: response.headers.get("www-authenticate"), text: await response.text() };
}

describe("revocation", () => {
  test.each([
    ["the app", undefined, "22222222-2222-4222-8222-222222222222"],
    ["a person by id", anna.id, anna.id],
    ["a person by name", anna.id, anna.username.toUpperCase()],
  ])("of %s: the tokens from before, and no others, in the same second", async (_, user, who) => {
    const { server } = createServer();
    server.clock.freeze();
    const get = async (of?: string) => (await server.clientOptions(of).credential.getToken(scope))!.token;
    const [before, other] = [await get(user), await get(user === undefined ? anna.id : undefined)];
    server.signIn.revoke(who);
    const after = await get(user);
    expect(await send(server, before)).toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token", error_description="Unauthorized. The token was revoked."',
    });
    expect((await send(server, after)).status).toBe(200);
    expect((await send(server, other)).status).toBe(200);
    server.reset();
    expect((await send(server, before)).status).toBe(200);
  });

  test("a client asks for another token once, and goes on", async () => {
    const { server, id } = createServer();
    const client = createTimeseriesClient({ ...server.clientOptions(anna.id), format: json });
    await client.getTimeseriesById({ id });
    server.signIn.revoke(anna.id);
    await client.getTimeseriesById({ id });
    expect(statusCodes(server)).toEqual([200, 401, 200]);
  });

  test("a challenge tells from when on tokens are good, to those alone who can answer it", async () => {
    const { server } = createServer();
    const { credential } = server.clientOptions();
    const capable = (await credential.getToken(scope, { enableCae: true }))!.token;
    const plain = (await credential.getToken(scope))!.token;
    server.signIn.revoke(server.clientId, { challenge: true });
    const { status, challenge } = await send(server, capable);
    expect(status).toBe(401);
    const pattern =
      /^Bearer realm="", authorization_uri="https:\/\/[^"]+\/oauth2\/v2\.0\/authorize", error="insufficient_claims", claims="([A-Za-z\d+/=]+)"$/;
    expect(challenge).toMatch(pattern);
    const [, claims] = pattern.exec(challenge!)!;
    expect(JSON.parse(Buffer.from(claims!, "base64").toString())).toEqual({
      access_token: { nbf: { essential: true, value: String(startMs / 1000) } },
    });
    expect((await send(server, plain)).challenge).toMatch(/^Bearer error="invalid_token"/);
  });

  test.each(["x", ""])("of someone unknown (%j) is told", (who) => {
    const { server } = createServer();
    for (const change of ["revoke", "disable", "enable"] as const) {
      expect(() => server.signIn[change](who)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    }
    expect(() => server.clientOptions(who)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });

  test("one who is disabled gets no token; what is out stays good", async () => {
    const { server, id } = createServer();
    const { credential } = server.clientOptions(anna.username);
    const { token } = (await credential.getToken(scope))!;
    server.signIn.disable(anna.username);
    const client = createTimeseriesClient({ ...server.clientOptions(anna.username), format: json });
    await expect(client.getTimeseriesById({ id })).rejects.toMatchObject({
      code: "credential",
      message: expect.stringContaining("AADSTS50057"),
    });
    expect((await send(server, token)).status).toBe(200);
    server.signIn.disable(server.clientId);
    await expect(server.clientOptions().credential.getToken(scope)).rejects.toThrow(/AADSTS7000112/);
  });
});

describe("with @azure/identity, over sockets", () => {
  let server: MockServer;
  beforeEach(async () => {
    server = createMockServer({ series, users: [anna] });
    await server.listen();
  });
  afterEach(() => server.close());

  const options = () => ({
    authorityHost: server.authority,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: server.ca },
  });
  const createClient = (credential: TokenCredential) =>
    createTimeseriesClient({ environment: "test", baseUrl: server.url, credential, format: json });

  test("an app answers a claims challenge", async () => {
    const { tenantId, clientId, clientSecret } = server;
    const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, options());
    const client = createClient(credential);
    const id = server.store.series[0]!.id;
    await client.getTimeseriesById({ id });
    server.signIn.revoke(clientId, { challenge: true });
    await client.getTimeseriesById({ id });
    await client.getTimeseriesById({ id });
    expect(statusCodes(server)).toEqual([200, 401, 200, 200]);

    // Without a challenge @azure/identity has nothing that makes it drop its token: the same one again is a failure.
    server.signIn.revoke(clientId);
    await expect(client.getTimeseriesById({ id })).rejects.toMatchObject({ code: "unauthorized", statusCode: 401 });
  });

  test("a person answers it too, by signing in again", { timeout: 20_000 }, async () => {
    let prompts = 0;
    const userPromptCallback = ({ verificationUri, userCode }: DeviceCodeInfo): void => {
      prompts += 1;
      void server.fetch(`${verificationUri}?user_code=${userCode}`);
    };
    const clientId = "675bd975-260f-498e-82cd-65f67b34fe7d";
    const { tenantId } = server;
    const credential = new DeviceCodeCredential({ ...options(), tenantId, clientId, userPromptCallback });
    const client = createClient(credential);
    const id = server.store.series[0]!.id;
    await client.getTimeseriesById({ id });
    server.signIn.revoke(anna.username, { challenge: true });
    await client.getTimeseriesById({ id });
    expect(statusCodes(server)).toEqual([200, 401, 200]);
    // The refresh token was revoked with the others.
    expect(prompts).toBe(2);
  });
});

describe("time", () => {
  test("a token that ends between two pages of a read is renewed, and no point is lost", async () => {
    const { server, id } = createServer();
    const given: { token: string; expiresOnTimestamp: number }[] = [];
    const { credential, ...rest } = server.clientOptions();
    const counting: TokenCredential = {
      async getToken(...args) {
        const token = (await credential.getToken(...args))!;
        given.push(token);
        return token;
      },
    };
    const client = createTimeseriesClient({ ...rest, credential: counting, format: json });
    const values: number[] = [];
    for await (const page of client.readDatapoints({ id, startTime: "2024-01-01", pageSize: 4, reuseBuffers: true })) {
      values.push(...page.value);
      server.clock.advance("61m");
    }
    expect(values).toEqual(datapoints.map(({ value }) => value));
    expect(given).toHaveLength(3);
    expect(statusCodes(server)).toEqual([200, 200, 200]);
  });

  test("one whose program does not know of its end is refused once, and renewed", async () => {
    const { server, id } = createServer();
    const { credential, ...rest } = server.clientOptions();
    const forgetful: TokenCredential = {
      async getToken(...args) {
        return { ...(await credential.getToken(...args))!, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
      },
    };
    const client = createTimeseriesClient({ ...rest, credential: forgetful, format: json });
    const values: number[] = [];
    for await (const page of client.readDatapoints({ id, startTime: "2024-01-01", pageSize: 5 })) {
      values.push(...page.value);
      server.clock.advance("61m");
    }
    expect(values).toEqual(datapoints.map(({ value }) => value));
    expect(statusCodes(server)).toEqual([200, 401, 200]);
  });
});

test("secrets and tokens are in no log, no error and not in what the server prints", async () => {
  const clientSecret = "a-secret-that-is-told-to-nobody";
  await using server = createMockServer({
    series,
    clientSecret,
    apps: [{ clientId: anna.id, clientSecret: "another-one-of-those" }],
  });
  await server.listen();
  const { token } = (await server.clientOptions().credential.getToken(scope))!;
  const answers = [await send(server, token), await send(server, `${token}x`)];
  const form = { grant_type: "client_credentials", client_id: server.clientId, client_secret: "a-wrong-secret", scope };
  const body = new URLSearchParams(form);
  const refused = await server.fetch(`http://h/${server.tenantId}/oauth2/v2.0/token`, { method: "POST", body });
  const said = [
    inspect(server, { depth: 9, showHidden: true }),
    JSON.stringify(server.requests),
    ...answers.map(({ text, challenge }) => text + challenge),
    await refused.text(),
  ].join("\n");
  const { IDENTITY_HEADER } = server.managedIdentity.appService;
  for (const secret of [
    clientSecret,
    "another-one-of-those",
    "a-wrong-secret",
    token.split(".")[1]!,
    IDENTITY_HEADER,
  ]) {
    expect(said).not.toContain(secret);
  }
  expect(said).toContain(server.clientId);
});
