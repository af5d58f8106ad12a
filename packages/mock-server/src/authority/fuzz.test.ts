import fc from "fast-check";
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import { createAppCertificate } from "./app-certificate.test-support.ts";
import { createAuthority } from "./authority.ts";
import type { Authority } from "./authority.ts";
import { findTags } from "./sign-in-page.test-support.ts";

// Whatever is sent to the sign-in: an answer in its own shape, never a failure of the server.

const app = "aaaaaaaa-0000-4000-8000-000000000001";
const timeseries = "32f2a909-8a98-4eb8-b22d-1208d9350cb0";
const scope = `${timeseries}/.default`;
const home = "11111111-1111-4111-8111-111111111111";
const others = ["dddddddd-0000-4000-8000-00000000000d", "supplier.example"];
const tokenUrlOf = (tenant: string): string => `https://login.test/${tenant}/oauth2/v2.0/token`;
const tokenUrl = tokenUrlOf(home);
const redirectUri = "https://app.example/back?one=1";

let authority: Authority;
let key: CryptoKey;
let userToken: string;

beforeAll(async () => {
  const { certificate, key: pem } = await createAppCertificate();
  const keys = [await exportJWK((await generateKeyPair("RS256")).publicKey)];
  const federatedCredential = { issuer: "https://cluster.test", subject: "s", keys };
  const redirectUris = [redirectUri];
  const apps = [
    { clientId: app, clientSecret: "s", certificate, federatedCredential, publicClient: true, redirectUris },
  ];
  const user = { id: "b1", name: "Siri", username: "siri@example.invalid" };
  // One with the same app and one that calls an app by the API's name, one with nothing.
  const [tenantId = "", emptyId = ""] = others;
  const tenants = [{ tenantId, apps: [...apps, { clientId: timeseries }], users: [user] }, { tenantId: emptyId }];
  authority = createAuthority({ now: Date.now, apps, tenants });
  key = await importPKCS8(pem, "RS256");
  const ownUser = authority.findUser("mock.user@example.invalid");
  userToken = (await authority.issueToken(`${app}/.default`, { user: ownUser })).token;
});

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("", "a.b.c", "..", "{}", "null", app, scope),
);
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  // The first one is no text, and cannot be made one.
  fc.constantFrom<fc.JsonValue>({ toString: 1, valueOf: 1 }, null, -1, 1e308, app, tokenUrl, "https://cluster.test"),
);
const otherTenant = fc.constantFrom(...others, others[0]!.toUpperCase());
/** As a segment of an address. */
const tenant = fc.oneof(
  fc.constant(home),
  otherTenant,
  // Dots alone are another address.
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((one) => !/^\.+$/.test(one))
    .map(encodeURIComponent),
  fc.constantFrom("common", "%", "%00", "%2e%2e%2f", `${home}%20`),
);
const claims = fc.dictionary(fc.constantFrom("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "tid", "oid"), json);
const header = fc.dictionary(fc.constantFrom("x5t", "x5t#S256", "kid", "x5c", "typ"), json);
const field = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: json.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: json.map((value) => JSON.stringify({ access_token: { xms_cc: { values: value } } })) },
);
const form = fc.record(
  {
    grant_type: fc.constantFrom(
      "client_credentials",
      "refresh_token",
      "authorization_code",
      "device_code",
      "urn:ietf:params:oauth:grant-type:jwt-bearer",
      "password",
    ),
    client_id: fc.oneof({ weight: 9, arbitrary: fc.constant(app) }, { weight: 1, arbitrary: text }),
    scope: fc.oneof(fc.constant(scope), text),
    client_secret: fc.oneof(fc.constant("s"), text),
    client_assertion_type: fc.oneof(fc.constant("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), text),
    client_assertion: field,
    assertion: fc.oneof(field, fc.constant("user")),
    requested_token_use: fc.constantFrom("on_behalf_of", "other"),
    claims: field,
    refresh_token: field,
    code: field,
    redirect_uri: fc.oneof(text, fc.constant(redirectUri)),
    code_verifier: text,
    device_code: field,
  },
  { requiredKeys: ["grant_type", "client_id"] },
);

async function post(fields: Readonly<Record<string, string | undefined>>, url = tokenUrl) {
  const body = new URLSearchParams(Object.entries(fields).map(([name, value = ""]) => [name, value]));
  if (body.get("assertion") === "user") body.set("assertion", userToken);
  const response = await authority.fetch(new Request(url, { method: "POST", body }));
  return { status: response!.status, body: (await response!.json()) as Record<string, unknown> };
}

function expectAnswer({ status, body }: Awaited<ReturnType<typeof post>>): void {
  expect([200, 400, 401]).toContain(status);
  expect(Object.keys(body)).toContain(status === 200 ? "access_token" : "error_codes");
}

describe("the token endpoint answers in its own shape", () => {
  test("any form", async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(form, tenant, async (fields, named) => expectAnswer(await post(fields, tokenUrlOf(named)))),
      { numRuns: fuzzRuns(300) },
    );
  });

  test("any tenant, at every path", async () => {
    const path = fc.constantFrom(
      "v2.0/.well-known/openid-configuration",
      "discovery/v2.0/keys",
      "oauth2/v2.0/authorize",
      "oauth2/v2.0/logout",
      "oauth2/v2.0/token",
      "oauth2/v2.0/devicecode",
      "oauth2/deviceauth",
    );
    const known = [home, ...others, others[0]!.toUpperCase()];
    const property = fc.asyncProperty(tenant, path, fc.boolean(), text, async (named, rest, isPost, body) => {
      const init = isPost ? { method: "POST", body } : {};
      const response = await authority.fetch(new Request(`https://login.test/${named}/${rest}`, init));
      expect([200, 400]).toContain(response!.status);
      const answer = await response!.text();
      expect(answer.includes("AADSTS90002")).toBe(!known.includes(named));
    });
    await fc.assert(property, { numRuns: fuzzRuns(300) });
  });

  test("any assertion that is signed with the app's own key", async () => {
    expect.hasAssertions();
    const property = fc.asyncProperty(claims, header, fc.boolean(), tenant, async (given, more, isOwn, named) => {
      const payload = { aud: tokenUrlOf(named), sub: app, ...given, ...(isOwn ? { iss: app } : {}) };
      const client_assertion = await new SignJWT(payload).setProtectedHeader({ ...more, alg: "RS256" }).sign(key);
      const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
      const proof = { client_id: app, client_assertion_type, client_assertion };
      expectAnswer(await post({ grant_type: "client_credentials", scope, ...proof }, tokenUrlOf(named)));
    });
    await fc.assert(property, { numRuns: fuzzRuns(150) });
  });
});

