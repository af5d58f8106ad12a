import { describe, expect, test } from "vitest";
import {
  createBrowser,
  ola,
  pageApp,
  publicClient,
  readAnswer,
  redirectUri,
  siri,
  strictApp,
  timeseries,
  toQuery,
} from "./browser-sign-in.test-support.ts";
import { findTags, submitForm, unescapeHtml } from "./sign-in-page.test-support.ts";

const day = 86_400_000;
const unknown = "99999999-9999-4999-8999-999999999999";
const asOla = ["username", ola.username] as const;
const asSiri = ["username", siri.username] as const;

describe("what nobody is sent back for is a page", () => {
  const cases: [what: string, changes: Record<string, string | undefined>, code: number][] = [
    ["no app", { client_id: undefined }, 900144],
    ["an unknown app", { client_id: unknown }, 700016],
    ["no redirect URI", { redirect_uri: undefined }, 900144],
    ["a redirect URI of somebody else", { redirect_uri: "https://evil.example/" }, 50011],
    ["a redirect URI of a program, for an app that is none", { redirect_uri: "http://localhost:1" }, 50011],
    ["a redirect URI that is none", { redirect_uri: "</main><script>alert(1)</script>" }, 50011],
    ["an unknown response mode", { response_mode: "web_message" }, 70007],
  ];
  test.each(cases)("%s", async (_what, changes, code) => {
    const response = await createBrowser().visit(changes);
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const html = await response.text();
    expect(html).toContain(`AADSTS${code}: `);
    expect(findTags(html, "script")).toEqual([]);
  });

  test("a parameter that is there twice, a tenant that is unknown, an app that is disabled", async () => {
    const { authority, addressOf, send, visit } = createBrowser();
    const twice = await send(new Request(`${addressOf()}&redirect_uri=https://evil.example/`));
    expect(await twice.text()).toContain("AADSTS9000411");
    const elsewhere = await send(new Request(addressOf().replace(authority.tenantId, unknown)));
    expect(elsewhere.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await elsewhere.text()).toContain("AADSTS90002");
    authority.signIn.disable(pageApp);
    expect(await (await visit()).text()).toContain("AADSTS7000112");
  });
});

describe("what is wrong is told at the app's address", () => {
  const cases: [what: string, changes: Record<string, string | undefined>, error: string, code: number][] = [
    ["no response type", { response_type: undefined }, "invalid_request", 900144],
    ["another response type", { response_type: "id_token token" }, "unsupported_response_type", 70005],
    ["no scope", { scope: undefined }, "invalid_request", 900144],
    ["an unknown scope", { scope: "openid files.read" }, "invalid_scope", 70011],
    ["two APIs", { scope: `${timeseries}/.default ${pageApp}/.default` }, "invalid_scope", 70011],
    ["an unknown API", { scope: `${unknown}/.default` }, "invalid_resource", 500011],
    ["an unknown prompt", { prompt: "create" }, "invalid_request", 90023],
    ["an unknown method of a challenge", { code_challenge_method: "S512" }, "invalid_request", 9002313],
    ["a challenge that is too short", { code_challenge: "short" }, "invalid_request", 501491],
    ["nobody is signed in", { prompt: "none" }, "login_required", 50058],
    ["nobody of that name is there", { prompt: "none", login_hint: "x@example.invalid" }, "login_required", 50058],
  ];
  test.each(cases)("%s", async (_what, changes, error, code) => {
    const response = await createBrowser().visit(changes);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")?.startsWith(`${redirectUri}#`)).toBe(true);
    const answer = readAnswer(response);
    expect([answer.get("error"), answer.get("state"), answer.has("code")]).toEqual([error, "a state", false]);
    expect(answer.get("error_description")).toMatch(new RegExp(`^AADSTS${code}: .* Timestamp: 2026-01-01 00:00:00Z$`));
  });
});

