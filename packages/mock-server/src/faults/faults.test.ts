import { setTimeout as pause } from "node:timers/promises";
import { createTimeseriesClient, isOmniaError } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import { afterEach, describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import type { Fault } from "./fault.ts";

const datapoints = Array.from({ length: 200 }, (_, i) => ({ time: new Date(Date.UTC(2024, 0, 1, 0, i)), value: i }));
const running: MockServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

/** Asks for the points of the one series, in process and over sockets. */
async function createBoth() {
  const server = createMockServer({ auth: "none", series: [{ name: "a", facility: "1219", datapoints }] });
  running.push(server);
  await server.listen();
  const path = `/plant/timeseries/v1.7/${server.store.series[0]!.id}/data`;
  const headers = { authorization: "Bearer x" };
  const ways = [
    (init: RequestInit = {}) =>
      server.fetch(`http://mock.invalid${path}`, { ...init, headers: { ...headers, ...(init.headers as object) } }),
    (init: RequestInit = {}) =>
      fetch(server.url + path, { ...init, headers: { ...headers, ...(init.headers as object) } }),
  ];
  return { server, path, ways };
}

/** What becomes of a request: its status and text, or the error's message and its cause's code. */
async function settle(response: Promise<Response>): Promise<unknown> {
  try {
    const answer = await response;
    return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get("retry-after") };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { message, code: cause?.code };
  }
}

describe("faults, in process and over sockets alike", () => {
  test("a status, with Retry-After, as often as was said, for one operation", async () => {
    const { server, ways } = await createBoth();
    for (const ask of ways) {
      server.faults.next({ operationId: "GetLatest", statusCode: 500 });
      server.faults.next({ operationId: "GetData", statusCode: 503, retryAfterSeconds: 7, times: 2 });
      expect(server.faults.waiting.map(({ times }) => times)).toEqual([1, 2]);
      const answers = [await settle(ask()), await settle(ask()), await settle(ask())] as {
        status: number;
        text: string;
      }[];
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
      expect(answers[0]).toMatchObject({ retryAfter: "7" });
      expect(JSON.parse(answers[0]!.text)).toEqual({
        statusCode: 503,
        message: expect.any(String),
        traceId: expect.stringMatching(/^0H/),
      });
      expect(server.faults.waiting).toEqual([{ operationId: "GetLatest", statusCode: 500, times: 1 }]);
      server.faults.clear();
    }
  });

  test("a connection that breaks before the headers, and in the middle of the body", async () => {
    const { server, ways } = await createBoth();
    for (const ask of ways) {
      server.faults.next({ reset: "before-headers" });
      server.faults.next({ reset: "after-headers" });
      expect(await settle(ask())).toEqual({ message: "fetch failed", code: "ECONNRESET" });
      expect(await settle(ask())).toMatchObject({ message: "terminated" });
      expect(await settle(ask())).toMatchObject({ status: 200 });
    }
    expect(server.requests.map(({ statusCode }) => statusCode)).toEqual([undefined, 200, 200, undefined, 200, 200]);
  });

  test("bodies that are cut, slow, or nonsense", async () => {
    const { server, ways } = await createBoth();
    const whole = (await settle(ways[0]!())) as { text: string };
    for (const ask of ways) {
      for (const body of ["truncated", "dribbled", "corrupt"] as const) server.faults.next({ body });
      const truncated = (await settle(ask())) as { text: string };
      expect(truncated).toMatchObject({ status: 200 });
      expect(truncated.text).toBe(whole.text.slice(0, whole.text.length >> 1));
      expect(await settle(ask())).toMatchObject({ status: 200, text: whole.text });
      const corrupt = (await settle(ask())) as { text: string };
      expect(() => JSON.parse(corrupt.text) as unknown).toThrow(SyntaxError);
    }
  });

  test("latency by the clock: a frozen one holds the answer until it is advanced", async () => {
    const { server, ways } = await createBoth();
    for (const ask of ways) {
      server.clock.freeze();
      server.faults.next({ latencyMs: 3_600_000 });
      const answer = settle(ask());
      expect(await Promise.race([answer, pause(50, "waiting")])).toBe("waiting");
      server.clock.advance("1h");
      expect(await answer).toMatchObject({ status: 200 });
      server.clock.resume();
    }
  });

  test("a caller that gives up ends the wait", async () => {
    const { server, ways } = await createBoth();
    server.faults.next({ latencyMs: 60_000 });
    const given = new AbortController();
    const answer = ways[0]!({ signal: given.signal });
    given.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    expect(await settle(ways[0]!())).toMatchObject({ status: 200 });
  });

  test("tokens that are refused, and a clock that jumps", async () => {
    const { server, ways } = await createBoth();
    for (const ask of ways) {
      const before = server.clock.offset;
      for (const token of ["expired", "revoked"] as const) server.faults.next({ token });
      server.faults.next({ clockJump: "2h" });
      for (const word of ["expired", "revoked"]) {
        expect(await settle(ask())).toMatchObject({ status: 401, text: expect.stringContaining(word) });
      }
      expect(await settle(ask())).toMatchObject({ status: 200 });
      expect(server.clock.offset - before).toBeGreaterThanOrEqual(7_200_000);
    }
  });

  test.each<[string, Fault, boolean]>([
    ["a status", { statusCode: 502 }, false],
    ["a status", { statusCode: 502, isDone: true }, true],
    ["a reset", { reset: "before-headers" }, false],
    ["a reset", { reset: "before-headers", isDone: true }, true],
    ["a reset in the answer", { reset: "after-headers" }, true],
  ])("%s %j: whether a write was done is %s", async (_, fault, isDone) => {
    const { server, path } = await createBoth();
    server.faults.next(fault);
    const body = JSON.stringify({ datapoints: [{ time: "2025-01-01T00:00:00Z", value: 1 }] });
    const headers = { authorization: "Bearer x", "content-type": "application/json" };
    await settle(server.fetch(`http://mock.invalid${path}?async=false`, { method: "POST", headers, body }));
    expect(server.store.points(server.store.series[0]!.id).length).toBe(isDone ? 201 : 200);
  });
});