test("a token that was not signed by the server is never good, whatever it says", async () => {
  expect.hasAssertions();
  const token = fc.oneof(
    text,
    fc
      .tuple(fc.jsonValue(), fc.jsonValue(), text)
      .map(([head, body, signature]) =>
        [JSON.stringify(head), JSON.stringify(body), signature]
          .map((part) => Buffer.from(part).toString("base64url"))
          .join("."),
      ),
  );
  const property = fc.asyncProperty(
    token,
    fc.constantFrom("Bearer ", "bearer  ", "Basic ", ""),
    async (given, scheme) => {
      const check = await authority.verify(scheme + given, [timeseries]);
      expect(check).toMatchObject({ refusal: { statusCode: 401 } });
    },
  );
  await fc.assert(property, { numRuns: fuzzRuns(300) });
});

test("a token that another tenant gives is never good, and that of an app which asks rightly in its own is", async () => {
  expect.hasAssertions();
  const right = { grant_type: "client_credentials", client_id: app, client_secret: "s", scope };
  const given = fc.oneof(
    form,
    form.map((fields) => ({ ...fields, ...right })),
  );
  const resources = [timeseries, app];
  const seen: number[] = [];
  const property = fc.asyncProperty(given, otherTenant, async (fields, named) => {
    const { status, body } = await post(fields, tokenUrlOf(named));
    seen.push(status);
    for (const token of [body["access_token"], body["id_token"]]) {
      const check = await authority.verify(`Bearer ${String(token)}`, resources);
      expect(check).toMatchObject({ refusal: { statusCode: 401 } });
    }
  });
  await fc.assert(property, { numRuns: fuzzRuns(150) });
  // It did give some.
  expect(seen).toContain(200);
  const { body } = await post(right);
  expect(await authority.verify(`Bearer ${String(body["access_token"])}`, resources)).toHaveProperty("claims");
});

