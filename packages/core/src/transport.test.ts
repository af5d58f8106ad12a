import { describe, expect, test } from "vitest";
import { accessToken } from "./access-token.ts";
import type { TokenCredential, TokenRequestOptions } from "./access-token.ts";
import { createTimeseriesClient } from "./client.ts";
import type { TimeseriesClient, TimeseriesClientOptions } from "./client.ts";
import type { OmniaError } from "./omnia-error.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const item = { id, name: "1219-PT-1234", facility: "1219" };
const created = { name: "1219-PT-1234", facility: "1219" };

type Answer = Response | Error | ((request: Request) => Response | Promise<Response>);

const answerWith = (items: readonly unknown[]): Response => Response.json({ data: { items }, continuationToken: null });
const refuseWith = (
  status: number,
  headers: Record<string, string> = {},
  message = "Service is unavailable",
): Response => Response.json({ statusCode: status, message, traceId: "0HMT7I3PQEH7M:00000DB3" }, { status, headers });

/** A client over answers given one after the other, on a clock that only moves by its own waits. */
function createClient(answers: readonly Answer[], options: Partial<TimeseriesClientOptions> = {}) {
  const sent: Request[] = [];
  const waits: number[] = [];
  let nowMs = 1_700_000_000_000;
  const client: TimeseriesClient = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "secret-token"),
    fetch: async (request) => {
      const answer = answers[sent.length];
      sent.push(request);
      if (answer === undefined) throw new Error("The test has no more answers.");
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(request) : answer;
    },
    now: () => nowMs,
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    random: () => 0,
    ...options,
  });
  return { client, sent, waits };
}

async function errorOf(promise: Promise<unknown>): Promise<OmniaError> {
  try {
    await promise;
  } catch (error) {
    return error as OmniaError;
  }
  throw new Error("Nothing was thrown.");
}

const reset = (): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
const refused = (): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }) });

describe("what is sent", () => {
  test("a token of the environment's scope, and no header beyond what is needed", async () => {
    let scope = "";
    const credential = accessToken((request) => {
      scope = request.scope;
      return "secret-token";
    });
    const { client, sent } = createClient([answerWith([item])], { credential });
    await client.getTimeseriesById({ id });
    expect(scope).toBe("32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default");
    expect(sent[0]!.url).toBe(`https://api-test.gateway.equinor.com/plant/timeseries/v1.7/${id}`);
    expect(sent[0]!.redirect).toBe("error");
    expect(Object.fromEntries(sent[0]!.headers)).toEqual({
      accept: "application/json",
      authorization: "Bearer secret-token",
      "user-agent": expect.stringMatching(/^omnia-timeseries-js\/\d+\.\d+\.\d+ \(Node\.js\/\d+\)$/) as string,
    });
  });

  test("every try is a fresh request with its body", async () => {
    const bodies: string[] = [];
    const take = (answer: Response) => async (request: Request) => {
      bodies.push(await request.text());
      return answer;
    };
    const { client } = createClient([
      take(refuseWith(503)),
      take(Response.json({ statusCode: 200, message: "ok", traceId: "t" })),
    ]);
    await client.writeData({ id, datapoints: [{ time: "2024-01-01", value: 1 }], async: false });
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
  });

  test("nothing, where a parameter is wrong", async () => {
    const { client, sent } = createClient([]);
    const wrong = [
      client.getTimeseriesById({ id: "x" }),
      client.searchTimeseries({ limit: 0 }),
      client.postTimeseries({ name: "", facility: "1219" }),
      client.writeData({ id, datapoints: [] }),
      client.getTimeseriesById({ id }, { timeoutMs: 0 }),
      client.getTimeseriesById({ id }, { headers: { "x y": "1" } }),
      client.getTimeseriesById({ id }, { headers: { "x-key": "sec\nret" } }),
      client.getDatapoints({ id }),
    ];
    const errors = await Promise.all(wrong.map(errorOf));
    expect(errors.map(({ code }) => code)).toEqual(wrong.map(() => "invalid-argument"));
    expect(errors.map(String).join()).not.toContain("sec\nret");
    expect(sent).toHaveLength(0);
  });
});

