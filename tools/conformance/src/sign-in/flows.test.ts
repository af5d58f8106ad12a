// Every flow that needs no person at the machine, over the real @azure/identity and TLS, to the mock server's sign-in:
// a token that opens the API, a new one when it ends, and what is said of wrong values.
import { execFile } from "node:child_process";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  clientCertificate,
  clientSecret,
  deviceCode,
  managedIdentity,
  onBehalfOf,
  publicClientIds,
  workloadIdentity,
} from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments, type TokenCredential } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer, type MockServer } from "@omnia-timeseries/mock-server";
import { createCaFile } from "@omnia-timeseries/mock-server/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createAppCertificate } from "../certificates.test-support.ts";

const { scope } = environments.test;
const ids = {
  certified: "aaaaaaaa-0000-4000-8000-000000000001",
  workload: "aaaaaaaa-0000-4000-8000-000000000002",
  middle: "aaaaaaaa-0000-4000-8000-000000000003",
  identity: "aaaaaaaa-0000-4000-8000-000000000004",
  unknown: "99999999-9999-4999-8999-999999999999",
};
const anna = { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Anna", username: "anna@example.invalid" };
const ola = { id: "bbbbbbbb-0000-4000-8000-000000000002", name: "Ola", username: "ola@example.invalid" };
const cluster = generateKeyPairSync("rsa", { modulusLength: 2048 });
const middleCluster = { issuer: "https://cluster.test", subject: "middle" };
const own = createAppCertificate("app");
const other = createAppCertificate("app");
const encrypted = createPrivateKey(own.key)
  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "pass phrase" })
  .toString();

let server: MockServer;
let id: string;
let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "omnia-timeseries-flows-"));
  const keys = [createPublicKey(cluster.publicKey.export({ type: "spki", format: "pem" })).export({ format: "jwk" })];
  server = createMockServer({
    // Looked up with each call: the tests put another one in its place.
    now: () => Date.now(),
    series: [{ name: "1219-PT-1234", facility: "1219" }],
    users: [anna, ola],
    apps: [
      { clientId: ids.certified, certificate: own.cert },
      { clientId: ids.workload, federatedCredential: { issuer: "https://cluster.test", subject: "reader", keys } },
      {
        clientId: ids.middle,
        clientSecret: "middle secret",
        certificate: own.cert,
        federatedCredential: { ...middleCluster, keys },
      },
      { clientId: ids.identity, managedIdentity: true },
    ],
  });
  id = server.store.series[0]!.id;
  await server.listen();
  await writeFile(file("app.pem"), own.cert + own.key);
  await writeFile(file("encrypted.pem"), own.cert + encrypted);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  for (const name of Object.keys(process.env)) if (/^(AZURE|IDENTITY|MSI)_/.test(name)) vi.stubEnv(name, undefined);
  // The clock of all: of @azure/identity, of this machine, and so of the mock server.
  vi.useFakeTimers({ toFake: ["Date"] });
  await keepTokenFresh();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const common = () => ({ tenantId: server.tenantId, authorityHost: server.authority, ca: server.ca });