describe("the sign-in page", () => {
  const username = "mock.user@example.invalid";
  const word = (...words: string[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, text);
  /** Each field is right most of the time, so that many requests come through. */
  const asked = fc.record(
    {
      client_id: fc.oneof({ weight: 9, arbitrary: fc.constant(app) }, { weight: 1, arbitrary: text }),
      redirect_uri: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(redirectUri, "http://localhost:49152") },
        { weight: 1, arbitrary: fc.oneof(text, fc.webUrl({ withFragments: true }), fc.constant("javascript:x")) },
      ),
      response_type: word("code"),
      response_mode: fc.constantFrom("query", "fragment", "form_post"),
      scope: word("openid", scope),
      prompt: word("none", "login", "select_account", "consent"),
      state: text,
      nonce: text,
      login_hint: word(username),
      code_challenge: fc.string({ maxLength: 130 }),
      code_challenge_method: word("S256", "plain"),
      claims: field,
      username: word(username),
      consent: word("accept"),
      refuse: text,
    },
    { requiredKeys: ["client_id", "redirect_uri", "response_type", "scope", "response_mode"] },
  );
  const urlOf = (named: string, rest: string): string => `https://login.test/${named}/oauth2/v2.0/${rest}`;

  test("shows a page, or sends back to an address of the app with a code or an error, whatever is asked", async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(asked, tenant, fc.boolean(), text, async (fields, named, isPost, cookie) => {
      const query = new URLSearchParams(fields);
      const init = isPost ? { method: "POST", body: query } : {};
      const request = new Request(urlOf(named, isPost ? "authorize" : `authorize?${query}`), init);
      request.headers.set("cookie", encodeURIComponent(cookie));
      const response = (await authority.fetch(request))!;
      const html = await response.text();
      const location = response.headers.get("location");
      expect(location === null ? [200, 400] : [302]).toContain(response.status);
      // A page, or an address that the app has with exactly one of the two in it.
      const target = new URL(location ?? redirectUri);
      const answer = new URLSearchParams(target.hash === "" ? target.search : target.hash.slice(1));
      expect([new URL(redirectUri).origin, "http://localhost:49152"]).toContain(target.origin);
      expect(Number(answer.has("code")) + Number(answer.has("error"))).toBe(location === null ? 0 : 1);
      expect(location === null || answer.get("state") === (fields.state ?? null)).toBe(true);
      // Whatever came is text there: one script, of the form that posts itself.
      expect(findTags(html, "script").length).toBeLessThanOrEqual(1);
      expect(findTags(html, "(?:img|iframe|a|svg|base|meta http-equiv)")).toEqual([]);
      seen.add(location === null ? `page ${response.status}` : [...answer.keys()].filter((one) => one !== "one")[0]!);
    });
    const right = { client_id: app, redirect_uri: redirectUri, response_type: "code", scope, username };
    await fc.assert(property, {
      numRuns: fuzzRuns(300),
      examples: [[{ ...right, response_mode: "query" }, home, true, ""]],
    });
    expect([...seen]).toContain("code");
  });

  test("ends sessions, whatever is asked", async () => {
    const address = fc.oneof(text, fc.webUrl(), fc.constantFrom(redirectUri, "http://localhost", "javascript:x"));
    const property = fc.asyncProperty(address, text, text, async (uri, state, cookie) => {
      const query = new URLSearchParams({ post_logout_redirect_uri: uri, state });
      const request = new Request(urlOf(home, `logout?${query}`));
      request.headers.set("cookie", encodeURIComponent(cookie));
      const response = (await authority.fetch(request))!;
      const target = new URL(response.headers.get("location") ?? redirectUri);
      expect(["app.example", "localhost"]).toContain(target.hostname);
      expect([200, 302]).toContain(response.status);
    });
    await fc.assert(property, { numRuns: fuzzRuns(150) });
  });
});
