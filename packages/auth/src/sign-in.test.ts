import { generateKeyPairSync, sign } from "node:crypto";
import { getEventListeners, once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { isOmniaError, type OmniaError } from "@omnia-timeseries/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { clientSecret, defaultCredentials, deviceCode, type DeviceCodePrompt } from "./index.ts";

// The whole way through the real @azure/identity, to an authority of a few lines.

const tenantId = "aaaaaaaa-0000-4000-8000-000000000001";
const clientId = "aaaaaaaa-0000-4000-8000-000000000002";
const secret = "very-secret-text";
const scope = "aaaaaaaa-0000-4000-8000-000000000003/.default";

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: object | string;
}
type Answers = (path: string, form: URLSearchParams) => Answer | Promise<Answer>;

/** As Microsoft documents it for 70011: the text, then ids and a time. */
function refusal(status: number, code: number, sentence: string): Answer {
  const description = `AADSTS${code}: ${sentence}. More words. Trace ID: 0 Correlation ID: 1 Timestamp: 2016-01-09 02:02:12Z`;
  return { status, body: { error: "invalid", error_description: description, error_codes: [code] } };
}

/** An X.509 certificate for 127.0.0.1 that signs itself (RFC 5280 §4.1). */
function createCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const der = (tag: number, ...parts: (Buffer | string)[]): Buffer => {
    const content = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
    const { length } = content;
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
  };
  const ecdsaWithSha256 = der(0x30, der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
  const name = der(0x30, der(0x31, der(0x30, der(0x06, "\x55\x04\x03"), der(0x0c, "stub authority"))));
  const validity = der(0x30, der(0x17, "200101000000Z"), der(0x17, "491231235959Z"));
  const addresses = der(0x30, der(0x87, "\x7f\x00\x00\x01"));
  const extensions = der(0xa3, der(0x30, der(0x30, der(0x06, "\x55\x1d\x11"), der(0x04, addresses))));
  const spki = publicKey.export({ type: "spki", format: "der" });
  const version3 = der(0xa0, der(0x02, "\x02"));
  const body = der(0x30, version3, der(0x02, "\x01"), ecdsaWithSha256, name, validity, name, spki, extensions);
  const signed = der(0x30, body, ecdsaWithSha256, der(0x03, "\0", sign("sha256", body, privateKey)));
  const cert = `-----BEGIN CERTIFICATE-----\n${signed.toString("base64")}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }) as string, cert };
}

const certificate = createCertificate();
const server = createServer(certificate);
let authorityHost = "";
let answers: Answers;
let requests: { path: string; form: URLSearchParams }[] = [];

beforeAll(async () => {
  server.on("request", (incoming, outgoing) => {
    void (async () => {
      const form = new URLSearchParams(await text(incoming));
      const path = new URL(incoming.url ?? "/", authorityHost).pathname;
      requests.push({ path, form });
      const { status = 200, headers = {}, body } = await answers(path, form);
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  authorityHost = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

beforeEach(() => {
  requests = [];
  answers = (path, form) => (path.endsWith("/token") ? issue(form) : discovery());
  for (const name of ["TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "AUTHORITY_HOST", "TOKEN_CREDENTIALS"]) {
    vi.stubEnv(`AZURE_${name}`, undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function discovery(): Answer {
  const base = `${authorityHost}/${tenantId}`;
  const body = {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
  return { body };
}

function issue(form: URLSearchParams): Answer {
  if (form.get("client_secret") !== secret) return refusal(401, 7000215, "Invalid client secret");
  return { body: { token_type: "Bearer", access_token: `token ${requests.length}`, expires_in: 3600 } };
}

const options = () => ({ tenantId, clientId, authorityHost, ca: certificate.cert });
const tokenRequests = () => requests.filter(({ path }) => path.endsWith("/token"));

/** The error of a promise that must fail; it must be one that core knows, and hold no secret. */
async function failure(promise: Promise<unknown>): Promise<OmniaError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isOmniaError(error)) throw new Error(`not an OmniaError: ${inspect(error)}`);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secret);
  return error;
}

describe("clientSecret", () => {
  test("asks as RFC 6749 §4.4 says, and keeps the token", async () => {
    const credential = clientSecret({ ...options(), secret });
    const before = Date.now();
    const first = await credential.getToken(scope);
    expect(first!.token).toMatch(/^token/);
    expect(Math.abs(first!.expiresOnTimestamp - before - 3_600_000)).toBeLessThan(10_000);
    expect(await credential.getToken(scope)).toMatchObject({ token: first!.token });
    expect(tokenRequests()).toHaveLength(1);
    const [{ path, form }] = tokenRequests() as [(typeof requests)[0]];
    expect(path).toBe(`/${tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: secret,
      scope: expect.stringMatching(`^${scope}`),
    });
  });

  test("calls at once share one sign-in", async () => {
    const credential = clientSecret({ ...options(), secret });
    const calls = [1, 2, 3].map(() => credential.getToken(scope, { enableCae: true }));
    const tokens = (await Promise.all(calls)).map((token) => token!.token);
    expect(new Set(tokens).size).toBe(1);
    expect(tokenRequests()).toHaveLength(1);
  });

  test("reads AZURE_* where options are not given", async () => {
    vi.stubEnv("AZURE_TENANT_ID", tenantId);
    vi.stubEnv("AZURE_CLIENT_ID", clientId);
    vi.stubEnv("AZURE_CLIENT_SECRET", secret);
    vi.stubEnv("AZURE_AUTHORITY_HOST", authorityHost);
    await clientSecret({ ca: certificate.cert }).getToken(scope);
    expect(tokenRequests()[0]?.form.get("client_secret")).toBe(secret);
  });

  test("passes claims and enableCae on, which is the default", async () => {
    const credential = clientSecret({ ...options(), secret });
    await credential.getToken(scope);
    await credential.getToken(scope, { enableCae: true, claims: '{"access_token":{"nbf":{"value":"7"}}}' });
    await credential.getToken(scope, { enableCae: false });
    const claims = tokenRequests().map(({ form }) => JSON.parse(form.get("claims") ?? "{}") as unknown);
    const capability = { xms_cc: { values: ["cp1"] } };
    expect(claims).toMatchObject([
      { access_token: capability },
      { access_token: { ...capability, nbf: { value: "7" } } },
      {},
    ]);
    expect(claims[2]).not.toHaveProperty("access_token");
  });

  test("a wrong secret says so, and what to do", async () => {
    const credential = clientSecret({ ...options(), secret: "wrong" });
    const error = await failure(credential.getToken(scope));
    expect(error.message).toBe(
      "Sign-in with a client secret failed: AADSTS7000215: Invalid client secret. " +
        "Check the secret (AZURE_CLIENT_SECRET): its value, not its id, and of this very app.",
    );
    expect(error).toMatchObject({ code: "credential", name: "OmniaError", isRetryable: false });
    expect(error.cause).toMatchObject({ name: "AuthenticationRequiredError" });
    // The next try is a new one.
    await failure(credential.getToken(scope));
    expect(tokenRequests()).toHaveLength(2);
  });

  test("an unknown tenant says so, though @azure/identity hides it", async () => {
    answers = () => refusal(400, 90002, "Tenant 'a.example' not found");
    const error = await failure(clientSecret({ ...options(), secret }).getToken(scope));
    expect(error.message).toMatch(/AADSTS90002: Tenant 'a\.example' not found\. Check tenantId/);
  });

  test("an untrusted certificate is told from a missing network", async () => {
    const untrusting = clientSecret({ ...options(), ca: undefined, secret });
    const error = await failure(untrusting.getToken(scope));
    expect(error.message).toMatch(/certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT/);
    expect(error.isRetryable).toBe(false);
    expect(requests).toEqual([]);
  });

  test("an authority that fails is worth another try", async () => {
    answers = (path, form) =>
      path.endsWith("/token")
        ? { status: 503, headers: { "retry-after": "0" }, body: `busy ${form.toString()}` }
        : discovery();
    const error = await failure(clientSecret({ ...options(), secret }).getToken(scope));
    expect(error.message).toMatch(/answered with status 503/);
    expect(error.isRetryable).toBe(true);
  });

  test("an answer that is no JSON is told by its status, never by its text", async () => {
    answers = (path) => (path.endsWith("/token") ? { body: `{"access_token": "${secret}"` } : discovery());
    const error = await failure(clientSecret({ ...options(), secret }).getToken(scope));
    expect(error.message).toMatch(/answered with status 200/);
  });

  test("no one there: the network's own code", { timeout: 30_000 }, async () => {
    const credential = clientSecret({ ...options(), authorityHost: "https://127.0.0.1:1", secret });
    const error = await failure(credential.getToken(scope));
    expect(error.message).toMatch(/could not be reached: ECONNREFUSED/);
    expect(error.isRetryable).toBe(true);
  });
});

