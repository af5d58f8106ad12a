import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeToken } from "./describe-token.ts";
import { createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";

// As Microsoft documents the claims, "Access token claims reference".
const audience = "32f2a909-8a98-4eb8-b22d-1208d9350cb0";
const tenant = "3aa4a235-b6e2-48d5-9195-7fcf05b459b0";
const application = "675bd975-260f-498e-82cd-65f67b34fe7d";
const scope = `${audience}/.default`;
const now = Date.parse("2024-06-01T00:00:00Z");
const seconds = now / 1000;
const good = {
  aud: audience,
  iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
  tid: tenant,
  azp: application,
  roles: ["Timeseries.Read"],
  iat: seconds - 60,
  nbf: seconds - 60,
  exp: seconds + 3600,
  oid: "0d3f5d0e-3f5b-4c0a-9b0e-1d1b1a1c1e1f",
  preferred_username: "ola.nordmann@example.invalid",
  name: "Ola Nordmann",
};

/** RFC 7515, appendix C, in TypeScript. */
const encode = (part: unknown): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(part))))
    .split("=")[0]!
    .replaceAll("+", "-")
    .replaceAll("/", "_");
const tokenOf = (claims: unknown, signature = "c2lnbmF0dXJl"): string =>
  `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.${signature}`;
const say = (claims: unknown, statusCode = 401): string => describeToken(tokenOf(claims), statusCode, scope, now);

test("audience, tenant, application, roles and end; not who it is", () => {
  expect(say(good)).toBe(
    ` The token has: audience ${audience}, tenant ${tenant}, application ${application}, roles Timeseries.Read, end 2024-06-01T01:00:00.000Z.`,
  );
});

test("a token of version 1.0 names its application otherwise", () => {
  const { azp: _, ...v1 } = good;
  expect(say({ ...v1, appid: application, aud: `api://${audience.toUpperCase()}` })).toContain(
    `tenant ${tenant}, application ${application}`,
  );
});

describe("what may be wrong", () => {
  const other = "https://graph.microsoft.com";
  test.each<[string, object, number, RegExp]>([
    ["another API", { aud: other }, 401, new RegExp(`audience ${other}, .* wants the audience ${audience}: ask`)],
    ["no audience", { aud: undefined }, 401, /wants the audience/],
    ["its end is over", { exp: seconds }, 401, /end 2024-06-01T00:00:00.000Z\. By this program's clock .* has expired/],
    ["not issued yet", { iat: seconds + 301 }, 401, /of the future: set the clock/],
    ["not valid yet", { nbf: seconds + 301 }, 401, /of the future: set the clock/],
    [
      "no role",
      { roles: undefined },
      403,
      /no roles, .* Ask the owners of the API for an app role, such as Timeseries/,
    ],
    ["no role at all", { roles: [] }, 401, /no roles, .* Ask the owners/],
  ])("%s", (_, claims, statusCode, expected) => {
    expect(say({ ...good, ...claims }, statusCode)).toMatch(expected);
  });

  const hint = /Ask|ask|clock/;
  test.each<[string, object, number]>([
    ["the API took the audience", { aud: other }, 403],
    ["as an URI", { aud: `api://${audience}` }, 401],
    ["one of several", { aud: [other, audience] }, 401],
    ["almost over", { exp: seconds + 1 }, 401],
    ["within the tolerance of clocks", { iat: seconds + 300, nbf: seconds + 300 }, 401],
    ["a person's", { roles: undefined, scp: "user_impersonation" }, 403],
  ])("nothing: %s", (_, claims, statusCode) => {
    const said = say({ ...good, ...claims }, statusCode);
    expect(said).toMatch(/^ The token has: /);
    expect(said).not.toMatch(hint);
  });

  test("a scope that is no id is not compared: its tokens may name either", () => {
    expect(describeToken(tokenOf(good), 401, "https://api.example/.default", now)).not.toMatch(hint);
  });
});

test.each([
  ["an opaque token", "0123456789abcdef"],
  ["an encrypted one (RFC 7516)", `${encode({})}.a.b.c.d`],
  ["two parts", `${encode({})}.${encode(good)}`],
  ["a payload that is no JSON", `${encode({})}.bm8.c2ln`],
  ["a payload that is no object", tokenOf("text")],
  ["a payload of null", tokenOf(null)],
  ["no base64", `${encode({})}.***.c2ln`],
])("%s: nothing is said", (_, token) => {
  expect(describeToken(token, 401, scope, now)).toBe("");
});

test("whatever the token: no failure, and nothing of its signature, of its secrets, or of who signed in", () => {
  const hex = fc.string({
    unit: fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"),
    minLength: 20,
    maxLength: 200,
  });
  const anything = fc.oneof(fc.jsonValue(), fc.string(), fc.double(), fc.constant(undefined));
  const names = ["aud", "tid", "azp", "appid", "roles", "scp", "exp", "iat", "nbf"] as const;
  const claims = fc.record(
    Object.fromEntries(
      names.map((name) => [name, fc.oneof(anything, fc.constant({ ...good, appid: 0, scp: "a" }[name]))]),
    ),
  );
  fc.assert(
    fc.property(
      claims,
      hex,
      hex,
      fc.constantFrom(401, 403, undefined),
      fc.double({ min: 0, max: 8e15, noNaN: true }),
      fc.func(fc.nat({ max: 3 })),
      (own, signature, secret, statusCode, at, cut) => {
        const people = { oid: secret, sub: secret, name: secret, upn: `${secret}@example.invalid`, email: secret };
        const whole = tokenOf({ ...own, ...people, secret }, `SIG${signature}`);
        // As a whole, cut anywhere, and with its parts in another order.
        const parts = whole.split(".");
        for (const token of [whole, whole.slice(cut(0)), parts.toReversed().join("."), `${whole}.${cut(1)}`]) {
          const said = describeToken(token, statusCode, scope, at);
          const hidden = [`SIG${signature}`, secret, parts[1]!];
          const shown = hidden.flatMap((text) => Array.from(text, (_, i) => text.slice(i, i + 8)).slice(0, -7));
          expect(shown.filter((text) => said.includes(text))).toEqual([]);
          expect(said).toMatch(/^[\x20-\x7e]*$/);
        }
      },
    ),
    { numRuns: fuzzRuns(100) },
  );
});

describe("the error of a call", () => {
  test.each([401, 403])("%i: says it, once", async (statusCode) => {
    const credential = { getToken: async () => ({ token: tokenOf(good), expiresOnTimestamp: now + 3_600_000 }) };
    const { client } = createFakeClient([refuse(statusCode, "Not you.")], { credential });
    const error = await errorOf(client.getTimeseriesById({ id }));
    const said = `getTimeseriesById was answered with ${statusCode}: Not you. (trace ID 0HMT7I3PQEH7M:00000DB3)${say(good).replace(" The", ". The")}`;
    expect(error.message).toBe(said);
    expect(error).toMatchObject({ statusCode, traceId: "0HMT7I3PQEH7M:00000DB3", attempts: 1, isRetryable: false });
    // What Node prints of an error that nobody handles.
    expect(error.stack).toContain(said);
  });

  test("of client.rest has the body of the answer, too", async () => {
    const credential = { getToken: async () => ({ token: tokenOf(good), expiresOnTimestamp: now + 3_600_000 }) };
    const { client } = createFakeClient([refuse(403, "Not you.")], { credential });
    const { error, response } = await client.rest.GET("/{id}", { params: { path: { id } } });
    expect({ status: response.status, error }).toMatchObject({ status: 403, error: { message: "Not you." } });
  });
});
