// What people meet when they sign in, through the real @azure/identity: what happened, in which flow, and what to do.
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
import { createMockServer } from "@omnia-timeseries/mock-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAppCertificate } from "../certificates.test-support.ts";
import { createCorporateNetwork, host } from "../corporate-network.test-support.ts";
import type { CorporateNetwork } from "../corporate-network.test-support.ts";
import { errorOf } from "../fake-client.ts";
import { print } from "./print.test-support.ts";
import { answerTokens, createStubAuthority, refusal } from "./stub-authority.test-support.ts";
import type { Answer, Answers, StubAuthority } from "./stub-authority.test-support.ts";
import { withoutWaits } from "./without-waits.test-support.ts";

const { scope } = environments.test;
const nobody = "99999999-9999-4999-8999-999999999999";
const elsewhere = "supplier.example";
const secret = "marked-5EC2E7-secret";
const own = createAppCertificate("an app");
const another = createAppCertificate("another app");
const hourMs = 3_600_000;

const disabled = { id: "d0000000-0000-4000-8000-000000000001", name: "Ola", username: "ola@example.invalid" };
const person = { id: "d0000000-0000-4000-8000-000000000002", name: "Kari", username: "kari@example.invalid" };
const certified = "55555555-5555-4555-8555-555555555555";
const server = createMockServer({
  clientSecret: secret,
  users: [disabled, person],
  apps: [{ clientId: certified, certificate: own.cert }],
  tenants: [{ tenantId: elsewhere, apps: [{ clientId: nobody, clientSecret: secret }] }],
});
/** One that lives two hours later. */
const later = createMockServer({
  now: () => Date.now() + 2 * hourMs,
  apps: [{ clientId: certified, certificate: own.cert }],
});
let stub: StubAuthority;
let network: CorporateNetwork;
beforeAll(async () => {
  [stub, network] = await Promise.all([createStubAuthority(), createCorporateNetwork()]);
  await Promise.all([server.listen(), later.listen()]);
});
afterAll(async () => {
  await Promise.all([server.close(), later.close()]);
  await Promise.all([stub[Symbol.asyncDispose](), network[Symbol.asyncDispose]()]);
});

const atServer = () => ({
  authorityHost: server.authority,
  ca: server.ca,
  tenantId: server.tenantId,
  clientId: server.clientId,
});
const atStub = () => ({ ...atServer(), authorityHost: stub.authorityHost, ca: stub.ca });

const bySecret = () => clientSecret({ ...atStub(), secret });
const byCode = () => deviceCode({ ...atStub(), onPrompt: () => {} });
const byCertificate = () => clientCertificate({ ...atStub(), certificate: own.cert + own.key });
const forPerson = () => onBehalfOf({ ...atStub(), secret, userAssertion: `eyJhbGciOiJub25lIn0.e30.${secret}` });
const forWorkload = () => workloadIdentity({ ...atStub(), tokenFilePath: import.meta.filename });

interface Failure {
  readonly create: () => TokenCredential | Promise<TokenCredential>;
  /** How the stub answers. */
  readonly answers?: readonly Answer[] | Answers;
  readonly lifetimeSeconds?: number;
  /** All of it, but for what stands before it, "Sign-in with … failed: ". */
  readonly says: RegExp;
  readonly isRetryable?: boolean;
}

const page: Answer = {
  headers: { "content-type": "text/html" },
  body: `<html>Sign in to this network ${secret}</html>`,
};
const clientRefusal = { status: 401, error: "invalid_client" };