describe("retry", () => {
  test.each([408, 425, 429, 502, 503, 504])("%i is tried again, twice, with growing waits", async (status) => {
    const { client, sent, waits } = createClient([refuseWith(status), refuseWith(status), answerWith([item])]);
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
    expect(sent).toHaveLength(3);
    expect(waits).toEqual([500, 1000]);
  });

  test("gives up after three tries, and does not wait once more", async () => {
    const { client, waits } = createClient([refuseWith(503), refuseWith(503), refuseWith(503)]);
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error).toMatchObject({
      code: "server",
      statusCode: 503,
      attempts: 3,
      operationId: "getTimeseriesById",
      traceId: "0HMT7I3PQEH7M:00000DB3",
      isRetryable: true,
    });
    expect(waits).toHaveLength(2);
  });

  test("connections that fail are tried again", async () => {
    const { client } = createClient([reset(), refused(), answerWith([item])]);
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
  });

  test("a body that breaks off is tried again", async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"data":'));
        controller.error(new Error("terminated"));
      },
    });
    const short = new Response('{"data":', { headers: { "content-length": "100" } });
    const { client } = createClient([new Response(broken), short, answerWith([item])]);
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
  });

  test("Retry-After is obeyed, in seconds and as a date", async () => {
    const date = { date: "Wed, 21 Oct 2026 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" };
    const { client, waits } = createClient([
      refuseWith(429, { "retry-after": "7" }),
      refuseWith(429, date),
      answerWith([item]),
    ]);
    await client.getTimeseriesById({ id });
    expect(waits).toEqual([7000, 30_000]);
  });

  test("a wait beyond the budget is not begun", async () => {
    const { client, sent, waits } = createClient([refuseWith(429, { "retry-after": "121" })]);
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 121_000, attempts: 1 });
    expect(sent).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test.each([
    [400, "bad-request"],
    [403, "forbidden"],
    [404, "not-found"],
    [409, "conflict"],
    [413, "bad-request"],
    [500, "server"],
  ])("%i is an answer: %s", async (status, code) => {
    const { client, sent } = createClient([refuseWith(status, {}, "Facility not found.")]);
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error).toMatchObject({ code, statusCode: status, attempts: 1, isRetryable: false });
    expect(error.message).toContain("Facility not found.");
    expect(error.message).toContain("0HMT7I3PQEH7M:00000DB3");
    expect(sent).toHaveLength(1);
  });

  test("409 is passing trouble for writes of data alone", async () => {
    const { client, sent } = createClient([
      refuseWith(409),
      Response.json({ statusCode: 200, message: "ok", traceId: "t" }),
    ]);
    await client.writeData({ id, datapoints: [{ time: 0n, value: 1 }] });
    expect(sent).toHaveLength(2);
  });

  test("a gateway's answer that is no JSON keeps its status", async () => {
    const html = new Response("<html>Bad gateway</html>", { status: 502 });
    const { client } = createClient([html, new Response(null, { status: 502 }), new Response("", { status: 502 })]);
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "server", statusCode: 502 });
    expect(error.message).toContain("no message came with it");
  });
});

describe("what must not be repeated", () => {
  test.each([
    ["a reset", reset()],
    ["a gateway timeout", refuseWith(504)],
    ["a cut answer", new Response("{", { headers: { "content-length": "9" } })],
    ["an answer of another kind", new Response("[]")],
  ])("after %s its outcome is unknown", async (_, answer) => {
    const { client, sent } = createClient([answer]);
    const error = await errorOf(client.postTimeseries(created));
    expect(error).toMatchObject({
      code: "outcome-unknown",
      operationId: "postTimeseries",
      attempts: 1,
      isRetryable: false,
    });
    expect(sent).toHaveLength(1);
  });

  test("is sent again where it never left", async () => {
    const { client, sent } = createClient([refused(), answerWith([item])]);
    await expect(client.postTimeseries(created)).resolves.toEqual(item);
    expect(sent).toHaveLength(2);
  });

  test("fails plainly where the service refused it", async () => {
    for (const [status, code] of [
      [409, "conflict"],
      [429, "rate-limited"],
      [503, "server"],
    ] as const) {
      const { client, sent } = createClient([refuseWith(status)]);
      expect((await errorOf(client.postTimeseries(created))).code).toBe(code);
      expect(sent).toHaveLength(1);
    }
  });
});