describe("abort", () => {
  test("ends the call and its request at once; the next call works; no listener stays", async () => {
    const credential = clientSecret({ ...options(), secret });
    const good = answers;
    let release = () => {};
    const arrived = new Promise<void>((resolve) => {
      answers = async (path, form) => {
        if (!path.endsWith("/token")) return discovery();
        resolve();
        await new Promise<void>((done) => (release = done));
        return issue(form);
      };
    });
    const controller = new AbortController();
    const pending = failure(credential.getToken(scope, { abortSignal: controller.signal }));
    const waiting = credential.getToken(scope);
    await arrived;
    answers = good;
    const reason = new Error("changed my mind");
    controller.abort(reason);
    const error = await pending;
    expect(error).toMatchObject({ code: "aborted", name: "AbortError", cause: reason });
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    expect((await waiting)!.token).toMatch(/^token/);
    release();
  });

  test("before the start: nothing is sent", async () => {
    const credential = clientSecret({ ...options(), secret });
    const error = await failure(credential.getToken(scope, { abortSignal: AbortSignal.abort() }));
    expect(error.code).toBe("aborted");
    expect(requests).toEqual([]);
  });

  test("a signal that lives long gathers no listeners", async () => {
    const credential = clientSecret({ ...options(), secret });
    const { signal } = new AbortController();
    for (let i = 0; i < 5; i++) await credential.getToken(scope, { abortSignal: signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

describe("deviceCode", () => {
  const grant = {
    user_code: "ABC",
    device_code: "d",
    verification_uri: "https://page.example",
    expires_in: 900,
    interval: 0.05,
    message: "Enter ABC.",
  };

  test("shows the prompt, waits, and asks with the code", async () => {
    let polls = 0;
    answers = (path) => {
      if (path.endsWith("/devicecode")) return { body: grant };
      if (!path.endsWith("/token")) return discovery();
      return polls++ === 0
        ? { status: 400, body: { error: "authorization_pending", error_codes: [70016] } }
        : { body: { token_type: "Bearer", access_token: "by code", expires_in: 3600 } };
    };
    const prompts: DeviceCodePrompt[] = [];
    const credential = deviceCode({ ...options(), onPrompt: (prompt) => prompts.push(prompt) });
    expect(await credential.getToken(scope)).toMatchObject({ token: "by code" });
    expect(prompts).toEqual([
      expect.objectContaining({ userCode: "ABC", verificationUri: "https://page.example", message: "Enter ABC." }),
    ]);
    expect(tokenRequests().map(({ form }) => form.get("device_code"))).toEqual(["d", "d"]);
  });

  test("prompts on standard error when not told how", async () => {
    answers = (path) =>
      path.endsWith("/devicecode")
        ? { body: grant }
        : path.endsWith("/token")
          ? { body: { token_type: "Bearer", access_token: "by code", expires_in: 3600 } }
          : discovery();
    const output = vi.spyOn(console, "error").mockReturnValue();
    await deviceCode(options()).getToken(scope);
    expect(output.mock.calls).toEqual([["Enter ABC."]]);
  });

  test("a refused app is an error, not a prompt without a code", async () => {
    answers = (path) =>
      path.endsWith("/devicecode") ? refusal(400, 700016, "Application 'x' was not found") : discovery();
    const onPrompt = vi.fn<(prompt: DeviceCodePrompt) => void>();
    const error = await failure(deviceCode({ ...options(), onPrompt }).getToken(scope));
    expect(error.message).toMatch(
      /^Sign-in with a device code failed: AADSTS700016: Application 'x' was not found\. Check clientId/,
    );
    expect(onPrompt).not.toHaveBeenCalled();
  });

  test("a code that nobody enters says so", async () => {
    answers = (path) =>
      path.endsWith("/devicecode")
        ? { body: grant }
        : path.endsWith("/token")
          ? refusal(400, 70020, "Expired")
          : discovery();
    const error = await failure(deviceCode({ ...options(), onPrompt: () => {} }).getToken(scope));
    expect(error.message).toMatch(/AADSTS70020: Expired\. Nobody entered the code in time/);
  });
});

describe("defaultCredentials", () => {
  // One source only: the others look for identities on the network and for programs, which takes time.
  beforeEach(() => vi.stubEnv("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"));

  test("uses what the environment has", async () => {
    vi.stubEnv("AZURE_TENANT_ID", tenantId);
    vi.stubEnv("AZURE_CLIENT_ID", clientId);
    vi.stubEnv("AZURE_CLIENT_SECRET", secret);
    const credential = defaultCredentials({ authorityHost, ca: certificate.cert });
    expect((await credential.getToken(scope))!.token).toMatch(/^token/);
    expect(tokenRequests()[0]?.form.get("client_id")).toBe(clientId);
  });

  test("names what was tried when there is none", async () => {
    const error = await failure(defaultCredentials({ authorityHost, ca: certificate.cert }).getToken(scope));
    expect(error.message).toMatch(
      /^Sign-in with default credentials failed: no source had a token\.\n- EnvironmentCredential is unavailable/,
    );
    expect(error.isRetryable).toBe(false);
  });
});
