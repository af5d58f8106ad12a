import fc from "fast-check";
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import { createAppCertificate } from "./app-certificate.test-support.ts";
import { createAuthority } from "./authority.ts";
import type { Authority } from "./authority.ts";

// Whatever is sent to the sign-in: an answer in its own shape, never a failure of the server.

const app = "aaaaaaaa-0000-4000-8000-000000000001";
const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";
const tokenUrl = "https://login.test/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token";

let authority: Authority;
let key: CryptoKey;
let userToken: string;

beforeAll(async () => {
  const { certificate, key: pem } = await createAppCertificate();
  const keys = [await exportJWK((await generateKeyPair("RS256")).publicKey)];
  const federatedCredential = { issuer: "https://cluster.test", subject: "s", keys };
  const apps = [{ clientId: app, clientSecret: "s", certificate, federatedCredential, publicClient: true }];
  authority = createAuthority({ now: Date.now, apps });
  key = await importPKCS8(pem, "RS256");
  const user = authority.findUser("mock.user@example.invalid");
  userToken = (await authority.issueToken(`${app}/.default`, { user })).token;
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
    device_code: field,
  },
  { requiredKeys: ["grant_type", "client_id"] },
);

async function post(fields: Readonly<Record<string, string | undefined>>) {
  const body = new URLSearchParams(Object.entries(fields).map(([name, value = ""]) => [name, value]));
  if (body.get("assertion") === "user") body.set("assertion", userToken);
  const response = await authority.fetch(new Request(tokenUrl, { method: "POST", body }));
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
      fc.asyncProperty(form, async (fields) => expectAnswer(await post(fields))),
      { numRuns: fuzzRuns(300) },
    );
  });

  test("any assertion that is signed with the app's own key", async () => {
    expect.hasAssertions();
    const property = fc.asyncProperty(claims, header, fc.boolean(), async (given, more, isOwn) => {
      const payload = { aud: tokenUrl, sub: app, ...given, ...(isOwn ? { iss: app } : {}) };
      const client_assertion = await new SignJWT(payload).setProtectedHeader({ ...more, alg: "RS256" }).sign(key);
      const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
      const proof = { client_id: app, client_assertion_type, client_assertion };
      expectAnswer(await post({ grant_type: "client_credentials", scope, ...proof }));
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
      const check = await authority.verify(scheme + given, ["32f2a909-8a98-4eb8-b22d-1208d9350cb0"]);
      expect(check).toMatchObject({ refusal: { statusCode: 401 } });
    },
  );
  await fc.assert(property, { numRuns: fuzzRuns(300) });
});