describe("deadlines and aborts", () => {
  const never = (request: Request): Promise<Response> =>
    new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason as Error)));
  const deaf = (): Promise<Response> => new Promise(() => {});
  /** The headers come, the body does not. */
  const stuck = (): Response => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));

  test.each([
    ["an answer that never comes", never],
    ["a fetch that does not listen", deaf],
    ["a body that never ends", stuck],
  ])("an attempt ends with %s", async (_, answer) => {
    const { client, sent } = createClient([answer, answer, answer], { attemptTimeoutMs: 5 });
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "timeout", attempts: 3, isRetryable: true });
    expect(sent.every((request) => request.signal.aborted)).toBe(true);
  });

  test("a call ends by its own time, also between tries", async () => {
    const waitForever = (_: number, signal: AbortSignal): Promise<void> =>
      new Promise((__, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
    const { client } = createClient([refuseWith(503)], { sleep: waitForever });
    expect((await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 5 }))).code).toBe("timeout");
  });

  test("the caller's abort has the platform's name, and its reason as cause", async () => {
    const reason = new Error("The page was left.");
    const controller = new AbortController();
    const { client } = createClient([never]);
    const failed = errorOf(client.getTimeseriesById({ id }, { signal: controller.signal }));
    controller.abort(reason);
    expect(await failed).toMatchObject({ code: "aborted", name: "AbortError", cause: reason });
    const { client: other, sent } = createClient([]);
    expect((await errorOf(other.getTimeseriesById({ id }, { signal: controller.signal }))).code).toBe("aborted");
    expect(sent).toHaveLength(0);
  });

  test("leaves no listener on the caller's signal, and never hands it on", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      listeners--;
      remove(...args);
    };
    const { client, sent } = createClient([answerWith([item]), refuseWith(404), refuseWith(503), answerWith([item])]);
    await client.getTimeseriesById({ id }, { signal });
    await errorOf(client.getTimeseriesById({ id }, { signal }));
    await client.getTimeseriesById({ id }, { signal });
    expect(listeners).toBe(0);
    expect(sent.some((request) => request.signal === signal)).toBe(false);
  });
});

