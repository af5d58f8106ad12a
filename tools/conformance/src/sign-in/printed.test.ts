// Whatever is printed of a sign-in, good or bad: no token, no key, no secret, and not who signed in.
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  clientCertificate,
  clientSecret,
  deviceCode,
  onBehalfOf,
  publicClientIds,
  workloadIdentity,
} from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments } from "@omnia-timeseries/core";
import type { ClientEvent, TokenCredential } from "@omnia-timeseries/core";
import { telemetry } from "@omnia-timeseries/core/telemetry";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAppCertificate } from "../certificates.test-support.ts";
import { errorOf } from "../fake-client.ts";
import { print } from "./print.test-support.ts";
import { recordSpans } from "./record-spans.test-support.ts";
import { watch } from "./tokens.test-support.ts";

const secret = "marked-5EC2E7-secret";
const person = { id: "d0000000-0000-4000-8000-00000000000a", name: "Kari Nordmann", username: "kari@example.invalid" };
const certified = { clientId: "55555555-5555-4555-8555-555555555555", ...createAppCertificate("an app") };
const workload = { clientId: "66666666-6666-4666-8666-666666666666", issuer: "https://cluster.example", subject: "s" };
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** RFC 7515, section 3.1, with RS256. */
function signAssertion(): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const { issuer: iss, subject: sub } = workload;
  const [iat, exp] = [-60, 600].map((seconds) => Math.floor(Date.now() / 1000) + seconds);
  const input = `${encode({ alg: "RS256", kid: "k" })}.${encode({ iss, sub, aud: "api://AzureADTokenExchange", iat, exp })}`;
  return `${input}.${sign("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
}

const server = createMockServer({
  clientSecret: secret,
  users: [person],
  apps: [
    { clientId: certified.clientId, certificate: certified.cert },
    {
      clientId: workload.clientId,
      federatedCredential: { ...workload, keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256" }] },
    },
  ],
  series: [{ name: "1219-PT-1234", facility: "1219" }],
});
const assertion = signAssertion();
let folder = "";
beforeAll(async () => {
  await server.listen();
  folder = await mkdtemp(join(tmpdir(), "printed-"));
  await writeFile(join(folder, "token"), assertion);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const at = () => ({
  authorityHost: server.authority,
  ca: server.ca,
  tenantId: server.tenantId,
  clientId: server.clientId,
});
const userToken = async (): Promise<string> => {
  const token = await server.clientOptions(person.id).credential.getToken(`${server.clientId}/.default`);
  return token!.token;
};

interface Flow {
  readonly create: () => TokenCredential | Promise<TokenCredential>;
  /** What it was given that nobody may see. */
  readonly hidden: readonly string[];
}

/** Of keys and tokens each line, or part, that is no common beginning. */
const linesOf = (text: string): string[] => text.split(/[\n.]/).filter((line) => /^[^-]{20,}/.test(line));

const flows: Readonly<Record<string, Flow>> = {
  clientSecret: { create: () => clientSecret({ ...at(), secret }), hidden: [secret] },
  clientCertificate: {
    create: () =>
      clientCertificate({ ...at(), clientId: certified.clientId, certificate: certified.cert + certified.key }),
    hidden: linesOf(certified.key),
  },
  workloadIdentity: {
    create: () => workloadIdentity({ ...at(), clientId: workload.clientId, tokenFilePath: join(folder, "token") }),
    hidden: linesOf(assertion),
  },
  deviceCode: {
    create: () =>
      deviceCode({
        ...at(),
        clientId: publicClientIds.test,
        onPrompt: ({ verificationUri, userCode }) => void server.fetch(`${verificationUri}?user_code=${userCode}`),
      }),
    hidden: [person.name, person.username, person.id],
  },
  onBehalfOf: {
    create: async () => onBehalfOf({ ...at(), secret, userAssertion: await userToken() }),
    hidden: [secret, person.name, person.username, person.id],
  },
};

describe.each(Object.entries(flows))("%s", (_, { create, hidden }) => {
  test.each<[string, number | undefined, string]>([
    ["a good answer", undefined, "none"],
    ["a token that the API refuses", 401, "unauthorized"],
    ["a person or app that may not", 403, "forbidden"],
    ["an API in trouble", 500, "server"],
  ])("%s", async (__, statusCode, code) => {
    const inner = await create();
    const { credential, given } = watch(inner);
    const events: ClientEvent[] = [];
    const spans = recordSpans();
    const client = createTimeseriesClient({
      environment: "test",
      baseUrl: server.url,
      credential,
      retry: { tries: 1 },
      onEvent: (event) => void events.push(event),
      layers: [telemetry({ tracer: spans.tracer })],
    });
    server.faults.clear();
    if (statusCode !== undefined) server.faults.next({ statusCode, times: 2 });
    const call = client.getTimeseriesById({ id: server.store.series[0]!.id });
    const outcome: unknown = await call.catch((error: unknown) => error);
    expect((outcome as { code?: string }).code ?? "none").toBe(code);
    expect(given.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(1);
    expect(spans.told.length).toBeGreaterThan(1);

    const printed = [outcome, inner, client, client.rest, events, spans.told].map(print).join("\n");
    // Of a token its three parts: the first is of many tokens, and shows nothing, but has no place there either.
    const tokens = given.flatMap(({ token }) => token.split("."));
    expect(tokens.length % 3).toBe(0);
    expect([...tokens, ...hidden].filter((text) => printed.includes(text))).toEqual([]);
  });
});

test("the refusal of a token tells what it is, to who may see it", async () => {
  const credential = await flows["onBehalfOf"]!.create();
  const client = createTimeseriesClient({ environment: "test", baseUrl: server.url, credential, retry: { tries: 1 } });
  server.faults.clear();
  server.faults.next({ statusCode: 403 });
  const { message } = await errorOf(client.getTimeseriesById({ id: server.store.series[0]!.id }));
  const audience = environments.test.scope.replace("/.default", "");
  expect(message).toContain(
    `The token has: audience ${audience}, tenant ${server.tenantId}, application ${server.clientId}, roles Timeseries.Read, scopes user_impersonation, end 20`,
  );
});
