import { isOmniaError, OmniaError } from "@omnia-timeseries/core";
import { expect, test } from "vitest";
import { CredentialError } from "./index.ts";

function visible(error: Error): unknown {
  return {
    ...Object.fromEntries(Object.entries(error)),
    name: error.name,
    message: error.message,
    cause: error.cause,
    keys: Object.keys(error).toSorted(),
  };
}

// The oracle is the class that this one stands in for.
test.each(["credential", "invalid-argument", "aborted"] as const)("%s: the same as core's own", (code) => {
  for (const details of [{ cause: new Error("why"), isRetryable: true }, {}]) {
    const ours = new CredentialError(code, "Text.", details);
    const theirs = new OmniaError(code, "Text.", details);
    expect(visible(ours)).toEqual(visible(theirs));
    expect("cause" in ours).toBe("cause" in theirs);
    expect(ours.toSupportText()).toBe(theirs.toSupportText());
    // What a client adds.
    const outer = { operationId: "GetLatest", url: "https://api.example/x", attempts: 2 };
    expect(Object.assign(ours, outer).toSupportText()).toBe(
      new OmniaError(code, "Text.", { ...details, ...outer }).toSupportText(),
    );
  }
});

test("core knows it by its marker, and by its code", () => {
  const error: unknown = new CredentialError("credential", "Text.");
  expect(isOmniaError(error)).toBe(true);
  expect(isOmniaError(error, "credential")).toBe(true);
  expect(isOmniaError(error, "network")).toBe(false);
});
