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
