import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fromEnvironment } from "./index.ts";

const app = { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c", AZURE_CLIENT_SECRET: "s" };

/** What a credential was made with: `@azure/identity` is replaced by classes that remember. */
const made = vi.hoisted(() => [] as unknown[][]);
vi.mock("@azure/identity", () => {
  const remember = (name: string) =>
    class {
      constructor(...args: unknown[]) {
        made.push([name, ...args]);
      }
      async getToken() {
        return { token: name, expiresOnTimestamp: 0 };
      }
    };
  return {
    ClientSecretCredential: remember("ClientSecretCredential"),
    DefaultAzureCredential: remember("DefaultAzureCredential"),
  };
});

beforeEach(() => {
  made.length = 0;
  for (const name of Object.keys(app)) vi.stubEnv(name, "from the process");
  vi.stubEnv("AZURE_AUTHORITY_HOST", undefined);
});
afterEach(() => vi.unstubAllEnvs());

async function flowOf(environment: Record<string, string | undefined>) {
  await fromEnvironment({ OMNIA_ENVIRONMENT: "test", ...environment }).credential.getToken("x/.default");
  expect(made).toHaveLength(1);
  return made[0];
}

test("gives what createTimeseriesClient takes, and no key more", () => {
  const plain = fromEnvironment({ OMNIA_ENVIRONMENT: "prod", OMNIA_BASE_URL: "" });
  expect(plain.environment).toBe("prod");
  expect(Object.keys(plain)).toEqual(["environment", "credential"]);
  const moved = fromEnvironment({ OMNIA_ENVIRONMENT: "dev", OMNIA_BASE_URL: "https://127.0.0.1:1/v1.7", ...app });
  expect(moved).toMatchObject({ environment: "dev", baseUrl: "https://127.0.0.1:1/v1.7" });
});

test("reads the process when nothing is given", () => {
  vi.stubEnv("OMNIA_ENVIRONMENT", "test");
  expect(fromEnvironment().environment).toBe("test");
});

describe("the flow", () => {
  test("is the client secret when there is one", async () => {
    const flow = await flowOf({ ...app, AZURE_AUTHORITY_HOST: "https://a.example" });
    expect(flow?.slice(0, 4)).toEqual(["ClientSecretCredential", "t", "c", "s"]);
    expect(flow?.[4]).toMatchObject({ authorityHost: "https://a.example", disableInstanceDiscovery: true });
  });

  test("is the default credentials otherwise, with what is known", async () => {
    const [name, options] = (await flowOf({ AZURE_CLIENT_ID: "c", AZURE_CLIENT_SECRET: "" })) ?? [];
    expect(name).toBe("DefaultAzureCredential");
    expect(options).toMatchObject({ managedIdentityClientId: "c" });
    expect(options).not.toHaveProperty("tenantId");
  });
});

test.each([
  [{}, /OMNIA_ENVIRONMENT must be dev, test, prod; it is not set/],
  [{ OMNIA_ENVIRONMENT: "Prod" }, /must be dev, test, prod; it is "Prod"/],
  [
    { OMNIA_ENVIRONMENT: "prod", AZURE_CLIENT_SECRET: "s" },
    /^AZURE_CLIENT_SECRET is set, but not AZURE_TENANT_ID and AZURE_CLIENT_ID\.$/,
  ],
  [
    { OMNIA_ENVIRONMENT: "prod", ...app, AZURE_TENANT_ID: "" },
    /^AZURE_CLIENT_SECRET is set, but not AZURE_TENANT_ID\.$/,
  ],
  [{ OMNIA_ENVIRONMENT: "prod", ...app, AZURE_AUTHORITY_HOST: "http://a.example" }, /https/],
])("%j is refused", (environment, message) => {
  expect(() => fromEnvironment(environment)).toThrow(
    expect.objectContaining({ code: "invalid-argument", message: expect.stringMatching(message) }),
  );
});
