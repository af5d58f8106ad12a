import { describe, expect, test } from "vitest";
import { resolveEnvironment } from "./environments.ts";
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
    ["test", "ftp://127.0.0.1", "without TLS"],
    ["test", "https://user:word@api.example.org", "no credentials"],
    ["test", "https://api.example.org/?x=1", "no query"],
  ])("refuses %j with %j", (environment, baseUrl, why) => {
    expect(() => resolveEnvironment(timeseriesApi, { environment: environment as "test", baseUrl })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(why) }),
    );
  });
});
