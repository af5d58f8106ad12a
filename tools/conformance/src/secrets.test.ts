// Whatever fails, and however it is printed: no secret. Every place that can carry one has a marked one.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { ClientEvent, Layer, OmniaError, TimeseriesClient, TokenCredential } from "@omnia-timeseries/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorOf, formatCases } from "./fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const mark = "5EC2E7";
const jsonWebToken = `eyJhbGciOiJub25lIn0.${btoa(`{"sub":"xy"}`)}${mark}.c2lnbmF0dXJl`;
const opaqueToken = `opaque-token-${mark}-0123456789`;
const connectionString = `Endpoint=sb://hub.example.org/;SharedAccessKeyName=send;SharedAccessKey=${mark}abc=;EntityPath=x`;
const headers = { "Ocp-Apim-Subscription-Key": `key-${mark}`, cookie: `session=${mark}` };

/** A service, or a gateway, that says what it was asked, and sets a cookie. */
const echo = (status: number) => (request: Request, body: string) =>
  Response.json(
    {
      statusCode: status,
      message: `Not accepted: authorization ${request.headers.get("authorization")}, body ${body.includes("Shared") ? body : ""}, ${request.url}`,
      traceId: "0HMT7I3PQEH7M:00000DB3",
    },
    { status, headers: { "set-cookie": `ARRAffinity=${mark}`, "x-ms-request-id": "shown" } },
  );
const foreignError = (request: Request): Error =>
  Object.assign(new Error(`fetch failed for ${request.headers.get("authorization")}`, { cause: { request } }), {
    request,
    config: { headers: Object.fromEntries(request.headers) },
    code: "ECONNRESET",
  });

type Answer = (request: Request, body: string) => Response | Promise<Response>;
const answers: Readonly<Record<string, Answer>> = {
  ...Object.fromEntries([400, 401, 403, 404, 409, 429, 500, 502, 503].map((status) => [status, echo(status)])),
  "a page": (request) => new Response(`<html>${mark} ${request.headers.get("authorization")}</html>`, { status: 502 }),
  "a page as a success": () => new Response(`${mark}<html>`, { headers: { "content-type": "text/html" } }),
  "a success of a wrong structure": () => Response.json([mark]),
  "a body cut short": () => new Response(`{"a":"${mark}`, { headers: { "content-length": "9999" } }),
  "a body that breaks off": (request) =>
    new Response(new ReadableStream({ start: (controller) => controller.error(foreignError(request)) })),
  "a fetch that throws the request": (request) => {
    throw foreignError(request);
  },
  "a fetch that throws several": (request) => {
    throw new AggregateError([foreignError(request), foreignError(request)], "all failed");
  },
  "a fetch that throws no error": (request) => {
    throw { request, mark } as unknown as Error;
  },
  "a fetch that gives nothing": () => undefined as unknown as Response,
  "no answer": () => new Promise(() => {}),
};

