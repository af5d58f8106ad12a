import { describe, expect, test } from "vitest";
import type { TimeseriesClientOptions } from "./client.ts";
import { createFakeClient, errorOf, id } from "./fake-client.test-support.ts";
import type { Answer } from "./fake-client.test-support.ts";
import type { OmniaError } from "./omnia-error.ts";

const headers = {
  date: "Sat, 01 Jun 2024 00:00:00 GMT",
  "x-ms-request-id": "8d4f1c2e",
  "x-ratelimit-remaining": "0",
  "x-ratelimit-reset": "60",
  "retry-after": "121",
  "set-cookie": "ARRAffinity=secret",
};
const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "set-cookie"));

async function fail(answer: Answer, options: Partial<TimeseriesClientOptions> = {}): Promise<OmniaError> {
  const { client } = createFakeClient([answer], { retry: { tries: 1 }, ...options });
  return errorOf(client.getTimeseriesById({ id }));
}

let dribbling = 0;

/** Gives a byte now and then, for ever. */
const dribble = (): ReadableStream<Uint8Array> => {
  let timer: ReturnType<typeof setInterval>;
  dribbling++;
  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(new Uint8Array([32])), 1);
    },
    cancel() {
      clearInterval(timer);
      dribbling--;
    },
  });
};

describe("what an error keeps of an answer", () => {
  test.each<[string, Response]>([
    ["a refusal", Response.json({ message: "Wait.", traceId: "t" }, { status: 429, headers })],
    ["a gateway's page", new Response("<html>Bad gateway</html>", { status: 502, headers })],
    ["a refusal without a body", new Response(null, { status: 403, headers })],
    ["an answer of a wrong structure", new Response("[]", { headers })],
    ["an answer that is no JSON", new Response("<html>", { headers })],
    ["an answer that was cut", new Response("{", { headers: { ...headers, "content-length": "9" } })],
    ["an answer that never ends", new Response(dribble(), { headers })],
  ])("%s: its status and all headers but cookies", async (_, answer) => {
    const error = await fail(answer, { attemptTimeoutMs: 20 });
    expect(error.statusCode).toBe(answer.status);
    expect(error.headers).toMatchObject(kept);
    expect(Object.keys(error.headers!)).not.toContain("set-cookie");
  });

  test("a refusal of a write whose outcome is open keeps them too", async () => {
    const { client } = createFakeClient([new Response("", { status: 504, headers })]);
    const error = await errorOf(client.postTimeseries({ name: "x", facility: "1219" }));
    expect(error).toMatchObject({ code: "outcome-unknown", statusCode: 504, headers: kept });
  });

  test.each([
    ['{"message":"No.","traceId":"0HMT7I3PQEH7M:00000DB3"}', "No.", "0HMT7I3PQEH7M:00000DB3"],
    ['{"message":"","traceId":"t"}', "no message came with it", "t"],
    ['{"message":1,"traceId":2}', "no message came with it", undefined],
    ["null", "no message came with it", undefined],
    ["<html>", "no message came with it", undefined],
    ["", "no message came with it", undefined],
  ])("%s: %s", async (body, said, traceId) => {
    const error = await fail(new Response(body, { status: 400 }));
    const trace = traceId === undefined ? "" : ` (trace ID ${traceId})`;
    expect(error.message).toBe(`getTimeseriesById was answered with 400: ${said}${trace}`);
    expect(error.traceId).toBe(traceId);
  });

  test("a refusal with an endless page keeps its status", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) });
    expect(await fail(new Response(endless, { status: 503 }))).toMatchObject({ code: "server", statusCode: 503 });
  });

  test("a trace ID that looks like a token, or a message that holds one, is hidden", async () => {
    const message =
      "Bearer abcdefghijklmnopqrst is not valid; SharedAccessKey=abc=;x https://x/?subscription-key=abc&y";
    const error = await fail(Response.json({ message }, { status: 401 }));
    expect(error.message).toContain(
      "Bearer hidden is not valid; SharedAccessKey=hidden;x https://x/?subscription-key=hidden&y",
    );
  });

  test("what only sounds like a secret is shown", async () => {
    const message = "Bearer token is missing. The subscription key and SharedAccessKey are wrong: sub=none.";
    expect((await fail(Response.json({ message }, { status: 401 }))).message).toContain(message);
  });
});

describe("an answer that dribbles for ever", () => {
  test("ends with its attempt, each time", async () => {
    const answers = [1, 2, 3].map(() => () => new Response(dribble()));
    const { client, seen } = createFakeClient(answers, { attemptTimeoutMs: 15 });
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "timeout", attempts: 3 });
    // Also where a fetch does not listen to its signal.
    expect({ requests: seen.length, dribbling }).toEqual({ requests: 3, dribbling: 0 });
  });

  test("ends with the call", async () => {
    const { client } = createFakeClient([() => new Response(dribble())]);
    const startedAt = performance.now();
    const error = await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 15 }));
    expect(error).toMatchObject({ code: "timeout", attempts: 1, message: "No complete answer within 15 ms." });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(dribbling).toBe(0);
  });

  test("ends with the caller's abort", async () => {
    const controller = new AbortController();
    const { client } = createFakeClient([() => new Response(dribble())]);
    setTimeout(() => controller.abort(), 15);
    const error = await errorOf(client.getTimeseriesById({ id }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted", name: "AbortError", statusCode: 200 });
    expect(dribbling).toBe(0);
  });

  test("is let go of when it comes after its time", async () => {
    const late = (): Promise<Response> =>
      new Promise((resolve) => {
        setTimeout(() => resolve(new Response(dribble())), 15);
      });
    expect(await fail(late, { attemptTimeoutMs: 5 })).toMatchObject({ code: "timeout" });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(dribbling).toBe(0);
  });
});

test("toSupportText has all that a ticket needs", async () => {
  const error = await fail(
    Response.json({ message: "Wait.", traceId: "0HMT7I3PQEH7M:00000DB3" }, { status: 429, headers }),
  );
  expect(error.toSupportText()).toBe(
    [
      "Error: rate-limited: getTimeseriesById was answered with 429: Wait. (trace ID 0HMT7I3PQEH7M:00000DB3)",
      "Operation: getTimeseriesById",
      `URL: https://api-test.gateway.equinor.com/plant/timeseries/v1.7/${id}`,
      "Status: 429",
      "Trace ID: 0HMT7I3PQEH7M:00000DB3",
      "Attempts: 1",
      "Retry after: 121000 ms",
      "Answered: Sat, 01 Jun 2024 00:00:00 GMT",
      "x-ms-request-id: 8d4f1c2e",
    ].join("\n"),
  );
});