/** As a cluster signs it: RS256, RFC 7515. */
function signAsCluster(subject: string): string {
  const claims = {
    iss: "https://cluster.test",
    sub: subject,
    aud: "api://AzureADTokenExchange",
    exp: Math.floor(Date.now() / 1000) + 600,
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const content = `${encode({ alg: "RS256" })}.${encode(claims)}`;
  return `${content}.${sign("sha256", Buffer.from(content), cluster.privateKey).toString("base64url")}`;
}

/** What the platform does for a workload, every few minutes. */
const keepTokenFresh = () => writeFile(file("token"), signAsCluster("reader"));

/** The token that a person's browser sends to the app in the middle. */
async function userAssertionOf(username: string, clientId = ids.middle): Promise<string> {
  return (await server.clientOptions(username).credential.getToken(`${clientId}/.default`))!.token;
}

async function move(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await keepTokenFresh();
}

async function statusWith(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/plant/timeseries/v1.7/${id}`, { headers });
  await response.body?.cancel();
  return response.status;
}

/** RFC 7519 §3. */
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;

/** The code of a device is entered at once. */
function enterCode({ verificationUri, userCode }: { verificationUri: string; userCode: string }): void {
  void server.fetch(`${verificationUri}?user_code=${userCode}`);
}

type Flow = [name: string, create: () => TokenCredential | Promise<TokenCredential>, claims: object];

const apps: Flow[] = [
  [
    "a secret",
    () => clientSecret({ ...common(), clientId: server.clientId, secret: server.clientSecret }),
    { appid: "22222222-2222-4222-8222-222222222222" },
  ],
  [
    "a certificate as text",
    () => clientCertificate({ ...common(), clientId: ids.certified, certificate: own.cert + own.key }),
    { appid: ids.certified, oid: ids.certified },
  ],
  [
    "a certificate in a file, sent along",
    () =>
      clientCertificate({
        ...common(),
        clientId: ids.certified,
        certificatePath: file("app.pem"),
        sendCertificateChain: true,
      }),
    { appid: ids.certified },
  ],
  [
    "a certificate whose key is encrypted, by variables alone",
    () => {
      vi.stubEnv("AZURE_TENANT_ID", server.tenantId);
      vi.stubEnv("AZURE_CLIENT_ID", ids.certified);
      vi.stubEnv("AZURE_CLIENT_CERTIFICATE_PATH", file("encrypted.pem"));
      vi.stubEnv("AZURE_CLIENT_CERTIFICATE_PASSWORD", "pass phrase");
      vi.stubEnv("AZURE_AUTHORITY_HOST", server.authority);
      return clientCertificate({ ca: server.ca });
    },
    { appid: ids.certified },
  ],
  [
    "a workload identity",
    () => workloadIdentity({ ...common(), clientId: ids.workload, tokenFilePath: file("token") }),
    { appid: ids.workload },
  ],
  [
    "a workload identity, by variables alone",
    () => {
      vi.stubEnv("AZURE_TENANT_ID", server.tenantId);
      vi.stubEnv("AZURE_CLIENT_ID", ids.workload);
      vi.stubEnv("AZURE_FEDERATED_TOKEN_FILE", file("token"));
      vi.stubEnv("AZURE_AUTHORITY_HOST", server.authority);
      return workloadIdentity({ ca: server.ca });
    },
    { appid: ids.workload },
  ],
  ...(["appService", "instanceMetadata"] as const).flatMap((shape): Flow[] => {
    const at = (create: () => TokenCredential) => async () => {
      // These tokens are kept by the process: those of the other shape must have ended.
      if (shape === "instanceMetadata") await move(3 * 3_600_000);
      for (const [name, value] of Object.entries(server.managedIdentity[shape])) vi.stubEnv(name, value);
      return create();
    };
    return [
      [
        `the machine's own identity: ${shape}`,
        at(() => managedIdentity()),
        { appid: "22222222-2222-4222-8222-222222222222" },
      ],
      [
        `an identity that was assigned to the machine: ${shape}`,
        at(() => managedIdentity({ clientId: ids.identity })),
        { appid: ids.identity, oid: ids.identity },
      ],
    ];
  }),
];
const onBehalf = async (proof: object) =>
  onBehalfOf({ ...common(), clientId: ids.middle, userAssertion: await userAssertionOf(anna.username), ...proof });
const people: Flow[] = [
  [
    "a device code",
    () => deviceCode({ ...common(), clientId: publicClientIds.test, onPrompt: enterCode }),
    { appid: publicClientIds.test, oid: anna.id },
  ],
  ["on behalf, with a secret", () => onBehalf({ secret: "middle secret" }), { appid: ids.middle, oid: anna.id }],
  [
    "on behalf, with a certificate",
    () => onBehalf({ certificatePath: file("app.pem") }),
    { appid: ids.middle, oid: anna.id },
  ],
  [
    "on behalf, with an assertion of another issuer",
    () => onBehalf({ assertion: () => Promise.resolve(signAsCluster(middleCluster.subject)) }),
    { appid: ids.middle, oid: anna.id },
  ],
];

