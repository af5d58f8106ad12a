import { createTimeseriesClient } from "@omnia-timeseries/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fromEnvironment } from "./index.ts";

const app = { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c" };
const secret = { ...app, AZURE_CLIENT_SECRET: "s" };
const certificate = { ...app, AZURE_CLIENT_CERTIFICATE_PATH: "app.pem" };
const workload = { ...app, AZURE_FEDERATED_TOKEN_FILE: "token" };
const machine = { IDENTITY_ENDPOINT: "http://127.0.0.1:1/msi/token", IDENTITY_HEADER: "h" };

/** What a credential was made with: `@azure/identity` is replaced by classes that remember, and that fail on demand. */
const { made, fault } = vi.hoisted(() => ({
  made: [] as unknown[][],
  fault: { message: undefined as string | undefined },
}));
vi.mock("@azure/identity", () => {
  const remember = (name: string) =>
    class {
      constructor(...args: unknown[]) {
        made.push([name, ...args]);
      }
      async getToken() {
        if (fault.message !== undefined) throw new Error(fault.message);
        return { token: name, expiresOnTimestamp: 0 };
      }
    };
  return Object.fromEntries(
    ["ClientSecret", "ClientCertificate", "WorkloadIdentity", "ManagedIdentity", "DefaultAzure"].map((name) => [
      `${name}Credential`,
      remember(`${name}Credential`),
    ]),
  );
});

beforeEach(() => {
  made.length = 0;
  fault.message = undefined;
  for (const name of Object.keys({ ...secret, ...certificate, ...workload, ...machine })) {
    vi.stubEnv(name, "from the process");
  }
  vi.stubEnv("AZURE_CLIENT_CERTIFICATE_PASSWORD", "from the process");
  vi.stubEnv("AZURE_AUTHORITY_HOST", undefined);
});
afterEach(() => vi.unstubAllEnvs());

test("gives what createTimeseriesClient takes", () => {
  const plain = fromEnvironment({ OMNIA_ENVIRONMENT: "prod", OMNIA_BASE_URL: "" });
  expect(plain.environment).toBe("prod");
  expect(Object.keys(plain)).toEqual(["environment", "credential", "flow", "reasons"]);
  const moved = fromEnvironment({ OMNIA_ENVIRONMENT: "dev", OMNIA_BASE_URL: "https://127.0.0.1:1/v1.7", ...secret });
  expect(moved).toMatchObject({ environment: "dev", baseUrl: "https://127.0.0.1:1/v1.7" });
  expect(() => [
    createTimeseriesClient(moved),
    createTimeseriesClient({ ...moved, applicationName: "x" }),
  ]).not.toThrow();
});

test("reads the process when nothing is given", () => {
  vi.stubEnv("OMNIA_ENVIRONMENT", "test");
  expect(fromEnvironment()).toMatchObject({ environment: "test", flow: "clientSecret" });
});

const hosted = { AZURE_AUTHORITY_HOST: "https://a.example" };
const atHost = { authorityHost: "https://a.example", disableInstanceDiscovery: true };

test.each<[flow: string, environment: Record<string, string>, made: unknown[]]>([
  ["clientSecret", secret, ["ClientSecretCredential", "t", "c", "s", {}]],
  ["clientSecret", { ...secret, ...hosted }, ["ClientSecretCredential", "t", "c", "s", atHost]],
  ["clientSecret", { ...machine, ...workload, ...certificate, ...secret }, ["ClientSecretCredential", "t", "c", "s"]],
  ["clientCertificate", certificate, ["ClientCertificateCredential", "t", "c", { certificatePath: "app.pem" }]],
  [
    "clientCertificate",
    { ...workload, ...certificate, ...hosted, AZURE_CLIENT_CERTIFICATE_PASSWORD: "p", AZURE_CLIENT_SECRET: "" },
    ["ClientCertificateCredential", "t", "c", { certificatePath: "app.pem", certificatePassword: "p" }, atHost],
  ],
  [
    "workloadIdentity",
    { ...machine, ...workload, ...hosted },
    ["WorkloadIdentityCredential", { tenantId: "t", clientId: "c", tokenFilePath: "token", ...atHost }],
  ],
  ["managedIdentity", machine, ["ManagedIdentityCredential", {}]],
  ["managedIdentity", { ...machine, ...app }, ["ManagedIdentityCredential", { clientId: "c" }]],
  ["defaultCredentials", {}, ["DefaultAzureCredential", {}]],
  ["defaultCredentials", { AZURE_CLIENT_ID: "c" }, ["DefaultAzureCredential", { managedIdentityClientId: "c" }]],
  // A machine of Azure Arc: its identity is one of several sources.
  ["defaultCredentials", { ...app, IDENTITY_ENDPOINT: "x" }, ["DefaultAzureCredential", { tenantId: "t" }]],
])("%s with %j", async (flow, environment, expected) => {
  const settings = fromEnvironment({ OMNIA_ENVIRONMENT: "test", ...environment });
  expect(settings.flow).toBe(flow);
  expect(await settings.credential.getToken("x/.default")).toMatchObject({ token: expected[0] });
  expect(made).toHaveLength(1);
  expect(made[0]!.slice(0, expected.length)).toMatchObject(expected);
  expect(JSON.stringify(made)).not.toContain("from the process");
});

describe("why", () => {
  const nothing = {
    clientSecret: "AZURE_CLIENT_SECRET is not set",
    clientCertificate: "AZURE_CLIENT_CERTIFICATE_PATH is not set",
    workloadIdentity: "AZURE_FEDERATED_TOKEN_FILE is not set",
    managedIdentity: "IDENTITY_ENDPOINT and IDENTITY_HEADER are not set",
    defaultCredentials:
      "none of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE, IDENTITY_ENDPOINT with IDENTITY_HEADER is set",
  };

  test.each<[environment: Record<string, string>, reasons: object]>([
    [{}, nothing],
    [{ IDENTITY_ENDPOINT: "x" }, { ...nothing, managedIdentity: "IDENTITY_HEADER is not set" }],
    [
      certificate,
      {
        ...nothing,
        clientCertificate: "AZURE_CLIENT_CERTIFICATE_PATH is set",
        defaultCredentials: "clientCertificate comes first",
      },
    ],
    [
      { ...machine, ...workload },
      {
        ...nothing,
        workloadIdentity: "AZURE_FEDERATED_TOKEN_FILE is set",
        managedIdentity: "workloadIdentity comes first",
        defaultCredentials: "workloadIdentity comes first",
      },
    ],
    [
      machine,
      {
        ...nothing,
        managedIdentity: "IDENTITY_ENDPOINT and IDENTITY_HEADER are set",
        defaultCredentials: "managedIdentity comes first",
      },
    ],
  ])("%j: a reason for each flow", (environment, reasons) => {
    expect(fromEnvironment({ OMNIA_ENVIRONMENT: "test", ...environment }).reasons).toEqual(reasons);
  });

  test("is in the error of a sign-in, which is otherwise the flow's own", async () => {
    fault.message = "It went wrong.";
    const { credential } = fromEnvironment({ OMNIA_ENVIRONMENT: "test", ...certificate });
    await expect(credential.getToken("x/.default")).rejects.toMatchObject({
      code: "credential",
      message:
        "Sign-in with a certificate failed: It went wrong.\nfromEnvironment() took clientCertificate: AZURE_CLIENT_CERTIFICATE_PATH is set.",
      cause: { message: "It went wrong." },
    });
    const aborted = credential.getToken("x/.default", { abortSignal: AbortSignal.abort("enough") });
    await expect(aborted).rejects.toMatchObject({ code: "aborted", cause: "enough" });
  });
});

const took = (flow: string, variable: string, missing: string) =>
  `fromEnvironment() takes ${flow}: ${variable} is set, but not ${missing}. Set what is missing, or unset ${variable}.`;

test.each<[environment: Record<string, string>, message: string]>([
  [{ OMNIA_ENVIRONMENT: "" }, 'OMNIA_ENVIRONMENT must be dev, test, prod; it is "".'],
  [{ OMNIA_ENVIRONMENT: "Prod" }, 'OMNIA_ENVIRONMENT must be dev, test, prod; it is "Prod".'],
  [{ AZURE_CLIENT_SECRET: "s" }, took("clientSecret", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID and AZURE_CLIENT_ID")],
  [{ ...secret, AZURE_TENANT_ID: "" }, took("clientSecret", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID")],
  [
    { ...certificate, AZURE_CLIENT_ID: "" },
    took("clientCertificate", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_ID"),
  ],
  [
    { AZURE_FEDERATED_TOKEN_FILE: "token", AZURE_CLIENT_ID: "c" },
    took("workloadIdentity", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID"),
  ],
  [
    { ...secret, AZURE_AUTHORITY_HOST: "http://a.example" },
    'authorityHost (or AZURE_AUTHORITY_HOST) must be an https URL such as "https://login.microsoftonline.com", not "http://a.example".',
  ],
])("%j is refused", (environment, message) => {
  expect(() => fromEnvironment({ OMNIA_ENVIRONMENT: "prod", ...environment })).toThrow(
    expect.objectContaining({ code: "invalid-argument", message }),
  );
});

test("no environment of the platform is refused", () => {
  expect(() => fromEnvironment({})).toThrow(/^OMNIA_ENVIRONMENT must be dev, test, prod; it is not set\.$/);
});
