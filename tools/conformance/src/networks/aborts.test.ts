// An abort at any moment of a call settles it at once, and leaves nothing.
import { getEventListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { accessToken, createTimeseriesClient, isOmniaError } from "@omnia-timeseries/core";
import type { CallOptions, TimeseriesClient, TokenCredential } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { Fault } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { errorOf } from "../fake-client.ts";
import { describeFailure, fuzzParameters } from "./fuzz-parameters.test-support.ts";
import { createRawServer } from "./raw-server.test-support.ts";
import type { RawServer } from "./raw-server.test-support.ts";
import { drain, pass, settle, stopTime } from "./virtual-time.test-support.ts";

const id = "00000001-0000-4000-8000-000000000000";
const datapoints = Array.from({ length: 12 }, (_, i) => ({ time: BigInt(i) * 1_000_000_000n, value: i }));
const window = { id, startTime: 0n, endTime: 100_000_000_000n };

const calls: Readonly<
  Record<string, (client: TimeseriesClient, options: CallOptions, page: () => void) => Promise<unknown>>
> = {
  getDatapoints: (client, options) => client.getDatapoints(window, options),
  getMultiDatapoints: (client, options) => client.getMultiDatapoints({ items: [{ id }] }, options),
  writeData: (client, options) => client.writeData({ id, datapoints }, options),
  postTimeseries: (client, options) => client.postTimeseries({ name: "new", facility: "1219" }, options),
  async readDatapoints(client, options, page) {
    for await (const _ of client.readDatapoints({ ...window, pageSize: 5 }, options)) page();
  },
  async readTimeseries(client, options, page) {
    for await (const _ of client.readTimeseries({ pageSize: 1 }, options)) page();
  },
};

const faults: readonly Fault[] = [
  { statusCode: 503 },
  { statusCode: 429, retryAfterSeconds: 5 },
  { latencyMs: 300 },
  { body: "dribbled" },
  { reset: "after-headers" },
  { reset: "before-headers" },
  { token: "expired" },
];

interface Abort {
  readonly kind: string;
  readonly schedule: { readonly seed: number; readonly rate: number };
  /** Whether another call has the only place when this one begins. */
  readonly isQueued: boolean;
  /** The event of the call at which its signal fires. */
  readonly event: number;
}

/** @throws Error when something is not as it should be */
async function abortAt({ kind, schedule, isQueued, event }: Abort): Promise<void> {
  stopTime(Date.UTC(2025, 0, 1));
  try {
    const server = createMockServer({
      auth: "none",
      series: ["a", "b"].map((name, i) => ({ name, facility: "1219", datapoints, ...(i === 0 && { id }) })),
    });
    server.faults.schedule({ ...schedule, faults });
    const controller = new AbortController();
    const reason = new Error("enough");
    let events = 0;
    let openTokens = 0;
    const happened = (): void => {
      if (++events === event) controller.abort(reason);
    };
    const credential: TokenCredential = {
      async getToken() {
        happened();
        openTokens++;
        await new Promise((resolve) => setTimeout(resolve, 50));
        openTokens--;
        happened();
        return { token: `token-${events}`, expiresOnTimestamp: server.clock.now() + 3_600_000 };
      },
    };
    const client = createTimeseriesClient({
      ...server.clientOptions(),
      sleep: undefined,
      credential,
      format: json,
      limits: { concurrency: 1 },
      onEvent: happened,
      fetch: async (request) => {
        happened();
        const response = await server.fetch(request);
        happened();
        return response;
      },
    });
    const other = Promise.allSettled(isQueued ? [client.getLatestDatapoint({ id })] : []);
    let isSettled = false;
    const call = calls[kind]!(client, { signal: controller.signal }, happened).finally(() => (isSettled = true));
    const outcome = Promise.allSettled([call]);
    for (;;) {
      await drain();
      if (isSettled) break;
      if (controller.signal.aborted) throw new Error("The call goes on although it is aborted.");
      happened();
      if (!controller.signal.aborted) vi.advanceTimersToNextTimer();
    }
    const [{ status, ...result }] = await outcome;
    const listeners = getEventListeners(controller.signal, "abort").length;
    if (listeners > 0) throw new Error(`${listeners} listeners are left.`);
    await settle(other);
    // What the server itself still sends in pieces, and a token that others may share.
    await pass(249);
    if (openTokens > 0 || vi.getTimerCount() > 0) throw new Error(`${vi.getTimerCount()} timers are left.`);
    if (controller.signal.aborted && status === "rejected") {
      const { reason: error } = result as PromiseRejectedResult;
      // It may have failed already when the signal fired.
      if (!isOmniaError(error)) throw new Error(`It failed with ${String(error)}.`, { cause: error });
      const isAbort = error.name === "AbortError" && error.code === "aborted" && error.cause === reason;
      if (!isAbort && error.attempts !== 3 && error.code !== "outcome-unknown" && error.code !== "rate-limited")
        throw new Error(`It failed with ${error.code}: ${error.message}`, { cause: error });
    }
    // The place of the call is free again.
    server.faults.clear();
    const next = await settle(client.getTimeseriesById({ id }));
    if (next.status === "rejected") throw next.reason;
  } finally {
    vi.useRealTimers();
  }
}

test("an abort at any event of a call settles it at once, and the next call goes through", async () => {
  const abort = fc.record({
    kind: fc.constantFrom(...Object.keys(calls)),
    schedule: fc.record({ seed: fc.integer({ min: 1, max: 1_000_000 }), rate: fc.constantFrom(0, 0.5, 1) }),
    isQueued: fc.boolean(),
    event: fc.integer({ min: 1, max: 30 }),
  });
  expect(describeFailure(await fc.check(fc.asyncProperty(abort, abortAt), fuzzParameters(300)))).toBe("");
});

describe("over sockets", () => {
  let server: RawServer;
  beforeAll(async () => {
    server = await createRawServer();
  });
  afterAll(() => server.close());

  test.each([
    ["before the answer", ""],
    ["in the head", "HTTP/1.1 200 OK\r\ncontent-"],
    ["in the body", 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"data":'],
  ])("an abort %s reaches the server", async (_, bytes) => {
    const controller = new AbortController();
    const closed = new Promise((resolve) => {
      server.answer = (socket) => {
        socket.on("close", resolve);
        socket.write(bytes, () => setTimeout(() => controller.abort(), 20));
      };
    });
    const client = createTimeseriesClient({
      environment: "test",
      baseUrl: server.url,
      credential: accessToken(() => "token"),
      format: json,
    });
    expect(await errorOf(client.getDatapoints({ id }, { signal: controller.signal }))).toMatchObject({
      name: "AbortError",
      code: "aborted",
    });
    await closed;
  });
});

test("what the typed REST client asks is ended by its signal too, and leaves no listener on it", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const path = { path: { id } };
  const client = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "token"),
    fetch: async () => Response.json({ data: { items: [] } }),
  });
  for (let i = 0; i < 10; i++) await client.rest.GET("/{id}", { params: path, signal });
  expect(getEventListeners(signal, "abort")).toEqual([]);
  const hanging = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "token"),
    fetch: () => new Promise(() => {}),
  });
  const call = errorOf(hanging.rest.GET("/{id}", { params: path, signal }));
  await drain();
  controller.abort();
  expect(await call).toMatchObject({ name: "AbortError", code: "aborted" });
});

test("10 000 calls on one signal leave no listener and no memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { signal } = new AbortController();
  const item = { id, name: "a", facility: "1219" };
  const client = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "token"),
    fetch: async () => Response.json({ data: { items: [item] } }),
  });
  let most = 0;
  const ask = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i++) {
      const answer = client.getTimeseriesById({ id }, { signal });
      most = Math.max(most, getEventListeners(signal, "abort").length);
      await answer;
    }
    // What is freed after the first pass waits for finalizers.
    for (let pass = 0; pass < 3; pass++) {
      collect();
      await setImmediate();
    }
    return process.memoryUsage().heapUsed;
  };
  const before = await ask(1000);
  const after = await ask(10_000);
  expect(most).toBe(1);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(after - before).toBeLessThan(2_000_000);
});
