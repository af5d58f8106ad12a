// docs/errors.md shows a message of each code; here each is provoked, and must say what the page says.
import { readFileSync } from "node:fs";
import { accessToken, OmniaError } from "@omnia-timeseries/core";
import type { OmniaErrorCode, TimeseriesClientOptions } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { expect, test } from "vitest";
import { createFakeClient, errorOf } from "./fake-client.ts";

const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const traceId = "0HMT7I3PQEH7M:00000DB3";
/** A JSON Web Token (RFC 7519) for another API. */
const tokenOfAnother = [{ alg: "RS256" }, { aud: "https://graph.microsoft.com", roles: ["User.Read.All"] }, "signature"]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");
const refuse = (status: number, message: string, headers: Record<string, string> = {}): Response =>
  Response.json({ statusCode: status, message, traceId }, { status, headers });

const create = (
  answer: Response | string | (() => Promise<Response>),
  options: Partial<TimeseriesClientOptions> = {},
) =>
  createFakeClient(typeof answer === "function" ? [] : [answer], {
    format: json,
    retry: { tries: 1 },
    ...(typeof answer === "function" && { fetch: answer }),
    ...options,
  }).client;
const read = (...parameters: Parameters<typeof create>): Promise<unknown> =>
  create(...parameters).getDatapoints({ id });
const fail = (cause: Error) => (): Promise<never> => Promise.reject(cause);
const coded = (code: string, message: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

const examples: Readonly<Record<OmniaErrorCode, () => Promise<unknown>>> = {
  "invalid-argument": () => create("").getDatapoints({ id, limit: 200_000 }),
  credential: () => read("", { credential: accessToken(fail(new Error("The sign-in page was closed."))) }),
  unauthorized: () => read(refuse(401, "Unauthorized"), { credential: accessToken(() => tokenOfAnother) }),
  forbidden: () => read(refuse(403, "You have no access to this source.")),
  "not-found": () => read(refuse(404, "Timeseries not found.")),
  conflict: () =>
    create(refuse(409, "Attempt to store timeseries 'PT-1234' from '1219' which already exists")).postTimeseries({
      name: "PT-1234",
      facility: "1219",
    }),
  "bad-request": () => create(refuse(400, "Facility not found.")).postTimeseries({ name: "PT-1234", facility: "1220" }),
  "rate-limited": () => read(refuse(429, "Too many requests.", { "retry-after": "300" })),
  server: () => read(refuse(500, "Unable to query timeseries database.")),
  network: () => read(fail(coded("ECONNRESET", "read ECONNRESET"))),
  timeout: () => read(() => new Promise(() => {}), { attemptTimeoutMs: 5 }),
  aborted: () => {
    const controller = new AbortController();
    const call = create(() => new Promise(() => {})).getDatapoints({ id }, { signal: controller.signal });
    controller.abort();
    return call;
  },
  decode: () =>
    create(new Response("<!doctype html>", { headers: { "content-type": "text/html" } })).getTimeseriesById({ id }),
  incomplete: () => read(new Response("{", { headers: { "content-length": "4096" } })),
  "outcome-unknown": () =>
    create(fail(coded("ECONNRESET", "read ECONNRESET"))).postTimeseries({ name: "PT-1234", facility: "1219" }),
};

test.each(Object.entries(examples))("%s", async (code, provoke) => {
  const error = await errorOf(provoke());
  expect(error).toBeInstanceOf(OmniaError);
  expect(error.code).toBe(code);
  const rows = page.split("\n").filter((line) => line.startsWith(`| \`${code}\``));
  expect(rows).toHaveLength(2);
  // The second table is of messages. The time is another there.
  expect(rows[1]).toContain(error.message.replace("within 5 ms", "within 120000 ms"));
});
