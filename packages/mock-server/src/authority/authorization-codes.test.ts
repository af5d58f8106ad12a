import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import type { JSONWebKeySet } from "jose";
import { describe, expect, test } from "vitest";
import {
  challenge,
  createBrowser,
  ola,
  pageApp,
  publicClient,
  readAnswer,
  redirectUri,
  scope,
  timeseries,
  verifier,
} from "./browser-sign-in.test-support.ts";

const minute = 60_000;
const day = 1440 * minute;
const asOla = ["username", ola.username] as const;

/** A browser that has brought a code back. */
async function withCode(changes: Record<string, string | undefined> = {}) {
  const browser = createBrowser();
  const code = readAnswer(await browser.press(asOla, changes)).get("code")!;
  return { ...browser, code };
}

/** An address and a port of a program. */
const program = { client_id: publicClient, redirect_uri: "http://localhost:49152" };

describe("a code", () => {
  test("gives tokens that the published keys verify", async () => {
    const { authority, base, code, redeem, send } = await withCode();
    const { status, body } = await redeem(code);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token_expires_in: 86_400,
      scope: `openid profile ${timeseries}/.default`,
    });
    const { tenantId } = authority;
    const keys = await send(new Request(`https://login.test/${tenantId}/discovery/v2.0/keys`));
    const keySet = createLocalJWKSet((await keys.json()) as JSONWebKeySet);
    const issuer = base.replace("/oauth2/v2.0", "/v2.0");
    const currentDate = new Date("2026-01-01T00:00:00Z");
    const idToken = await jwtVerify(String(body["id_token"]), keySet, { issuer, audience: pageApp, currentDate });
    const account = { oid: ola.id, tid: tenantId, preferred_username: ola.username, name: ola.name };
    expect(idToken.payload).toMatchObject({ ...account, nonce: "a nonce", iat: currentDate.getTime() / 1000 });
    const token = await jwtVerify(String(body["access_token"]), keySet, { issuer, audience: timeseries, currentDate });
    expect(token.payload).toMatchObject({ ...account, azp: pageApp, scp: "user_impersonation" });
    expect(token.payload).not.toHaveProperty("nonce");
    const clientInfo = Buffer.from(String(body["client_info"]), "base64url").toString();
    expect(JSON.parse(clientInfo)).toEqual({ uid: ola.id, utid: tenantId });
    expect(await authority.verify(`Bearer ${String(body["access_token"])}`, [timeseries])).toHaveProperty("claims");
  });

  const cases: [what: string, changes: Record<string, string | undefined>, error: string, code: number][] = [
    ["no code", { code: undefined }, "invalid_request", 900144],
    ["an unknown code", { code: "x" }, "invalid_grant", 70000],
    ["another app", { client_id: publicClient }, "invalid_grant", 70000],
    ["no address", { redirect_uri: undefined }, "invalid_request", 900144],
    ["another address of the app", { redirect_uri: "https://app.example/back" }, "invalid_grant", 500112],
    ["another port", { redirect_uri: redirectUri.replace("5173", "5174") }, "invalid_grant", 500112],
    ["no verifier", { code_verifier: undefined }, "invalid_request", 900144],
    ["another verifier", { code_verifier: verifier.toLowerCase() }, "invalid_grant", 501481],
    ["the challenge as verifier", { code_verifier: challenge }, "invalid_grant", 501481],
    ["an unknown scope", { scope: "files.read" }, "invalid_scope", 70011],
  ];
  test.each(cases)("is refused with %s, and good afterwards", async (_what, changes, error, number) => {
    const { code, redeem } = await withCode();
    const refused = await redeem(code, changes);
    expect(refused).toMatchObject({ status: 400, body: { error, error_codes: [number] } });
    expect((await redeem(code)).status).toBe(200);
  });

  test("is good once, also of two requests side by side, and for ten minutes", async () => {
    const { code, redeem, press, advance } = await withCode();
    const both = await Promise.all([redeem(code), redeem(code)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await redeem(code)).body).toMatchObject({ error: "invalid_grant", error_codes: [54005] });
    const again = async () => readAnswer(await press(asOla, { prompt: "login" })).get("code")!;
    const [early, late] = [await again(), await again()];
    advance(10 * minute - 1);
    expect((await redeem(early)).status).toBe(200);
    advance(1);
    expect((await redeem(late)).body).toMatchObject({ error: "invalid_grant", error_codes: [70008] });
  });

  test("of a page needs a challenge, and one that was given none takes no verifier", async () => {
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    const page = await withCode(without);
    expect((await page.redeem(page.code)).body).toMatchObject({ error: "invalid_request", error_codes: [9002325] });
    const own = await withCode({ ...without, ...program });
    const { send, base } = own;
    const redeem = async (more: Record<string, string>) => {
      const body = new URLSearchParams({ grant_type: "authorization_code", ...program, code: own.code, ...more });
      return send(new Request(`${base}/token`, { method: "POST", body }));
    };
    expect(await (await redeem({ code_verifier: verifier })).json()).toMatchObject({ error_codes: [501481] });
    expect((await redeem({})).status).toBe(200);
  });

  test("may have a plain challenge (RFC 7636 §4.2)", async () => {
    const { code, redeem } = await withCode({ code_challenge: verifier, code_challenge_method: undefined });
    expect((await redeem(code)).status).toBe(200);
  });

  test("of a page is redeemed by a page, that of a program by a program", async () => {
    const page = await withCode();
    const body = new URLSearchParams({ grant_type: "authorization_code", client_id: pageApp, code: page.code });
    const bare = await page.send(new Request(`${page.base}/token`, { method: "POST", body }));
    expect(await bare.json()).toMatchObject({ error: "invalid_request", error_codes: [9002327] });
    const own = await withCode(program);
    const asPage = await own.redeem(own.code, program);
    expect(asPage.body).toMatchObject({ error: "invalid_request", error_codes: [9002326] });
  });

  test("of somebody who was disabled since then gives nothing", async () => {
    const { authority, code, redeem } = await withCode();
    authority.signIn.disable(ola.id);
    expect((await redeem(code)).body).toMatchObject({ error: "invalid_grant", error_codes: [50057] });
  });

  test.each(["openid profile offline_access", "User.Read"])(
    "for %s gives a token that no API here takes",
    async (asked) => {
      const { authority, code, redeem } = await withCode({ scope: asked });
      const { body } = await redeem(code);
      const token = String(body["access_token"]);
      expect(decodeJwt(token)).toMatchObject({ aud: "00000003-0000-0000-c000-000000000000", oid: ola.id });
      expect(await authority.verify(`Bearer ${token}`, [timeseries])).toMatchObject({ refusal: { statusCode: 401 } });
    },
  );
});