describe("the page", () => {
  test("has a button for each person, loads nothing, and may be in no frame", async () => {
    const response = await createBrowser().visit();
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(findTags(html, "button").map(({ value }) => value)).toEqual([siri.username, ola.username, "true"]);
    expect(findTags(html, "html")).toEqual([{ lang: "en" }]);
    expect([...findTags(html, "script"), ...findTags(html, "link"), ...findTags(html, "img")]).toEqual([]);
    const policy = response.headers.get("content-security-policy")!.split("; ");
    const [nonce] = findTags(html, "style").map((one) => one["nonce"]!);
    expect(policy).toEqual([
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      "script-src 'none'",
      "form-action 'self' http://localhost:5173",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("brings back a code, in the way that was asked for", async () => {
    const { press } = createBrowser();
    const byFragment = await press(asOla);
    expect(byFragment.status).toBe(302);
    expect(byFragment.headers.get("location")).toMatch(
      /^http:\/\/localhost:5173\/signed-in#code=[\w-]+&state=a\+state$/,
    );
    const byQuery = await press(asOla, { response_mode: undefined, prompt: "login" });
    expect(byQuery.headers.get("location")).toMatch(/^http:\/\/localhost:5173\/signed-in\?code=[\w-]+&state=a\+state$/);
    const byForm = await press(asOla, { response_mode: "form_post", prompt: "login" });
    expect(byForm.status).toBe(200);
    const posted = submitForm(await byForm.text(), "https://login.test/");
    expect([posted.method, posted.url]).toEqual(["POST", redirectUri]);
    expect(await posted.text()).toMatch(/^code=[\w-]+&state=a\+state$/);
  });

  test("shows what comes from outside as text, and gives it back to the letter", async () => {
    const state = `"><script>alert('&amp;')</script>\u{1f600}`;
    const users = [{ id: "u", name: '<b>"O\'Hara"&amp;</b>', username: "\"><i>'@example.invalid" }];
    const { visit, press } = createBrowser({ users });
    const html = await (await visit({ state })).text();
    expect([...findTags(html, "script"), ...findTags(html, "i"), ...findTags(html, "b")]).toEqual([]);
    expect(unescapeHtml(html)).toContain(users[0]!.name);
    const answer = readAnswer(await press(["username", users[0]!.username], { state }));
    expect(answer.get("state")).toBe(state);
  });

  test("has the hinted person first, and the one who is meant by an id too", async () => {
    const { visit } = createBrowser();
    for (const login_hint of [ola.username, ola.id, ola.username.toUpperCase()]) {
      const html = await (await visit({ login_hint })).text();
      expect(findTags(html, "button")[0]).toMatchObject({ value: ola.username });
    }
  });

  test("lets the person say no", async () => {
    const answer = readAnswer(await createBrowser().press(["refuse", "true"]));
    expect([answer.get("error"), answer.get("state")]).toEqual(["access_denied", "a state"]);
    expect(answer.get("error_description")).toMatch(/^AADSTS65004: /);
  });

  test("says that somebody is disabled or unknown, and lets choose again", async () => {
    const { authority, press, addressOf, visit, send } = createBrowser();
    authority.signIn.disable(ola.username);
    const disabled = await press(asOla);
    const html = await disabled.text();
    expect(disabled.status).toBe(400);
    expect(html).toContain('<p role="alert">AADSTS50057: ');
    const again = await send(submitForm(html, addressOf(), asSiri));
    expect(readAnswer(again).has("code")).toBe(true);
    const form = submitForm(await (await visit({ prompt: "login" })).text(), addressOf(), asSiri);
    const body = new URLSearchParams(await form.text());
    body.set("username", "nobody");
    expect(await (await send(new Request(form.url, { method: "POST", body }))).text()).toContain("AADSTS50034");
  });

  test("takes a choice by its form alone, and a request by POST too", async () => {
    const { addressOf, base, send } = createBrowser();
    const byAddress = await send(new Request(`${addressOf()}&username=${ola.username}`));
    expect(byAddress.status).toBe(200);
    const body = new URL(addressOf()).searchParams;
    const byPost = await send(new Request(`${base}/authorize`, { method: "POST", body }));
    expect(findTags(await byPost.text(), "button")).toHaveLength(3);
  });
});

describe("a session", () => {
  test("answers silently, and passes the page by", async () => {
    const { press, visit } = createBrowser();
    const first = await press(asOla);
    expect(first.headers.get("set-cookie")).toMatch(
      /^__Host-sign-in-[\da-f-]+=[\da-f-]{36}; Path=\/; Secure; HttpOnly; SameSite=None$/,
    );
    for (const changes of [{ prompt: "none" }, {}, { prompt: "none", login_hint: ola.username }]) {
      const silent = await visit(changes);
      expect(readAnswer(silent).has("code")).toBe(true);
      expect(silent.headers.get("set-cookie")).toBeNull();
    }
    for (const prompt of ["login", "select_account", "consent"]) {
      expect((await visit({ prompt })).status).toBe(200);
    }
    expect((await visit({ login_hint: siri.username })).status).toBe(200);
    expect(readAnswer(await visit({ prompt: "none", login_hint: siri.username })).get("error")).toBe("login_required");
  });

  test("has several people, of whom one must be meant", async () => {
    const { press, visit } = createBrowser();
    await press(asOla);
    await press(asSiri, { prompt: "select_account" });
    const silent = readAnswer(await visit({ prompt: "none" }));
    expect(silent.get("error")).toBe("interaction_required");
    expect(silent.get("error_description")).toMatch(/^AADSTS16000: /);
    expect((await visit()).status).toBe(200);
    for (const { username } of [siri, ola]) {
      expect(readAnswer(await visit({ prompt: "none", login_hint: username })).has("code")).toBe(true);
    }
  });

  const ends: [what: string, end: (browser: ReturnType<typeof createBrowser>) => unknown][] = [
    ["24 hours", ({ advance }) => advance(day)],
    ["a revocation", ({ authority }) => authority.signIn.revoke(ola.username)],
    ["who is disabled", ({ authority }) => authority.signIn.disable(ola.id)],
    ["a logout", ({ send, base }) => send(new Request(`${base}/logout`))],
    ["a reset", ({ authority }) => authority.load([])],
    ["a browser that forgets", ({ cookies }) => cookies.clear()],
  ];
  test.each(ends)("ends with %s", async (_what, end) => {
    const browser = createBrowser();
    await browser.press(asOla);
    browser.advance(day - 1);
    expect(readAnswer(await browser.visit({ prompt: "none" })).has("code")).toBe(true);
    browser.advance(1 - day);
    await end(browser);
    expect(readAnswer(await browser.visit({ prompt: "none" })).get("error")).toBe("login_required");
  });

  test("is of one tenant", async () => {
    const tenantId = "supplier.example";
    const apps = [{ clientId: pageApp, redirectUris: [redirectUri] }];
    const { press, send, authority, addressOf } = createBrowser({ tenants: [{ tenantId, users: [ola], apps }] });
    const elsewhere = addressOf({ prompt: "none", scope: "openid" }).replace(authority.tenantId, tenantId);
    await press(asOla);
    expect(readAnswer(await send(new Request(elsewhere))).get("error")).toBe("login_required");
  });
});

describe("consent", () => {
  test("is asked for where the app needs it, once", async () => {
    const { press, send, visit, addressOf } = createBrowser();
    const client_id = strictApp;
    const page = await press(asOla, { client_id });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(findTags(html, "button").map(({ name }) => name)).toEqual(["consent", "refuse"]);
    const refused = await send(submitForm(html, addressOf(), ["refuse", "true"]));
    expect(readAnswer(refused).get("error")).toBe("access_denied");
    const given = await send(submitForm(html, addressOf(), ["consent", "accept"]));
    expect(readAnswer(given).has("code")).toBe(true);
    expect(readAnswer(await visit({ client_id, prompt: "none" })).has("code")).toBe(true);
    expect((await press(asSiri, { client_id, prompt: "login" })).status).toBe(200);
  });

  test("that is missing is told silently, and on request is asked for again", async () => {
    const { press, visit } = createBrowser();
    await press(asOla);
    const silent = readAnswer(await visit({ client_id: strictApp, prompt: "none" }));
    expect(silent.get("error")).toBe("consent_required");
    expect(silent.get("error_description")).toMatch(/^AADSTS65001: /);
    const again = await press(["consent", "accept"], { prompt: "consent" });
    expect(readAnswer(again).has("code")).toBe(true);
  });

  test("that is missing refuses tokens, until a device code was approved", async () => {
    const { authority, base } = createBrowser();
    const post = async (path: string, fields: Record<string, string>) => {
      const response = await authority.fetch(new Request(base + path, { method: "POST", body: toQuery(fields) }));
      return (await response!.json()) as Record<string, string>;
    };
    const start = () => post("/devicecode", { client_id: strictApp, scope: `${timeseries}/.default` });
    const redeem = (device_code: string) =>
      post("/token", { grant_type: "device_code", client_id: strictApp, device_code });
    const { device_code = "", user_code = "", verification_uri = "" } = await start();
    await authority.fetch(new Request(`${verification_uri}?user_code=${user_code}`));
    const { refresh_token = "" } = await redeem(device_code);
    expect(refresh_token).not.toBe("");
    authority.load([]);
    const refused = await post("/token", { grant_type: "refresh_token", client_id: strictApp, refresh_token });
    expect(refused).toMatchObject({ error: "invalid_grant", suberror: "consent_required", error_codes: [65001] });
  });
});

describe("signIn.as", () => {
  test("passes the page by, but is no session", async () => {
    const { authority, visit } = createBrowser();
    authority.signIn.as(ola.id);
    expect(readAnswer(await visit({ prompt: "none" })).get("error")).toBe("login_required");
    for (const changes of [{}, { prompt: "login" }, { client_id: strictApp }, { client_id: pageApp, prompt: "none" }]) {
      expect(readAnswer(await visit(changes)).has("code")).toBe(true);
    }
    authority.signIn.as();
    expect((await visit({ prompt: "login" })).status).toBe(200);
    authority.signIn.as(siri.username);
    authority.load([]);
    expect((await visit()).status).toBe(200);
  });

  test("shows the page with what is wrong where the person is disabled", async () => {
    const { authority, visit } = createBrowser();
    authority.signIn.as(ola.username);
    authority.signIn.disable(ola.username);
    expect(await (await visit()).text()).toContain("AADSTS50057");
  });

  test.each(["nobody", pageApp, ""])("refuses %j, who is no person", (who) => {
    const { signIn } = createBrowser().authority;
    expect(() => signIn.as(who)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });
});

describe("the logout endpoint", () => {
  test("sends on to an address of an app, with the state, and nowhere else", async () => {
    const { send, base, press } = createBrowser();
    await press(asOla);
    const logout = (fields: Record<string, string>) => send(new Request(`${base}/logout?${toQuery(fields)}`));
    const gone = await logout({ post_logout_redirect_uri: "https://app.example/back", state: "s" });
    expect([gone.status, gone.headers.get("location")]).toEqual([302, "https://app.example/back?state=s"]);
    expect(gone.headers.get("set-cookie")).toMatch(
      /^__Host-sign-in-[\da-f-]+=; Max-Age=0; Path=\/; Secure; HttpOnly; SameSite=None$/,
    );
    for (const fields of [{ post_logout_redirect_uri: "https://evil.example/" }, { state: "s" }]) {
      const page = await logout(fields);
      expect([page.status, page.headers.get("location")]).toEqual([200, null]);
      expect(await page.text()).toContain("<h1>Signed out</h1>");
    }
  });

  test("takes a POST", async () => {
    const { send, base } = createBrowser();
    const body = toQuery({ post_logout_redirect_uri: redirectUri });
    const response = await send(new Request(`${base}/logout`, { method: "POST", body }));
    expect(response.headers.get("location")).toBe(redirectUri);
  });
});

test("the discovery document names them", async () => {
  const { authority, base, send } = createBrowser();
  const address = `https://login.test/${authority.tenantId}/v2.0/.well-known/openid-configuration`;
  expect(await (await send(new Request(address))).json()).toMatchObject({
    authorization_endpoint: `${base}/authorize`,
    end_session_endpoint: `${base}/logout`,
    response_modes_supported: ["query", "fragment", "form_post"],
  });
});

test("a program of a public client has any port of localhost", async () => {
  const { press } = createBrowser();
  const response = await press(asOla, { client_id: publicClient, redirect_uri: "http://localhost:49152" });
  expect(response.headers.get("location")).toMatch(/^http:\/\/localhost:49152\/#code=/);
});
