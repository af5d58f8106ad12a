import { BrowserAuthError, ClientAuthError, InteractionRequiredAuthError, ServerError } from "@azure/msal-browser";
import { isOmniaError } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { createPageFailure } from "./interactive-browser-failure.ts";

const refused = "AADSTS70043: The refresh token has expired due to inactivity. Trace ID: 0";
const click = /^Sign-in with a browser failed: .* Call signIn\(\) from a click\.$/s;

describe("an error of MSAL", () => {
  test.each([
    new InteractionRequiredAuthError(
      "interaction_required",
      "id",
      "AADSTS50076: A second factor is needed. Trace ID: 0",
    ),
    new InteractionRequiredAuthError("no_tokens_found", "id"),
    new ServerError("invalid_grant", "id", refused, "", "70043", 400),
  ])("that the person can help with says so: $errorCode", (cause) => {
    const error = createPageFailure(cause);
    expect(error).toMatchObject({ code: "credential", isRetryable: false, message: expect.stringMatching(click) });
    expect(isOmniaError(error, "credential")).toBe(true);
  });

  test.each([
    new BrowserAuthError("post_request_failed", "id"),
    new BrowserAuthError("no_network_connectivity", "id"),
    new ClientAuthError("endpoints_resolution_error", "id"),
    new ServerError("temporarily_unavailable", "id", "busy", "", "", 503),
  ])("that passes may be tried again: $errorCode", (cause) => {
    const error = createPageFailure(cause);
    expect(error).toMatchObject({ code: "credential", isRetryable: true, message: expect.not.stringMatching(click) });
  });

  test.each([
    new ServerError("access_denied", "id", "AADSTS65004: The person said no. Trace ID: 0"),
    new BrowserAuthError("redirect_in_iframe", "id"),
    new TypeError("a mistake"),
  ])("that stays is not tried again: $message", (cause) => {
    const error = createPageFailure(cause);
    expect(error).toMatchObject({ code: "credential", isRetryable: false, message: expect.not.stringMatching(click) });
    expect(error.message).toMatch(/^Sign-in with a browser failed: ./);
  });
});
