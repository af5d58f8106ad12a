import { describe, expect, test, vi } from "vitest";
import { accessToken } from "./access-token.ts";
import { createTimeseriesClient } from "./client.ts";
import type { TimeseriesClient, TimeseriesClientOptions } from "./client.ts";
import { createRequest } from "./create-request.ts";
import { describeCall } from "./events.ts";
import type { ClientEvent } from "./events.ts";
import type { AnswerInfo } from "./exchange.ts";
import { answerItems, baseUrl, createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import type { Answer } from "./fake-client.test-support.ts";
import { operations } from "./gen/operations.ts";

const item = { id, name: "1219-PT-1234", facility: "1219" };
const url = `${baseUrl}/${id}`;
const call = { call: 1, operationId: "getTimeseriesById", method: "GET", url };
const traceId = "0HMT7I3PQEH7M:00000DB3";

/** A client with a list of what it told; each request takes 10 ms, and waits take their time. */
function createCase(answers: readonly Answer[], options: Partial<TimeseriesClientOptions> = {}) {
  const events: ClientEvent[] = [];
  let nowMs = 0;
  const slow = answers.map((answer) => async (request: Request): Promise<Response> => {
    nowMs += 10;
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(request) : answer;
  });
  const { client } = createFakeClient(slow, {
    now: () => nowMs,
    sleep: async (ms) => void (nowMs += ms),
    random: () => 0,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { client, events };
}

const never = (): Promise<Response> => new Promise(() => {});
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("onEvent tells of", () => {
  test("a success", async () => {
    const { client, events } = createCase([answerItems([item])]);
    await client.getTimeseriesById({ id });
    expect(events).toEqual([
      { type: "try", ...call, number: 1, durationMs: 10, statusCode: 200 },
      { type: "call", ...call, tries: 1, durationMs: 10, statusCode: 200 },
    ]);
  });

  test("a refusal", async () => {
    const { client, events } = createCase([refuse(404)]);
    await errorOf(client.getTimeseriesById({ id }));
    const outcome = { durationMs: 10, statusCode: 404, traceId, code: "not-found" };
    expect(events).toEqual([
      { type: "try", ...call, number: 1, ...outcome },
      { type: "call", ...call, tries: 1, ...outcome },
    ]);
  });

  test("a retry, and the success after it", async () => {
    const { client, events } = createCase([refuse(503), new TypeError("fetch failed"), answerItems([item])]);
    await client.getTimeseriesById({ id });
    expect(events).toEqual([
      { type: "try", ...call, number: 1, durationMs: 10, statusCode: 503, traceId, code: "server" },
      { type: "retry", ...call, number: 1, code: "server", waitMs: 500 },
      { type: "try", ...call, number: 2, durationMs: 10, code: "network" },
      { type: "retry", ...call, number: 2, code: "network", waitMs: 1000 },
      { type: "try", ...call, number: 3, durationMs: 10, statusCode: 200 },
      { type: "call", ...call, tries: 3, durationMs: 1530, statusCode: 200 },
    ]);
  });

  test("a token that was renewed", async () => {
    let asked = 0;
    const credential = accessToken(() => `token-${++asked}`);
    const { client, events } = createCase([refuse(401), answerItems([item])], { credential });
    await client.getTimeseriesById({ id });
    expect(events).toEqual([
      { type: "try", ...call, number: 1, durationMs: 10, statusCode: 401, traceId, code: "unauthorized" },
      { type: "try", ...call, number: 1, durationMs: 10, statusCode: 200 },
      { type: "call", ...call, tries: 1, durationMs: 20, statusCode: 200 },
    ]);
  });

  test("an answer that broke off keeps its status", async () => {
    const { client, events } = createCase([new Response("{", { headers: { "content-length": "9" } })], {
      retry: { tries: 1 },
    });
    await errorOf(client.getTimeseriesById({ id }));
    const outcome = { durationMs: 10, statusCode: 200, code: "incomplete" };
    expect(events).toEqual([
      { type: "try", ...call, number: 1, ...outcome },
      { type: "call", ...call, tries: 1, ...outcome },
    ]);
  });

  test("an abort in the middle of a try: first the try, then the call, and nothing after it", async () => {
    const { client, events } = createCase([refuse(503), never]);
    const controller = new AbortController();
    const failed = errorOf(client.getTimeseriesById({ id }, { signal: controller.signal }));
    await tick();
    controller.abort();
    expect(await failed).toMatchObject({ code: "aborted" });
    await tick();
    expect(events.slice(2)).toEqual([
      { type: "try", ...call, number: 2, durationMs: 10, code: "aborted" },
      { type: "call", ...call, tries: 2, durationMs: 520, code: "aborted" },
    ]);
  });

  test("a call that ran out of time", async () => {
    const { client, events } = createCase([never, never]);
    await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 5 }));
    await tick();
    expect(events).toEqual([
      { type: "try", ...call, number: 1, durationMs: 10, code: "timeout" },
      { type: "call", ...call, tries: 1, durationMs: 10, code: "timeout" },
    ]);
  });

  test("an abort in a wait, or before a token came", async () => {
    const waitForever = (_: number, signal: AbortSignal): Promise<void> =>
      new Promise((__, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
    const waiting = createCase([refuse(503)], { sleep: waitForever });
    await errorOf(waiting.client.getTimeseriesById({ id }, { timeoutMs: 5 }));
    await tick();
    expect(waiting.events.at(-1)).toEqual({ type: "call", ...call, tries: 1, durationMs: 10, code: "timeout" });
    const asking = createCase([], { credential: { getToken: () => new Promise(() => {}) } });
    await errorOf(asking.client.getTimeseriesById({ id }, { timeoutMs: 5 }));
    await tick();
    expect(asking.events).toEqual([{ type: "call", ...call, tries: 0, durationMs: 0, code: "timeout" }]);
  });

  test("a credential that fails", async () => {
    const credential = { getToken: () => Promise.reject(new Error("No sign-in.")) };
    const { client, events } = createCase([], { credential });
    await errorOf(client.getTimeseriesById({ id }));
    expect(events).toEqual([{ type: "call", ...call, tries: 0, durationMs: 0, code: "credential" }]);
  });

  test("an answer or a failure of a layer", async () => {
    const answer = createCase([], { layers: [() => () => Promise.resolve(item as never)] });
    await answer.client.getTimeseriesById({ id });
    expect(answer.events).toEqual([{ type: "call", ...call, tries: 0, durationMs: 0 }]);
    const failure = new RangeError("A bug.");
    const fail = createCase([], { layers: [() => () => Promise.reject(failure)] });
    await expect(fail.client.getTimeseriesById({ id })).rejects.toBe(failure);
    expect(fail.events).toEqual([{ type: "call", ...call, tries: 0, durationMs: 0, code: "other" }]);
  });

  test("nothing, where a call never began", async () => {
    const { client, events } = createCase([]);
    await errorOf(client.getTimeseriesById({ id: "x" }));
    await errorOf(client.getTimeseriesById({ id }, { signal: AbortSignal.abort() }));
    expect(events).toEqual([]);
  });
});

test("calls are counted, each page of a reader is one", async () => {
  const { client, events } = createCase([
    answerItems([item], "next"),
    answerItems([{ ...item, id: "b" }]),
    answerItems([item]),
  ]);
  for await (const _ of client.readTimeseries({})) expect(_.name).toBe(item.name);
  await client.getTimeseriesById({ id });
  const counted = events.flatMap((event) => (event.type === "call" ? [[event.call, event.operationId]] : []));
  expect(counted).toEqual([
    [1, "Getall"],
    [2, "Getall"],
    [3, "getTimeseriesById"],
  ]);
});

test("every event is what JSON makes of it", async () => {
  const { client, events } = createCase([refuse(429), new TypeError("fetch failed"), answerItems([item]), refuse(500)]);
  await client.getTimeseriesById({ id });
  await errorOf(client.getTimeseriesById({ id }));
  expect(events).toHaveLength(8);
  expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
});

test("a key in the query of client.rest is in no event: what the document does not name is not even sent", async () => {
  const { client, events } = createCase([refuse(503), answerItems([])]);
  const query = { "subscription-key": "secret", sub: "secret", facility: "1219" };
  await client.rest.GET("/", { params: { query } });
  expect(events.map(({ url }) => url)).toEqual(events.map(() => `${baseUrl}/?facility=1219`));
});

test("events name the request as it is shown, with its keys hidden", async () => {
  const request = createRequest({ serializeQuery: () => "sub=secret&a=1&subscription-key=secret" }, baseUrl, {
    operation: operations.GetSearch,
    accept: "application/json",
  });
  expect(describeCall({ request, call: 1 }).url).toBe(`${baseUrl}/search?sub=hidden&a=1&subscription-key=hidden`);
});

describe("a listener that throws", () => {
  /** What would end a program that does not look after it. */
  async function uncaught(run: () => Promise<unknown>): Promise<unknown[]> {
    const seen: unknown[] = [];
    const spy = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        seen.push(error);
      }
    });
    try {
      await run();
    } finally {
      spy.mockRestore();
    }
    return seen;
  }

  const mistake = new Error("A mistake of the listener.");
  const fail = (): void => {
    throw mistake;
  };

  test("fails no call, and is seen", async () => {
    const { client } = createCase([answerItems([item])], { onEvent: fail });
    const run = (): Promise<unknown> => expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
    expect(await uncaught(run)).toEqual([mistake, mistake]);
  });

  test("nor does an onResponse that throws, and nothing is sent again for it", async () => {
    const { client, events } = createCase([answerItems([item])]);
    const run = (): Promise<unknown> =>
      expect(client.getTimeseriesById({ id }, { onResponse: fail })).resolves.toEqual(item);
    expect(await uncaught(run)).toEqual([mistake]);
    expect(events.map(({ type }) => type)).toEqual(["try", "call"]);
  });
});

