import { generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createAuthority } from "./authority.ts";
import { getTokenKeys } from "./token-keys.ts";

const timeseries = "141369bd-3dca-4b55-825b-56ad4a69b1fc";
const events = "6df18f43-f499-4470-9d94-52b01698620d";
const startMs = Date.UTC(2030, 0, 1);

function movable(options = {}) {
  let nowMs = startMs;
  const authority = createAuthority({ now: () => nowMs, ...options });
  const check = async (token: string, audiences = [timeseries]) => authority.verify(`Bearer ${token}`, audiences);
  return { authority, check, advance: (ms: number) => (nowMs += ms) };
}

/** A token that differs from a good one in `changes` only, signed by the mock's own key unless told. */
async function forge(changes: JWTPayload, key?: CryptoKey, alg = "RS256"): Promise<string> {
  const { tenantId, clientId } = createAuthority({ now: () => startMs });
  const now = startMs / 1000;
  const iss = `https://authority.invalid/${tenantId}/v2.0`;
  const good = {
    aud: timeseries,
    iss,
    iat: now,
    nbf: now,
    exp: now + 60,
    tid: tenantId,
    appid: clientId,
    roles: ["Timeseries.Read"],
  };
  const privateKey = key ?? (await getTokenKeys("RS256")).privateKey;
  return new SignJWT({ ...good, ...changes }).setProtectedHeader({ alg }).sign(privateKey);
}

describe("verify", () => {
  test("takes what issueToken gives", async () => {
    const { authority, check } = movable();
    const { token, expiresOnTimestamp } = await authority.issueToken(`${timeseries}/.default`);
    expect(expiresOnTimestamp).toBe(startMs + 3_600_000);
    const claims = { aud: timeseries, tid: authority.tenantId, appid: authority.clientId, exp: startMs / 1000 + 3600 };
    expect(await check(token, [events, timeseries])).toMatchObject({
      claims: { ...claims, roles: ["Timeseries.Read"] },
    });
    // The scheme is case-insensitive (RFC 9110 §11.1).
    expect(await authority.verify(`bearer ${token}`, [timeseries])).toHaveProperty("claims");
  });

  test("goes by the mock's clock, with 5 s of leeway", async () => {
    const { authority, check, advance } = movable({ tokenLifetimeSeconds: 100 });
    const { token } = await authority.issueToken(`${timeseries}/.default`);
    advance(104_000);
    expect(await check(token)).toHaveProperty("claims");
    advance(2000);
    expect(await check(token)).toMatchObject({
      refusal: { statusCode: 401, message: expect.stringMatching(/expired/) },
    });
    advance(-106_000 - 4000);
    expect(await check(token)).toHaveProperty("claims");
    advance(-2000);
    expect(await check(token)).toMatchObject({
      refusal: { statusCode: 401, message: expect.stringMatching(/not valid yet/) },
    });
  });

  test("needs the role of the API", async () => {
    const { authority, check } = movable();
    expect(await check((await authority.issueToken(`${events}/.default`)).token, [events])).toMatchObject({
      claims: { roles: ["AE.Read"] },
    });
    expect(await check(await forge({}))).toHaveProperty("claims");
    for (const roles of [undefined, [], ["AE.Read"], "Timeseries.Read"]) {
      const result = await check(await forge({ roles }));
      expect(result).toMatchObject({
        refusal: { statusCode: 403, wwwAuthenticate: expect.stringMatching(/insufficient_scope/) },
      });
    }
  });

  test.each([
    ["another audience", { aud: events }, /another API/],
    ["another issuer", { iss: "https://login.microsoftonline.com/x/v2.0" }, /'iss'/],
    ["another tenant", { tid: "99999999-9999-4999-8999-999999999999" }, /another tenant/],
    ["no end", { exp: undefined }, /'exp'/],
    ["no start", { nbf: undefined }, /'nbf'|not valid yet/],
  ])("refuses %s", async (_what, changes, message) => {
    const result = await movable().check(await forge(changes as JWTPayload));
    expect(result).toMatchObject({
      refusal: {
        statusCode: 401,
        message: expect.stringMatching(message),
        wwwAuthenticate: expect.stringMatching(/^Bearer error="invalid_token", error_description="[^"\\]+"$/),
      },
    });
  });

  test("refuses foreign keys, foreign algorithms, changed tokens and what is no token", async () => {
    const { authority, check } = movable();
    const foreign = await generateKeyPair("RS256");
    const pss = await generateKeyPair("PS256");
    const { token } = await authority.issueToken(`${timeseries}/.default`);
    const [header, , signature] = token.split(".");
    const [, otherPayload] = (await forge({ exp: startMs / 1000 + 9e6 })).split(".");
    const unsigned = `${btoa('{"alg":"none"}').replaceAll("=", "")}.${otherPayload}.`;
    const bad = [
      await forge({}, foreign.privateKey),
      await forge({}, pss.privateKey, "PS256"),
      `${header}.${otherPayload}.${signature}`,
      unsigned,
      "a.b.c",
      "x",
    ];
    for (const one of bad) {
      expect(await check(one)).toMatchObject({ refusal: { statusCode: 401 } });
    }
    expect(await authority.verify(`Basic ${token}`, [timeseries])).toMatchObject({ refusal: { statusCode: 401 } });
    // RFC 6750 §3.1: no error code when nothing was presented.
    expect(await authority.verify(null, [timeseries])).toMatchObject({
      refusal: { statusCode: 401, wwwAuthenticate: "Bearer" },
    });
  });
});
