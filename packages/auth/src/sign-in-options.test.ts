import { isOmniaError } from "@omnia-timeseries/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clientSecret, defaultCredentials, deviceCode } from "./index.ts";
import { identityOptions } from "./sign-in-options.ts";

function thrown(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (isOmniaError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

beforeEach(() => {
  for (const name of ["TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "AUTHORITY_HOST"])
    vi.stubEnv(`AZURE_${name}`, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe("what is missing is named, with the place to give it", () => {
  test("all of it", () => {
    const error = thrown(() => clientSecret());
    expect(error).toMatchObject({ code: "invalid-argument" });
    expect(error.message).toBe(
      "clientSecret() is not given tenantId (or the environment variable AZURE_TENANT_ID), " +
        "clientId (or the environment variable AZURE_CLIENT_ID), secret (or the environment variable AZURE_CLIENT_SECRET).",
    );
    expect(thrown(() => deviceCode()).message).toMatch(
      /^deviceCode\(\) is not given tenantId .*, clientId .*CLIENT_ID\)\.$/,
    );
  });

  test("a part of it; an empty text is missing, and does not fall back", () => {
    vi.stubEnv("AZURE_TENANT_ID", "t");
    vi.stubEnv("AZURE_CLIENT_ID", "");
    vi.stubEnv("AZURE_CLIENT_SECRET", "s");
    const { message } = thrown(() => clientSecret({ secret: "" }));
    expect(message).toMatch(/clientId/);
    expect(message).toMatch(/secret \(/);
    expect(message).not.toMatch(/tenantId/);
  });

  test("options win over the environment, undefined ones do not", () => {
    vi.stubEnv("AZURE_TENANT_ID", "t");
    expect(() => deviceCode({ tenantId: undefined, clientId: "c" })).not.toThrow();
    expect(() => deviceCode({ tenantId: "", clientId: "c" })).toThrow(/tenantId/);
  });
});

describe("the authority", () => {
  test.each(["http://login.example", "login.microsoftonline.com", ""])("%j is refused", (authorityHost) => {
    expect(thrown(() => defaultCredentials({ authorityHost }))).toMatchObject({ code: "invalid-argument" });
  });

  test("Microsoft is asked about its own hosts only", () => {
    expect(identityOptions({}, {})).toEqual({});
    const ofHost = (authorityHost: string) => identityOptions({ authorityHost }, {}).disableInstanceDiscovery;
    expect(ofHost("https://login.microsoftonline.com")).toBe(false);
    expect(ofHost("https://login.microsoftonline.us/")).toBe(false);
    expect(ofHost("https://127.0.0.1:8443")).toBe(true);
    expect(ofHost("https://login.microsoftonline.com.example")).toBe(true);
    // The same name at another port is another authority.
    expect(ofHost("https://login.microsoftonline.com:8443")).toBe(true);
  });

  test("comes from AZURE_AUTHORITY_HOST when no option says it", () => {
    const environment = { AZURE_AUTHORITY_HOST: "https://one.example" };
    expect(identityOptions({}, environment).authorityHost).toBe("https://one.example");
    expect(identityOptions({ authorityHost: "https://two.example" }, environment).authorityHost).toBe(
      "https://two.example",
    );
    expect(identityOptions({}, { AZURE_AUTHORITY_HOST: "" })).toEqual({});
  });
});

test.each([
  ["clientSecret", clientSecret],
  ["deviceCode", deviceCode],
  ["defaultCredentials", defaultCredentials],
])("%s says in a browser what to do instead", (name, create) => {
  const given = { tenantId: "t", clientId: "c", secret: "s" };
  // Without a process, and with one that a bundler put in its place.
  for (const process of [undefined, { env: {} }]) {
    vi.stubGlobal("process", process);
    const error = thrown(() => create(given));
    vi.unstubAllGlobals();
    expect(error).toMatchObject({ code: "credential" });
    expect(error.message).toMatch(new RegExp(`^${name}\\(\\).*browser.*accessToken\\(\\)`));
  }
});

test.each([
  ["http://proxy.example:8080", { host: "http://proxy.example", port: 8080, username: "", password: "" }],
  ["https://proxy.example", { host: "https://proxy.example", port: 443, username: "", password: "" }],
  ["http://n%40me:p%20w@[::1]/", { host: "http://[::1]", port: 80, username: "n%40me", password: "p%20w" }],
])("the proxy %s is what @azure/identity takes", (proxy, expected) => {
  expect(identityOptions({ proxy }, {})).toEqual({ proxyOptions: expected });
});