const credentials: Readonly<Record<string, TokenCredential>> = {
  "a JSON Web Token": { getToken: async () => ({ token: jsonWebToken, expiresOnTimestamp: 0 }) },
  "an opaque token": { getToken: async () => ({ token: opaqueToken, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
  "a token of two lines": { getToken: async () => ({ token: `${mark}\n${mark}`, expiresOnTimestamp: 0 }) },
  "an error with its request": {
    getToken: () =>
      Promise.reject(
        Object.assign(new Error(`Request failed: client_secret=${mark}&scope=x`), {
          config: { data: `client_secret=${mark}` },
          cause: Object.assign(new Error("inner"), { response: { access_token: mark } }),
        }),
      ),
  },
  "an object that is no error": { getToken: () => Promise.reject({ secret: mark }) },
};

const datapoints = [{ time: "2024-01-01T00:00:00Z", value: 1 }];
const calls: Readonly<Record<string, (client: TimeseriesClient, signal: AbortSignal) => Promise<unknown>>> = {
  getTimeseriesById: (client, signal) => client.getTimeseriesById({ id }, { headers, signal }),
  getDatapoints: (client) => client.getDatapoints({ id }, { headers }),
  "readDatapoints(…).all": (client) =>
    client.readDatapoints({ id, startTime: "2024-01-01" }, { headers }).all({ maxPoints: 1 }),
  writeData: (client) => client.writeData({ id, datapoints }, { headers }),
  postTimeseries: (client, signal) =>
    client.postTimeseries({ name: "x", facility: "1219", description: mark }, { headers, signal }),
  setStreamDestination: (client) => client.setStreamDestination({ connectionString }, { headers }),
  "setStreamDestination with bytes": (client) =>
    client.setStreamDestination({ connectionString: new TextEncoder().encode(mark) as unknown as string }),
  "a header of two lines": (client) => client.getTimeseriesById({ id }, { headers: { "x-key": `${mark}\n` } }),
  "rest.POST": async (client) => {
    const { error } = await client.rest.POST("/streaming/destination", { body: { connectionString }, headers });
    // What the service answers is the caller's here, as openapi-fetch gives it.
    throw error === undefined ? new Error("answered") : new Error("refused");
  },
};

const inspectOptions = [
  {},
  { depth: null, showHidden: true, getters: true },
  { depth: null, showHidden: true, getters: true, customInspect: false },
] as const;

/** Everything that can be printed of a value. */
function print(value: unknown): string {
  const shown = inspectOptions.map((options) => inspect(value, options));
  shown.push(JSON.stringify(value) ?? "", String(value));
  for (let error = value; error instanceof Error; error = error.cause) {
    shown.push(error.message, String(error.stack), JSON.stringify(Object.entries(error)));
  }
  if (typeof (value as OmniaError | undefined)?.toSupportText === "function") {
    shown.push((value as OmniaError).toSupportText());
  }
  return shown.join("\n");
}

const addKey: Layer = (next) => (attempt) =>
  next({ ...attempt, request: { ...attempt.request, url: `${attempt.request.url}?subscription-key=${mark}` } });

const oneOf = (record: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(record));

test("no failure shows a secret", async () => {
  const codes = new Set<string>();
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      oneOf(calls),
      oneOf(answers),
      oneOf(credentials),
      fc.constantFrom(...formatCases),
      fc.boolean(),
      fc.boolean(),
      async (call, answer, credential, { format }, hasKey, isAborted) => {
        const events: ClientEvent[] = [];
        const controller = new AbortController();
        let nowMs = 0;
        const client = createTimeseriesClient({
          environment: "test",
          credential: credentials[credential]!,
          format,
          attemptTimeoutMs: 3,
          layers: hasKey ? [addKey] : [],
          onEvent: (event) => events.push(event),
          now: () => nowMs,
          sleep: async (ms) => {
            nowMs += ms;
          },
          fetch: async (request) => {
            const body = await request.clone().text();
            reached.add(answer);
            if (isAborted) controller.abort(new Error("left"));
            return answers[answer]!(request, body);
          },
        });
        const error = await errorOf(calls[call]!(client, controller.signal));
        codes.add(error.code);
        const printed = [print(error), JSON.stringify(events), print(client)].join("\n");
        expect({ call, answer, credential, printed }).toEqual({
          call,
          answer,
          credential,
          printed: expect.not.stringContaining(mark) as string,
        });
      },
    ),
    { numRuns: 1000 },
  );
  // The runs came everywhere.
  expect([...reached].toSorted()).toEqual(Object.keys(answers).toSorted());
  expect([...codes]).toEqual(
    expect.arrayContaining(
      "invalid-argument credential unauthorized forbidden not-found conflict bad-request rate-limited server network timeout aborted decode incomplete outcome-unknown".split(
        " ",
      ),
    ),
  );
});

test("the search finds what is there to be found", () => {
  for (const thrown of [
    Object.assign(new Error("x"), { request: new Request("https://x.example", { headers: { a: mark } }) }),
    new Error("x", { cause: { mark } }),
    Object.defineProperty(new Error("x"), "hidden", { value: mark }),
    new Error(mark),
  ]) {
    expect(print(thrown)).toContain(mark);
  }
});

describe("what succeeded shows no secret either", () => {
  test.each(formatCases)("$format.name: points, reader and client", async ({ format, body }) => {
    const rows = [{ time: 0n, value: 1, status: 192 }];
    const client = createTimeseriesClient({
      environment: "test",
      credential: credentials["an opaque token"]!,
      format,
      fetch: async () => new Response(body([{ id, rows }]), { headers: { "set-cookie": mark } }),
    });
    const reader = client.readDatapoints({ id, startTime: "1970-01-01" }, { headers });
    const points = await reader.all({ maxPoints: 9 });
    const page = await client.getDatapoints({ id }, { headers });
    expect(points.length).toBe(1);
    expect([points, page, reader, client, client.rest].map(print).join("\n")).not.toContain(mark);
  });
});

describe("an error that nobody handles, as Node prints it", () => {
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const run = (code: string): Promise<{ exitCode: unknown; printed: string }> =>
    new Promise((resolve) => {
      const args = ["--input-type=module-typescript", "--eval", code];
      execFile(process.execPath, args, { cwd }, (error, stdout, stderr) =>
        resolve({ exitCode: error?.code, printed: stdout + stderr }),
      );
    });
  const start = `import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
    const secret = ["5EC", "2E7"].join("");
    const create = (options) => createTimeseriesClient({ environment: "test", credential: accessToken(() => secret), retry: { tries: 1 }, ...options });
    const call = { headers: { "x-key": secret } };\n`;

  test.each([
    [
      "network",
      `create({ fetch: (request) => { throw Object.assign(new Error("boom"), { request }); } }).getTimeseriesById({ id: "${id}" }, call);`,
    ],
    [
      "credential",
      `create({ credential: { getToken: () => Promise.reject(Object.assign(new Error("boom"), { config: { secret } })) } }).getTimeseriesById({ id: "${id}" }, call);`,
    ],
    [
      "outcome-unknown",
      `create({ fetch: (request) => { throw Object.assign(new Error("boom"), { request }); } }).postTimeseries({ name: secret, facility: "1219" }, call);`,
    ],
  ])("%s", async (code, statement) => {
    const { exitCode, printed } = await run(start + statement);
    expect(exitCode).toBe(1);
    expect(printed).toContain(`code: '${code}'`);
    expect(printed).toContain("boom");
    expect(printed).not.toContain(mark);
  });
});
