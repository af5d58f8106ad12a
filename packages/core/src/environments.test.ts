import { describe, expect, test } from "vitest";
import { resolveEnvironment } from "./environments.ts";
import { isOmniaError } from "./omnia-error.ts";
import { environments, timeseriesApi } from "./timeseries-api.ts";

test("the three installations of the service", () => {
  // Written down from the facts, not from the document that generates them.
  expect(environments).toEqual({
    prod: {
      name: "prod",
      baseUrl: "https://api.gateway.equinor.com/plant/timeseries/v1.7",
      scope: "141369bd-3dca-4b55-825b-56ad4a69b1fc/.default",
    },
    test: {
      name: "test",
      baseUrl: "https://api-test.gateway.equinor.com/plant/timeseries/v1.7",
      scope: "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default",
    },
    dev: {
      name: "dev",
      baseUrl: "https://api-dev.gateway.equinor.com/plant/timeseries/v1.7",
      scope: "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default",
    },
  });
});

describe("resolveEnvironment", () => {
  test.each([
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/plant/timeseries/v1.7"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080/plant/timeseries/v1.7"],
    ["http://[::1]:8080", "http://[::1]:8080/plant/timeseries/v1.7"],
    ["http://localhost", "http://localhost/plant/timeseries/v1.7"],
    ["https://gateway.example.org/omnia/v1.7/", "https://gateway.example.org/omnia/v1.7"],
  ])("base URL %s means %s", (baseUrl, expected) => {
    expect(resolveEnvironment(timeseriesApi, { environment: "test", baseUrl })).toEqual({
      ...environments.test,
      baseUrl: expected,
    });
  });

  test("takes an environment of one's own, and a host named for http", () => {
    const own = { name: "own", baseUrl: "http://mock:8080/plant/timeseries/v1.7", scope: "s/.default" };
    expect(resolveEnvironment(timeseriesApi, { environment: own, allowInsecureHttp: ["mock"] })).toEqual(own);
  });

  test.each([
    ["production", undefined, 'environment: "production" is unknown. Give "prod", "test", "dev"'],
    [undefined, undefined, "environment: undefined is unknown"],
    ["toString", undefined, 'environment: "toString" is unknown'],
    [{ name: "x" }, undefined, "is unknown"],
    ["test", "api.example.org", "not an absolute URL"],
    ["test", "http://api.example.org", "without TLS"],
    ["test", "http://127.0.0.1.example.org", "without TLS"],
    ["test", "ftp://127.0.0.1", "not an absolute URL such as https://host/path"],
    ["test", "https://user:word@api.example.org", "no credentials"],
    ["test", "https://api.example.org/?x=1", "no query"],
    ["test", "https://api.example.org/#x", "no fragment"],
    ["test", "http://localhost.", "without TLS"],
    ["test", "http://0.0.0.0", "without TLS"],
    ["test", "http://localhost.example.org", "without TLS"],
  ])("refuses %j with %j", (environment, baseUrl, why) => {
    expect(() => resolveEnvironment(timeseriesApi, { environment: environment as "test", baseUrl })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(why) }),
    );
  });

  // How a URL parser understands these is not what a reader sees: the hosts are evil.example or what it makes of them.
  test.each([
    "https:/\\evil.example",
    "https:\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://api.gateway.equinor.com\\.evil.example",
    "https://api.gateway.equinor.com@evil.example",
    "https://@evil.example",
    "https://evil.example\t.org",
    " https://evil.example",
    "https://api.gateway.equin\u043Er.com",
    "https://api.gateway.equinor.com\u3002evil.example",
    "https://",
    "//evil.example",
  ])("refuses the trick %j", (baseUrl) => {
    expect(() => resolveEnvironment(timeseriesApi, { environment: "prod", baseUrl })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringMatching(/^baseUrl: /) }),
    );
  });

  test.each([
    ["http://127.1:8080/x", "http://127.0.0.1:8080/x"],
    ["HTTPS://Gateway.Example.org/x//", "https://gateway.example.org/x"],
    ["https://xn--bb-eka.example/x", "https://xn--bb-eka.example/x"],
    ["https://gateway.example.org./x", "https://gateway.example.org./x"],
  ])("%s is what it says: %s", (baseUrl, expected) => {
    expect(resolveEnvironment(timeseriesApi, { environment: "test", baseUrl }).baseUrl).toBe(expected);
  });

  test.each([
    "user:secret@gateway.example.org",
    "https://user:secret@gateway.example.org",
    "https://gateway.example.org?subscription-key=secret",
    "gateway.example.org?subscription-key=secret",
    "http://gateway.example.org/#secret",
  ])("says nothing of a secret in %s", (baseUrl) => {
    expect(() => resolveEnvironment(timeseriesApi, { environment: "test", baseUrl })).toThrow(
      expect.toSatisfy(
        (error: Error) =>
          isOmniaError(error, "invalid-argument") && !("cause" in error) && !error.message.includes("secret"),
      ),
    );
  });

  test("of an object that is no environment, nothing is shown", () => {
    const environment = { clientSecret: "secret", big: 1n } as unknown as "test";
    expect(() => resolveEnvironment(timeseriesApi, { environment })).toThrow(
      expect.objectContaining({
        message:
          'environment: an object without baseUrl or scope is unknown. Give "prod", "test", "dev", or { name, baseUrl, scope }.',
      }),
    );
  });
});