describe("authorization", () => {
  /** Gives token-1, token-2, … and remembers what it was asked with. */
  function createCredential(lifetimeMs: number, nowMs = 1_700_000_000_000) {
    const asked: (TokenRequestOptions | undefined)[] = [];
    const credential: TokenCredential = {
      async getToken(_, options) {
        asked.push(options);
        return { token: `token-${asked.length}`, expiresOnTimestamp: nowMs + lifetimeMs };
      },
    };
    return { credential, asked };
  }

  test("a token is asked for once while it lasts, also by many at once", async () => {
    const { credential, asked } = createCredential(3_600_000);
    const { client } = createClient(
      Array.from({ length: 21 }, () => () => answerWith([item])),
      { credential },
    );
    await Promise.all(Array.from({ length: 20 }, () => client.getTimeseriesById({ id })));
    await client.getTimeseriesById({ id });
    expect(asked).toEqual([{ enableCae: true }]);
  });

  test("a token with less than five minutes left is renewed first", async () => {
    const { credential, asked } = createCredential(299_000);
    const { client } = createClient([answerWith([item]), answerWith([item])], { credential });
    await client.getTimeseriesById({ id });
    await client.getTimeseriesById({ id });
    expect(asked).toHaveLength(2);
  });

  test("a 401 is asked about once more, with the claims of its challenge", async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
    const challenge = { "www-authenticate": `Bearer error="insufficient_claims", claims="${btoa(claims)}"` };
    const { credential, asked } = createCredential(3_600_000);
    const { client, sent } = createClient([refuseWith(401, challenge), answerWith([item])], { credential });
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
    expect(asked).toEqual([{ enableCae: true }, { enableCae: true, claims }]);
    expect(sent.map((request) => request.headers.get("authorization"))).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  test("a second 401, or the same token again, is the end", async () => {
    const { credential, asked } = createCredential(3_600_000);
    const first = createClient([refuseWith(401), refuseWith(401)], { credential });
    expect(await errorOf(first.client.getTimeseriesById({ id }))).toMatchObject({
      code: "unauthorized",
      statusCode: 401,
    });
    expect(asked).toHaveLength(2);
    const second = createClient([refuseWith(401)]);
    expect((await errorOf(second.client.getTimeseriesById({ id }))).code).toBe("unauthorized");
    expect(second.sent).toHaveLength(1);
  });

  test("what must not be repeated may be sent again after a 401, which did nothing", async () => {
    const { credential } = createCredential(3_600_000);
    const { client } = createClient([refuseWith(401), answerWith([item])], { credential });
    await expect(client.postTimeseries(created)).resolves.toEqual(item);
  });

  test("a sign-in that failed is not tried again: it has its own retries", async () => {
    let asked = 0;
    const failure = Object.assign(new Error("No network."), {
      [Symbol.for("omnia-timeseries.OmniaError")]: true,
      code: "credential",
      isRetryable: true,
    });
    const { client } = createClient([], { credential: { getToken: () => Promise.reject((asked++, failure)) } });
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "credential", isRetryable: true });
    expect(asked).toBe(1);
  });

  test("each of several callers gets an error of its own", async () => {
    const credential = { getToken: () => Promise.reject(new Error("No sign-in.")) };
    const { client } = createClient([], { credential });
    const [first, second] = await Promise.all([
      errorOf(client.getTimeseriesById({ id })),
      errorOf(client.searchTimeseries({ name: "x" })),
    ]);
    expect(first).not.toBe(second);
    expect([first.operationId, second.operationId]).toEqual(["getTimeseriesById", "GetSearch"]);
  });

  test("a call may have a credential of its own", async () => {
    const { client, sent } = createClient([answerWith([item])]);
    await client.getTimeseriesById({ id }, { credential: accessToken(() => "other") });
    expect(sent[0]!.headers.get("authorization")).toBe("Bearer other");
  });

  test.each([
    [undefined, "is missing"],
    [{}, "has no getToken()"],
  ])("a client needs a credential: %j", (credential, why) => {
    expect(() => createClient([], { credential: credential as unknown as TokenCredential })).toThrow(
      expect.objectContaining({ code: "credential", message: expect.stringContaining(why) }),
    );
  });

  test.each([
    ["throws", () => Promise.reject(new Error("AADSTS7000215: Invalid client secret provided."))],
    ["gives null", () => Promise.resolve(null)],
    ["gives two lines", () => Promise.resolve({ token: "secret\nsecret", expiresOnTimestamp: 0 })],
    ["gives no text", () => Promise.resolve({ token: "", expiresOnTimestamp: 0 })],
  ])("a credential that %s is an error of its own", async (_, getToken) => {
    const { client, sent } = createClient([], { credential: { getToken } });
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error.code).toBe("credential");
    expect(error.message).not.toContain("secret\n");
    expect(sent).toHaveLength(0);
  });
});

describe("answers of a wrong structure", () => {
  test.each([
    "",
    "null",
    "[]",
    "{}",
    '{"data":null}',
    '{"data":{"items":{}}}',
    '{"data":{"items":[]}}',
    '{"data":{"items":[{},{}]}}',
  ])("%j is refused", async (body) => {
    const { client } = createClient([new Response(body)]);
    expect((await errorOf(client.getTimeseriesById({ id }))).code).toBe("decode");
  });
});

test("an answer longer than maxAnswerBytes is refused before all of it is read", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  const { client } = createClient([new Response(endless)], { maxAnswerBytes: 5000 });
  const error = await errorOf(client.getTimeseriesById({ id }));
  expect(error).toMatchObject({ code: "decode", message: "The answer is longer than 5000 bytes." });
  expect(pulled).toBeLessThan(10);
});

test("no secret is in an error, however it is shown", async () => {
  const { client } = createClient([refuseWith(500)]);
  const error = await errorOf(client.getTimeseriesById({ id }, { headers: { "x-key": "secret-key" } }));
  const shown = [
    String(error),
    error.stack,
    JSON.stringify(error),
    error.toSupportText(),
    JSON.stringify(Object.entries(error)),
  ].join();
  expect(shown).not.toMatch(/secret/);
});