describe("a schedule", () => {
  /** What became of 60 requests. */
  async function play(seed: number, rate?: number): Promise<unknown[]> {
    const server = createMockServer({ auth: "none", series: [{ name: "a", facility: "1219", datapoints }] });
    server.faults.schedule({ seed, ...(rate !== undefined && { rate }) });
    const url = `http://mock.invalid/plant/timeseries/v1.7/${server.store.series[0]!.id}/data?limit=1000`;
    const outcomes: unknown[] = [];
    for (let i = 0; i < 60; i++) {
      outcomes.push(await settle(server.fetch(url, { headers: { authorization: "Bearer x" } })));
    }
    expect(server.faults.scheduled?.seed).toBe(seed);
    expect(server.requests.explain()).toContain(`faults of seed ${seed}`);
    return outcomes;
  }

  test("of one seed is the same every time, of another another", async () => {
    const first = await play(7, 0.5);
    expect(await play(7, 0.5)).toEqual(first);
    expect(await play(8, 0.5)).not.toEqual(first);
  });

  test("goes wrong as often as its rate says", async () => {
    expect((await play(1, 0)).every(isWhole)).toBe(true);
    expect((await play(1, 1)).filter(isWhole).length).toBeLessThan(20);
    const some = (await play(1)).filter(isWhole).length;
    expect(some).toBeGreaterThan(35);
    expect(some).toBeLessThan(60);
  });

  test("a client reads every point, or fails with a typed error, whatever goes wrong", async () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      for (const format of [json, protobuf]) {
        const server = createMockServer({ series: [{ name: "a", facility: "1219", datapoints }] });
        server.clock.freeze();
        const client = createTimeseriesClient({
          ...server.clientOptions(),
          // Time passes when somebody waits.
          sleep: async (ms) => server.clock.advance(ms),
          format,
        });
        server.faults.schedule({ seed, rate: 0.3, faults: untimed });
        try {
          const read = client.readDatapoints({ id: server.store.series[0]!.id, startTime: "2024-01-01", pageSize: 40 });
          const all = await read.all({ maxPoints: 1000 });
          expect([...all.value]).toEqual(datapoints.map(({ value }) => value));
          outcomes.add("whole");
        } catch (error) {
          if (!isOmniaError(error)) throw error;
          outcomes.add(error.code);
        }
      }
    }
    expect(outcomes).toContain("whole");
    expect(outcomes.size).toBeGreaterThan(1);
  });
});