const failures: Readonly<Record<string, Readonly<Record<string, Failure>>>> = {
  "a client secret": {
    "a wrong secret": {
      create: () => clientSecret({ ...atServer(), secret: `not-${secret}` }),
      says: /^AADSTS7000215: .*\. Check the secret \(AZURE_CLIENT_SECRET\): its value, not its id/,
    },
    "a secret that has expired": {
      create: bySecret,
      answers: [
        refusal(7000222, "The provided client secret keys for app 'x' are expired. Visit the portal.", clientRefusal),
      ],
      says: /^AADSTS7000222: The provided client secret keys for app 'x' are expired\. The secret has expired; make a new one\.$/,
    },
    "a wrong tenant": {
      create: () => clientSecret({ ...atServer(), tenantId: nobody, secret }),
      says: /^AADSTS90002: .*\. Check tenantId \(AZURE_TENANT_ID\)\.$/,
    },
    "a wrong app": {
      create: () => clientSecret({ ...atServer(), clientId: nobody, secret }),
      says: /^AADSTS700016: .*\. Check clientId and tenantId/,
    },
    "a tenant that the API is not in": {
      create: () => clientSecret({ ...atServer(), tenantId: elsewhere, clientId: nobody, secret }),
      says: /^AADSTS500011: .*\. Check that tenantId is the tenant of the API, and that the environment is right\.$/,
    },
    "an app that is not assigned": {
      create: bySecret,
      answers: [refusal(501051, "Application 'x' is not assigned to a role for the application 'y'.")],
      says: /^AADSTS501051: .*'y'\. Ask the owner of the API to give the app access\.$/,
    },
    "a policy against this network": {
      create: bySecret,
      answers: [refusal(53003, "Access has been blocked by Conditional Access policies. More.")],
      says: /^AADSTS53003: .*policies\. A policy of the tenant \(Conditional Access\) forbids this sign-in: .* administrator/,
    },
    "an app that only people sign in by": {
      create: () => clientSecret({ ...atServer(), clientId: publicClientIds.test, secret }),
      says: /^AADSTS700025: .*\. This app is a public client/,
    },
    "a proxy that wants a name": {
      create: () => {
        network.refusal = "407 Proxy Authentication Required";
        return clientSecret({ ...atStub(), authorityHost: `https://${host}`, proxy: network.tunnel, secret });
      },
      says: /status 407: a proxy wants to know who asks\. Give user and password in HTTPS_PROXY/,
    },
    "a proxy that looks into TLS": {
      create: () => {
        network.refusal = undefined;
        const { ca: _, ...given } = atStub();
        return clientSecret({ ...given, authorityHost: `https://${host}`, proxy: network.inspector, secret });
      },
      says: /^the authority's certificate is not trusted: SELF_SIGNED_CERT_IN_CHAIN .* inspects TLS .* as ca, or by NODE_EXTRA_CA_CERTS\.$/,
    },
    "a host that the certificate is not for": {
      create: () =>
        clientSecret({ ...atStub(), authorityHost: stub.authorityHost.replace("127.0.0.1", "localhost"), secret }),
      says: /^the authority's certificate is not trusted: ERR_TLS_CERT_ALTNAME_INVALID .*\. Check authorityHost/,
    },
    "a page in place of the authority": {
      create: bySecret,
      answers: () => page,
      says: /^the authority's description of itself .* could not be read\. Something else may be in the way, such as a proxy/,
    },
    "a page in place of a token": {
      create: bySecret,
      answers: [page],
      says: /^the authority answered with status 200, and nothing that can be read\. Something else may be in the way, such as a proxy/,
    },
    "a page that refuses": {
      create: bySecret,
      answers: [{ ...page, status: 403 }],
      says: /^the authority answered with status 403, and a page in place of JSON\. Something else/,
    },
    "nobody at the authority's address": {
      create: () => clientSecret({ ...atStub(), authorityHost: "https://127.0.0.1:1", secret }),
      says: /^the authority could not be reached: ECONNREFUSED .*\. Check the network, .* \(HTTPS_PROXY\), and authorityHost\.$/,
      isRetryable: true,
    },
    "no such host": {
      // Reserved so that nobody ever has it: RFC 6761, section 6.4.
      create: () => clientSecret({ ...atStub(), authorityHost: "https://login.invalid", secret }),
      says: /^the authority could not be reached: (ENOTFOUND|EAI_AGAIN) .*\. Check the network/,
      isRetryable: true,
    },
    "an authority with too many calls": {
      create: bySecret,
      answers: [{ status: 429, headers: { "retry-after": "1" }, body: page.body }],
      says: /^the authority answered with status 429\. Try again later\.$/,
      isRetryable: true,
    },
    "an authority in trouble": {
      create: bySecret,
      answers: [refusal(90033, "A transient error has occurred. Please try again.", { status: 503 })],
      says: /^AADSTS90033: A transient error has occurred\.$/,
      isRetryable: true,
    },
  },
  "a certificate": {
    "a certificate of another app": {
      create: () => clientCertificate({ ...atServer(), clientId: certified, certificate: another.cert + another.key }),
      says: /^AADSTS700027: .*\. Check the certificate: the app registration must have it/,
    },
    "the key of another certificate": {
      create: () => clientCertificate({ ...atServer(), clientId: certified, certificate: own.cert + another.key }),
      says: /^AADSTS700027: .*\. Check the certificate: .* with the key that is used here/,
    },
    "a certificate that has expired": {
      create: byCertificate,
      answers: [
        refusal(
          700027,
          "Client assertion contains an invalid signature. [Reason - The key used is expired., Thumbprint of key used by client: 'A1'].",
          clientRefusal,
        ),
      ],
      says: /^AADSTS700027: Client assertion contains an invalid signature\. The key used is expired\. Check the certificate: .* must not have expired\.$/,
    },
    "a clock that is wrong": {
      create: () =>
        clientCertificate({
          authorityHost: later.authority,
          ca: later.ca,
          tenantId: later.tenantId,
          clientId: certified,
          certificate: own.cert + own.key,
        }),
      says: /^AADSTS700024: .*\. The assertion is too old, or not valid yet: .* If this machine's clock is wrong, set it right\.$/,
    },
    "a file that is not there": {
      create: () => clientCertificate({ ...atStub(), certificatePath: join(tmpdir(), "missing-app.pem") }),
      says: /^a file cannot be read: ENOENT: .*missing-app\.pem'\. Check its path/,
    },
  },
  "a device code": {
    "a code that expired, as the authority says": {
      create: byCode,
      answers: [refusal(70020, "The code has expired.", { error: "expired_token" })],
      says: /^AADSTS70020: .*\. Nobody entered the code in time; ask for a token again\.$/,
    },
    "a code that expired by the clock": {
      create: byCode,
      lifetimeSeconds: 1,
      answers: [refusal(70016, "Authorization is pending.", { error: "authorization_pending" })],
      says: /^the device code has expired: nobody entered it in time\. Ask for a token again\.$/,
    },
    "a person who declines": {
      create: byCode,
      answers: [{ status: 400, body: { error: "authorization_declined" } }],
      says: /^the person declined the sign-in\. Ask for a token again, and accept\.$/,
    },
    "a person who does not consent": {
      create: byCode,
      answers: [refusal(65004, "User declined to consent to access the app.", { error: "access_denied" })],
      says: /^AADSTS65004: .*\. Sign in again and consent, or ask an administrator/,
    },
    "no consent": {
      create: byCode,
      answers: [refusal(65001, "The user or administrator has not consented to use the application. Send a request.")],
      says: /^AADSTS65001: .*application\. Someone must consent to the app first; ask an administrator of the tenant\.$/,
    },
    "a second factor": {
      create: byCode,
      answers: [refusal(50076, "You must use multi-factor authentication.", { error: "interaction_required" })],
      says: /^AADSTS50076: .*\. A second factor is wanted\. A person must sign in again on a page/,
    },
    "an account that is disabled": {
      create: () => {
        server.signIn.disable(disabled.id);
        const onPrompt = ({ verificationUri, userCode }: { verificationUri: string; userCode: string }) =>
          void server.fetch(`${verificationUri}?user_code=${userCode}`);
        return deviceCode({ ...atServer(), clientId: publicClientIds.test, onPrompt });
      },
      says: /^AADSTS50057: .*\. An administrator of the tenant has disabled the account; ask one\.$/,
    },
    "a person who is not assigned": {
      create: byCode,
      answers: [refusal(50105, "Your administrator has configured the application 'x' to block users.")],
      says: /^AADSTS50105: .*\. Ask the owner of the API to give you access\.$/,
    },
    "an app that needs a secret": {
      create: () => deviceCode({ ...atServer(), clientId: certified, onPrompt: () => {} }),
      says: /^AADSTS7000218: .*\. This app is not a public client; use one that is, such as publicClientIds\.$/,
    },
  },
  "a token on behalf of a person": {
    "a token for another API": {
      async create() {
        const token = await server.clientOptions(person.id).credential.getToken(scope);
        return onBehalfOf({ ...atServer(), secret, userAssertion: token!.token });
      },
      says: /^AADSTS500131: .*\. The person's token must be for this app: its audience \(aud\) is clientId\./,
    },
    "a token that is not good here": {
      create: forPerson,
      answers: [refusal(50013, "Assertion failed signature validation. [Reason - The key was not found.].")],
      says: /^AADSTS50013: Assertion failed signature validation\. The key was not found\. .* give a fresh one, of this tenant\. If this machine's clock/,
    },
    "a token that has expired": {
      create: forPerson,
      answers: [refusal(500133, "Assertion is not within its valid time range. More.")],
      says: /^AADSTS500133: .*range\. The person's token has expired, or is not valid yet: give a fresh one\./,
    },
    "a second factor": {
      create: forPerson,
      answers: [
        refusal(50079, "The user must enroll in multi-factor authentication.", { error: "interaction_required" }),
      ],
      says: /^AADSTS50079: .*\. A second factor is wanted\./,
    },
  },
  "a workload identity": {
    "a file that is not there": {
      create: () => workloadIdentity({ ...atStub(), tokenFilePath: join(tmpdir(), "missing-token") }),
      says: /^a file cannot be read: ENOENT: .*missing-token'\. Check its path \(AZURE_FEDERATED_TOKEN_FILE/,
    },
    "a subject that nobody trusts": {
      create: forWorkload,
      answers: [
        refusal(
          700213,
          "No matching federated identity record found for presented assertion subject 'x'. Check.",
          clientRefusal,
        ),
      ],
      says: /^AADSTS700213: .*'x'\. The federated credential of the app registration must name the subject/,
    },
    "a token that is too old": {
      create: forWorkload,
      answers: [
        refusal(700024, "Client assertion is not within its valid time range. Current time: now.", clientRefusal),
      ],
      says: /^AADSTS700024: .*range\. The assertion is too old, or not valid yet: take a new one\./,
    },
  },
};

