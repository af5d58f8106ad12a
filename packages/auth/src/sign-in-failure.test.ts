import { describe, expect, test } from "vitest";
import { createSignInFailure } from "./sign-in-failure.ts";

const said = (text: string, ...more: [] | [Parameters<typeof createSignInFailure>[2]]) =>
  createSignInFailure("a flow", new Error(text), ...more).message.replace("Sign-in with a flow failed: ", "");

describe("the first sentence of an AADSTS text", () => {
  test.each([
    // As @azure/identity hands it on, with the old line breaks and the new blanks.
    [
      "invalid_client: Error(s): 50105 - Description: AADSTS50105: Your user is blocked. Ask. Trace ID: 1",
      "AADSTS50105: Your user is blocked.",
    ],
    [
      "AADSTS90002: Tenant 'a.b.example' not found. Check.\r\nTrace ID: 1",
      "AADSTS90002: Tenant 'a.b.example' not found.",
    ],
    ["AADSTS53003: No end of sentence Trace ID: 1", "AADSTS53003: No end of sentence."],
    ["AADSTS53003: Ends with the line\r\nTrace ID: 1", "AADSTS53003: Ends with the line."],
    ["AADSTS53003: Ends.", "AADSTS53003: Ends."],
  ])("%j", (text, expected) => {
    expect(said(text).startsWith(expected)).toBe(true);
    expect(said(text)).not.toMatch(/Trace ID|\.\./);
  });
});

test("what @azure/identity says itself is cut at the first line", () => {
  expect(said("Invalid tenant id provided.\nMore.")).toBe("Invalid tenant id provided.");
  expect(createSignInFailure("a flow", "text").message).toBe("Sign-in with a flow failed: text");
});

test.each([
  [400, false],
  [408, true],
  [429, true],
  [500, true],
])("status %d, retryable: %s", (statusCode, isRetryable) => {
  const error = createSignInFailure("a flow", new Error("network_error"), { statusCode, body: "<html>" });
  expect(error).toMatchObject({ code: "credential", isRetryable, cause: new Error("network_error") });
  expect(error.message).toContain(`status ${statusCode}`);
});

test.each([
  "CERT_HAS_EXPIRED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])("%s is a matter of trust, not of the network", (networkCode) => {
  const error = createSignInFailure("a flow", new Error("x"), { networkCode, message: "m" });
  expect(error.message).toMatch(/certificate is not trusted/);
  expect(error.isRetryable).toBe(false);
});

test.each(["ENOTFOUND", "ECONNRESET", "ETIMEDOUT"])("%s is worth another try", (networkCode) => {
  expect(createSignInFailure("a flow", new Error("x"), { networkCode, message: "m" }).isRetryable).toBe(true);
});

test("something else at the address of a managed identity, as MSAL tells an answer that is no JSON", () => {
  const text =
    "ManagedIdentityCredential: Authentication failed. Message client_error: Error(s): Not Available - Timestamp: Not Available - Description: A client error occured.\nHttp status code: 405\nHttp status message: secret\nHeaders: {}";
  const error = createSignInFailure("a flow", new Error(text));
  expect(error.message).toMatch(/the machine's address for identities answered with status 405, .* NO_PROXY/);
  expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toContain("secret");
});

test("an answer of an authority in trouble that MSAL gives again is worth another try", () => {
  const again = Object.assign(new Error("AADSTS90033: A transient error has occurred."), { name: "ServerError" });
  const [first, second] = [new Error("x", { cause: again }), new Error("x", { cause: new Error("y") })];
  expect(createSignInFailure("a flow", first).isRetryable).toBe(true);
  expect(createSignInFailure("a flow", second).isRetryable).toBe(false);
});

test("the cause is a name and a message: what else was on it may be a request with its secret", () => {
  const thrown = Object.assign(new TypeError("m", { cause: new Error("secret") }), { request: { body: "secret" } });
  const { cause } = createSignInFailure("a flow", thrown);
  expect(cause).toMatchObject({ name: "TypeError", message: "m" });
  expect(Object.getOwnPropertyNames(cause).toSorted()).toEqual(["message", "name", "stack"]);
});

describe("several sources", () => {
  const fail = (...texts: readonly string[]) => {
    const cause = Object.assign(new Error(texts.join("\n")), { errors: texts.map((text) => new Error(text)) });
    return createSignInFailure("a flow", cause, { networkCode: "ECONNREFUSED", message: "m" });
  };

  test("are told in the order in which they may matter, each once and in short", () => {
    const texts = [
      "EnvironmentCredential is unavailable. No underlying credential could be used. To troubleshoot, visit https://aka.ms/a.",
      "Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation instructions.",
      "Please run 'az login' from a command prompt to authenticate before using this credential.",
      "ENOENT: no such file or directory, open '/x/token'",
      "ENOENT: no such file or directory, open '/x/token'",
      "invalid_client: AADSTS7000222: The keys are expired. Trace ID: 1",
    ];
    expect(fail(...texts).message.split("\n")).toEqual([
      "Sign-in with a flow failed: no source had a token.",
      "- AADSTS7000222: The keys are expired. The secret has expired; make a new one.",
      "- Please run 'az login' from a command prompt to authenticate before using this credential.",
      "- a file cannot be read: ENOENT: no such file or directory, open '/x/token'. Check its path (AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_CERTIFICATE_PATH).",
      "- EnvironmentCredential is unavailable.",
      "- Azure CLI could not be found.",
    ]);
  });

  test("are not worth another try because of a search that found nobody", () => {
    expect(fail("x").isRetryable).toBe(false);
  });
});