/** Faults that need no time to pass. */
const untimed: readonly Fault[] = [
  { statusCode: 429, retryAfterSeconds: 1 },
  { statusCode: 503 },
  { reset: "before-headers" },
  { reset: "after-headers" },
  { body: "truncated" },
  { body: "corrupt" },
  { token: "expired" },
];

/** Whether nothing is missing, as far as it shows. */
function isWhole(outcome: unknown): boolean {
  const { status, text = "" } = outcome as { status?: number; text?: string };
  return status === 200 && text.endsWith("}") && text.includes('"continuationToken"');
}

test.each<[string, object, string]>([
  ["nothing", {}, "nothing goes wrong"],
  ["an unknown fault", { cutBody: true }, "fault.cutBody: is not one of clockJump, "],
  ["a status of success", { statusCode: 204 }, "statusCode"],
  ["Retry-After alone", { retryAfterSeconds: 1 }, "retryAfterSeconds"],
  ["a fraction of a second", { statusCode: 503, retryAfterSeconds: 0.5 }, "retryAfterSeconds"],
  ["a negative wait", { latencyMs: -1 }, "latencyMs"],
  ["an unknown reset", { reset: "later" }, "reset"],
  ["no time at all", { statusCode: 503, times: 0 }, "times"],
  ["a jump that is none", { clockJump: "1 hour" }, 'fault.clockJump: "1 hour" is not a duration'],
  ["an unknown operation", { statusCode: 503, operationId: "GetLates" }, 'fault.operationId: "GetLates" is not'],
  ["an unknown API", { statusCode: 503, api: "ims" }, 'fault.api: "ims" is not one of timeseries, '],
  [
    "an operation of another API",
    { statusCode: 503, api: "ims-metadata", operationId: "GetLatest" },
    "not an operation of the API ims-metadata",
  ],
])("%s is refused", (_, fault, word) => {
  const { faults } = createMockServer();
  expect(() => faults.next(fault)).toThrow(
    expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(word) }),
  );
});

test.each<[object, string]>([
  [{ seed: 1, rate: 2 }, "rate"],
  [{ seed: 1, faults: [] }, "faults"],
  [{ seed: 1, faults: [{ statusCode: 200 }] }, "faults[0].statusCode"],
])("the schedule %j is refused", (schedule, word) => {
  const { faults } = createMockServer();
  expect(() => faults.schedule(schedule as { seed: number })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(word) }),
  );
});

test("what is about to go wrong can be looked at, and is not a way to change it", () => {
  const { faults } = createMockServer();
  expect([faults.waiting, faults.scheduled]).toEqual([[], undefined]);
  faults.next({ operationId: "GetLatest", api: "timeseries", statusCode: 503, times: 2 });
  faults.next({ latencyMs: 5 });
  expect(faults.waiting).toEqual([
    { operationId: "GetLatest", api: "timeseries", statusCode: 503, times: 2 },
    { latencyMs: 5, times: 1 },
  ]);
  faults.schedule({ seed: 4, faults: [{ statusCode: 500 }] });
  expect(faults.scheduled).toEqual({ seed: 4, rate: 0.2, faults: [{ statusCode: 500 }] });
  (faults.waiting as object[]).length = 0;
  expect(faults.waiting.length).toBe(2);
  faults.clear();
  expect([faults.waiting, faults.scheduled]).toEqual([[], undefined]);
});

test("the log tells what was asked, what came of it, and what went wrong", async () => {
  const { server, ways } = await createBoth();
  server.faults.next({ statusCode: 503, retryAfterSeconds: 1 });
  await settle(ways[0]!());
  await settle(
    server.fetch("http://mock.invalid/plant/timeseries/v1.7?colour=red", { headers: { authorization: "Bearer x" } }),
  );
  await settle(server.fetch("http://mock.invalid/nowhere"));
  const id = server.store.series[0]!.id;
  expect(server.requests.explain()).toBe(
    [
      "3 requests to the mock server",
      `1. GET /plant/timeseries/v1.7/${id}/data`,
      "   GetData of timeseries: 503",
      "   fault: statusCode 503, retryAfterSeconds 1",
      "2. GET /plant/timeseries/v1.7?colour=red",
      "   Getall of timeseries: 200",
      "   unknown: colour",
      "3. GET /nowhere",
      "   no operation: 404",
    ].join("\n"),
  );
  server.reset();
  expect(server.requests.explain()).toBe("0 requests to the mock server");
});