describe("onResponse", () => {
  const headers = { "x-ratelimit-remaining": "7", "content-type": "application/json" };
  const page = (token: string | null): Response =>
    Response.json({ data: { items: [item] }, continuationToken: token }, { headers });

  test("is given status and all headers of the answer that was read, and of no other", async () => {
    const answers: AnswerInfo[] = [];
    const { client } = createCase([refuse(503), page(null), refuse(404)]);
    await client.getTimeseriesById({ id }, { onResponse: (response) => answers.push(response) });
    await errorOf(client.getTimeseriesById({ id }, { onResponse: (response) => answers.push(response) }));
    expect(answers).toEqual([{ url, statusCode: 200, headers }]);
  });

  test("is told of each page of a reader", async () => {
    const answers: AnswerInfo[] = [];
    const { client } = createCase([page("next"), page(null)]);
    const reader = client.readTimeseries({}, { onResponse: (response) => answers.push(response) });
    await reader.all({ maxItems: 10 });
    expect(answers.map(({ headers }) => headers["x-ratelimit-remaining"])).toEqual(["7", "7"]);
    expect(answers[1]!.url).toContain("continuationToken=next");
  });
});

test("client.rest gives the answer itself: status, headers and body", async () => {
  const answered = Response.json({ data: { items: [item] } }, { headers: { "x-ratelimit-remaining": "7" } });
  const { client }: { client: TimeseriesClient } = createCase([answered, refuse(404)]);
  const found = await client.rest.GET("/{id}", { params: { path: { id } } });
  expect(found.response.status).toBe(200);
  expect(found.response.headers.get("x-ratelimit-remaining")).toBe("7");
  expect(found.data).toEqual({ data: { items: [item] } });
  const missing = await client.rest.GET("/{id}", { params: { path: { id } } });
  expect(missing.response.status).toBe(404);
  expect(missing.error).toMatchObject({ traceId });
});

test("a client that nobody listens to works as well", async () => {
  const client = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "token"),
    fetch: async () => answerItems([item]),
  });
  await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
});