/** Lines of the keys, and whatever is called secret above. */
const hidden = [secret, ...`${own.key}${another.key}`.split("\n").filter((line) => /^[^-]{8,}/.test(line))];

describe.each(Object.entries(failures))("%s", (flow, cases) => {
  test.each(Object.entries(cases))("%s", { timeout: 30_000 }, async (_, failure) => {
    const { create, answers, lifetimeSeconds, says, isRetryable = false } = failure;
    const prepare = () => {
      if (answers === undefined) return;
      stub.answers = typeof answers === "function" ? answers : answerTokens(stub, answers, lifetimeSeconds);
    };
    prepare();
    const credential = await create();
    const error = await withoutWaits(() => errorOf(credential.getToken(scope)));
    const before = `Sign-in with ${flow} failed: `;
    expect(error.message.slice(0, before.length)).toBe(before);
    expect(error.message.slice(before.length)).toMatch(says);
    expect(error).toMatchObject({ code: "credential", isRetryable });

    // The same by a client's call, in which nothing is sent.
    prepare();
    const events: ClientEvent[] = [];
    const onEvent = (event: ClientEvent) => void events.push(event);
    const client = createTimeseriesClient({ environment: "test", credential, retry: { tries: 1 }, onEvent });
    const called = await withoutWaits(() => errorOf(client.getTimeseriesById({ id: nobody })));
    expect(called).toMatchObject({ code: "credential", attempts: 0, isRetryable, message: error.message });
    expect(events.map(({ type }) => type)).toEqual(["call"]);

    const printed = [error, called, events, credential, client].map(print).join("\n");
    expect(hidden.filter((text) => printed.includes(text))).toEqual([]);
  });
});