describe.each([...apps, ...people])("%s", (_, create, claims) => {
  test("opens the API, and gets a new token when that one is about to end", async () => {
    const credential = await create();
    const client = createTimeseriesClient({ environment: "test", baseUrl: server.url, credential, format: json });
    expect(await client.getTimeseriesById({ id })).toMatchObject({ name: "1219-PT-1234" });
    const first = (await credential.getToken(scope))!;
    expect(claimsOf(first.token)).toMatchObject({ aud: scope.split("/")[0], tid: server.tenantId, ...claims });
    // Kept for nearly an hour. On behalf of a person it is as good as their own token, which ends then too.
    await move(50 * 60_000);
    expect((await credential.getToken(scope))!.token).toBe(first.token);
    await move(6 * 60_000);
    const second = (await credential.getToken(scope))!;
    expect(second.expiresOnTimestamp).toBeGreaterThan(first.expiresOnTimestamp);
    expect(claimsOf(second.token)).toMatchObject(claims);
    await move(5 * 60_000);
    expect([await statusWith(first.token), await statusWith(second.token)]).toEqual([401, 200]);
    expect(await client.getTimeseriesById({ id })).toMatchObject({ name: "1219-PT-1234" });
  });
});

test.each<[flow: string, environment: () => Readonly<Record<string, string>>]>([
  ["clientCertificate", () => ({ AZURE_CLIENT_ID: ids.certified, AZURE_CLIENT_CERTIFICATE_PATH: file("app.pem") })],
  ["workloadIdentity", () => ({ AZURE_CLIENT_ID: ids.workload, AZURE_FEDERATED_TOKEN_FILE: file("token") })],
  ["managedIdentity", () => ({ AZURE_CLIENT_ID: ids.identity, ...server.managedIdentity.appService })],
])("fromEnvironment: a program that knows only its variables, for %s", async (flow, environment) => {
  const program = `
    import { fromEnvironment } from "@omnia-timeseries/auth";
    import { createTimeseriesClient } from "@omnia-timeseries/core";
    const settings = fromEnvironment();
    const { name } = await createTimeseriesClient(settings).getTimeseriesById({ id: "${id}" });
    console.log(settings.flow, name);
  `;
  const caFile = createCaFile(server.ca);
  try {
    const env = {
      NODE_EXTRA_CA_CERTS: caFile.path,
      OMNIA_ENVIRONMENT: "test",
      OMNIA_BASE_URL: server.url,
      AZURE_AUTHORITY_HOST: server.authority,
      AZURE_TENANT_ID: server.tenantId,
      ...environment(),
    };
    const options = { cwd: import.meta.dirname, env };
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], options);
    expect(stdout.trim()).toBe(`${flow} 1219-PT-1234`);
  } finally {
    caFile.remove();
  }
});