describe("a refresh token", () => {
  const refresh = { grant_type: "refresh_token", redirect_uri: undefined, code_verifier: undefined, code: undefined };

  test("of a page is good for 24 hours in all, for pages alone", async () => {
    const { code, redeem, advance, send, base } = await withCode();
    let { body } = await redeem(code);
    for (const left of [43_200, 1]) {
      advance(left === 1 ? day / 2 - 1000 : day / 2);
      ({ body } = await redeem("", { ...refresh, refresh_token: String(body["refresh_token"]) }));
      expect(body).toMatchObject({ refresh_token_expires_in: left, scope: `openid profile ${timeseries}/.default` });
      expect(decodeJwt(String(body["id_token"]))).not.toHaveProperty("nonce");
    }
    const form = { grant_type: "refresh_token", client_id: pageApp, refresh_token: String(body["refresh_token"]) };
    const bare = await send(new Request(`${base}/token`, { method: "POST", body: new URLSearchParams(form) }));
    expect(await bare.json()).toMatchObject({ error_codes: [9002327] });
    advance(1000);
    const late = await redeem("", { ...refresh, refresh_token: form.refresh_token });
    expect(late.body).toMatchObject({ error: "invalid_grant", error_codes: [700084] });
  });

  test("of a program goes on, and is no page's", async () => {
    const { send, base, code, redeem, advance } = await withCode(program);
    const post = async (fields: Record<string, string>) => {
      const body = new URLSearchParams({ client_id: publicClient, ...fields });
      const response = await send(new Request(`${base}/token`, { method: "POST", body }));
      return (await response.json()) as Record<string, string>;
    };
    const { redirect_uri } = program;
    const first = await post({ grant_type: "authorization_code", redirect_uri, code, code_verifier: verifier });
    expect(first).not.toHaveProperty("refresh_token_expires_in");
    const { refresh_token = "" } = first;
    const asPage = await redeem("", { ...refresh, client_id: publicClient, refresh_token });
    expect(asPage.body).toMatchObject({ error_codes: [9002326] });
    advance(30 * day);
    expect(await post({ grant_type: "refresh_token", refresh_token, scope })).toHaveProperty("access_token");
  });

  test("ends with a revocation", async () => {
    const { authority, code, redeem } = await withCode();
    const { body } = await redeem(code);
    authority.signIn.revoke(ola.username);
    const refused = await redeem("", { ...refresh, refresh_token: String(body["refresh_token"]) });
    expect(refused.body).toMatchObject({ error: "invalid_grant", error_codes: [50173] });
  });

  test("of an app that is no public client needs a proof where it is not a page's", async () => {
    const { base, send } = createBrowser();
    const form = { grant_type: "refresh_token", client_id: pageApp, refresh_token: "x" };
    const response = await send(new Request(`${base}/token`, { method: "POST", body: new URLSearchParams(form) }));
    expect(await response.json()).toMatchObject({ error: "invalid_client", error_codes: [7000218] });
  });
});
