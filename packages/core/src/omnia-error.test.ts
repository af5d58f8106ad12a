import { expect, test } from "vitest";
import { addDetails, isOmniaError, OmniaError } from "./omnia-error.ts";

test("is recognised across copies of the package, by code too", () => {
  const error = new OmniaError("not-found", "Unknown series.", { statusCode: 404 });
  expect(isOmniaError(error)).toBe(true);
  expect(isOmniaError(error, "not-found")).toBe(true);
  expect(isOmniaError(error, "server")).toBe(false);
  const fromAnotherCopy = Object.assign(new Error("x"), {
    [Symbol.for("omnia-timeseries.OmniaError")]: true,
    code: "server",
  });
  expect(isOmniaError(fromAnotherCopy, "server")).toBe(true);
  for (const other of [new Error("x"), { code: "server" }, null, undefined, "server"])
    expect(isOmniaError(other)).toBe(false);
});

test("an abort has the platform's name for it", () => {
  expect(new OmniaError("aborted", "Aborted.").name).toBe("AbortError");
  expect(new OmniaError("server", "x").name).toBe("OmniaError");
});

test("addDetails adds what is known further out and keeps what was known before", () => {
  const cause = new Error("socket");
  const error = new OmniaError("network", "No connection.", { cause, isRetryable: true, operationId: "GetLatest" });
  expect(addDetails(error, { operationId: "Other", url: "https://example.org/", attempts: 3 })).toBe(error);
  expect(error).toMatchObject({
    code: "network",
    operationId: "GetLatest",
    url: "https://example.org/",
    attempts: 3,
    isRetryable: true,
    cause,
  });
});

test("absent details are absent, not undefined", () => {
  expect(Object.keys(new OmniaError("decode", "x", { statusCode: undefined }))).not.toContain("statusCode");
});

test("toSupportText has what support asks for", () => {
  const error = new OmniaError("server", "Unable to query timeseries database.", {
    statusCode: 500,
    operationId: "GetData",
    traceId: "0HMT7I3PQEH7M:00000DB3",
    attempts: 1,
  });
  expect(error.toSupportText()).toBe(
    "Error: server: Unable to query timeseries database.\nOperation: GetData\nStatus: 500\nTrace ID: 0HMT7I3PQEH7M:00000DB3\nAttempts: 1",
  );
});