test.each<[name: string, create: () => TokenCredential | Promise<TokenCredential>, message: RegExp]>([
  [
    "another certificate",
    () => clientCertificate({ ...common(), clientId: ids.certified, certificate: other.cert + other.key }),
    /^Sign-in with a certificate failed: AADSTS700027/,
  ],
  [
    "the key of another certificate",
    () => clientCertificate({ ...common(), clientId: ids.certified, certificate: own.cert + other.key }),
    /^Sign-in with a certificate failed: AADSTS700027/,
  ],
  [
    "a certificate that is not there",
    () => clientCertificate({ ...common(), clientId: ids.certified, certificatePath: file("none.pem") }),
    /^Sign-in with a certificate failed: .*none\.pem/,
  ],
  [
    "a wrong password of the key",
    () =>
      clientCertificate({
        ...common(),
        clientId: ids.certified,
        certificatePath: file("encrypted.pem"),
        certificatePassword: "wrong pass phrase",
      }),
    /^Sign-in with a certificate failed: (?!.*wrong pass phrase)/,
  ],
  [
    "a workload that the app does not trust",
    async () => {
      await writeFile(file("token"), signAsCluster("somebody else"));
      return workloadIdentity({ ...common(), clientId: ids.workload, tokenFilePath: file("token") });
    },
    /^Sign-in with a workload identity failed: AADSTS700213/,
  ],
  [
    "a file of a workload that is not there",
    () => workloadIdentity({ ...common(), clientId: ids.workload, tokenFilePath: file("none") }),
    /^Sign-in with a workload identity failed: .*none/,
  ],
  [
    "a person's token for another app",
    async () =>
      onBehalfOf({
        ...common(),
        clientId: ids.middle,
        secret: "middle secret",
        userAssertion: await userAssertionOf(anna.username, server.clientId),
      }),
    /^Sign-in with a token on behalf of a person failed: AADSTS500131/,
  ],
  [
    "a wrong secret of the app in the middle",
    () => onBehalf({ secret: "wrong middle secret" }),
    /^Sign-in with a token on behalf of a person failed: AADSTS7000215(?!.*wrong middle secret)/,
  ],
])("%s fails with what the sign-in says", async (_, create, message) => {
  const credential = await create();
  await expect(credential.getToken(scope)).rejects.toMatchObject({
    code: "credential",
    isRetryable: false,
    message: expect.stringMatching(message) as string,
  });
});

test.each(["appService", "instanceMetadata"] as const)(
  "the machine does not have every identity: %s",
  async (shape) => {
    for (const [name, value] of Object.entries(server.managedIdentity[shape])) vi.stubEnv(name, value);
    await expect(managedIdentity({ clientId: ids.unknown }).getToken(scope)).rejects.toMatchObject({
      code: "credential",
      message: expect.stringMatching(/^Sign-in with a managed identity failed: .*not found/) as string,
    });
  },
);

describe("on behalf of people, as a web server does it with each request", () => {
  const asked = () => server.requests.length;
  const forUser = (userAssertion: string, more = {}) =>
    onBehalfOf({ ...common(), clientId: ids.middle, secret: "middle secret", userAssertion, ...more });

  test("requests of one person share tokens, and two people never", async () => {
    const [ofAnna, ofOla] = [await userAssertionOf(anna.username), await userAssertionOf(ola.username)];
    const client = createTimeseriesClient({
      environment: "test",
      baseUrl: server.url,
      credential: forUser(ofAnna),
      format: json,
    });
    const read = (userAssertion: string) => client.getTimeseriesById({ id }, { credential: forUser(userAssertion) });
    const before = asked();
    await Promise.all([ofAnna, ofOla, ofAnna, ofOla, ofAnna].map(read));
    expect(asked() - before).toBe(5);
    const tokens = await Promise.all([ofAnna, ofAnna, ofOla].map((one) => forUser(one).getToken(scope)));
    const [first, again, ofOther] = tokens.map((one) => one!.token);
    expect(again).toBe(first);
    expect([first, ofOther].map((token) => claimsOf(token!)["oid"])).toEqual([anna.id, ola.id]);
  });

  test("one person's two sign-ins have a token each", async () => {
    const assertion = await userAssertionOf(anna.username);
    const one = forUser(assertion);
    expect(forUser(assertion)).toBe(one);
    expect(forUser(assertion, { secret: "another" })).not.toBe(one);
    await move(2000);
    expect(forUser(await userAssertionOf(anna.username))).not.toBe(one);
  });

  test("what was used longest ago is let go", () => {
    const one = forUser("one");
    const two = forUser("two");
    const more = (from: number, to: number) => {
      for (let i = from; i < to; i++) forUser(`more-${i}`);
    };
    more(0, 998);
    // Of a thousand, this one is the newest again.
    expect(forUser("one")).toBe(one);
    more(998, 999);
    expect(forUser("one")).toBe(one);
    expect(forUser("two")).not.toBe(two);
  });
});
