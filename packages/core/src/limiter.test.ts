import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { accessToken } from "./access-token.ts";
import type { AccessToken } from "./access-token.ts";
import type { TimeseriesClientOptions } from "./client.ts";
import type { OmniaRequest } from "./create-request.ts";
import type { Attempt, Exchange } from "./exchange.ts";
import { createFakeClock } from "./fake-clock.test-support.ts";
import type { FakeClock } from "./fake-clock.test-support.ts";
import { answerItems, createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { createLimiter } from "./limiter.ts";
import type { Limiter, LimitOptions } from "./limiter.ts";
import { OmniaError } from "./omnia-error.ts";

const longestPauseMs = 120_000;

// Before a clock stands still.
beforeAll(() => import("./timeseries-metadata.ts"));

function createAttempt(signal: AbortSignal = new AbortController().signal): Attempt {
  const request = { operation: { operationId: "GetLatest" } } as OmniaRequest;
  return { request, signal, call: 1, number: 1, observe: () => {} };
}

const tooMany = (retryAfterMs?: number): OmniaError => new OmniaError("rate-limited", "Too many.", { retryAfterMs });

function createCase(limits: LimitOptions = {}): { clock: FakeClock; limiter: Limiter; send: typeof send } {
  const clock = createFakeClock();
  const limiter = createLimiter(limits, clock, longestPauseMs);
  /** One call of one request, all the way through the limiter. */
  const send = (exchange: Exchange<unknown>, signal?: AbortSignal): Promise<unknown> =>
    limiter.calls(limiter.requests(exchange))(createAttempt(signal));
  return { clock, limiter, send };
}

/** Counts who listens. */
function createWatchedSignal(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>): void => {
    listening.add(args[1]);
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
    listening.delete(args[1]);
    remove(...args);
  };
  return { controller, listeners: () => listening.size };
}

describe("places", () => {
  test.each([
    [undefined, 8],
    [1, 1],
    [3, 3],
  ])("concurrency %s lets %i calls in at once", async (concurrency, most) => {
    const { clock, send } = createCase(concurrency === undefined ? {} : { concurrency });
    let inside = 0;
    const calls = Array.from({ length: 20 }, () =>
      send(async () => {
        inside++;
        await clock.sleep(10);
      }),
    );
    await clock.settle();
    expect(inside).toBe(most);
    await clock.run();
    await Promise.all(calls);
    expect(inside).toBe(20);
  });

  test("come in the order of arrival", async () => {
    const { clock, send } = createCase({ concurrency: 2 });
    const order: number[] = [];
    for (let i = 0; i < 10; i++) {
      void send(async () => {
        order.push(i);
        await clock.sleep(10 + (i % 3));
      });
    }
    await clock.run();
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("are given back by calls that fail", async () => {
    const { send } = createCase({ concurrency: 1 });
    for (const failure of [new Error("A layer failed."), new OmniaError("network", "Lost."), "text"]) {
      await expect(send(() => Promise.reject(failure as Error))).rejects.toBe(failure);
    }
    await expect(send(async () => "done")).resolves.toBe("done");
  });

  test("who leaves while it waits takes none, and leaves no listener", async () => {
    const { clock, send } = createCase({ concurrency: 1 });
    const { controller, listeners } = createWatchedSignal();
    const reason = new OmniaError("aborted", "The call was aborted.");
    const started: string[] = [];
    const first = send(() => clock.sleep(10));
    const left = send(async () => started.push("left"), controller.signal);
    const stayed = send(async () => started.push("stayed"));
    await clock.settle();
    expect(listeners()).toBe(1);
    controller.abort(reason);
    await expect(left).rejects.toBe(reason);
    await clock.run();
    await Promise.all([first, stayed]);
    expect(started).toEqual(["stayed"]);
    // A listener that is heard once is gone with it.
    await expect(send(async () => started.push("late"), controller.signal)).rejects.toBe(reason);
    expect(started).toEqual(["stayed"]);
  });

  test("who gets in leaves no listener either", async () => {
    const { clock, send } = createCase({ concurrency: 1, requestsPerSecond: 10 });
    const { controller, listeners } = createWatchedSignal();
    const calls = Array.from({ length: 20 }, () => send(() => clock.sleep(1), controller.signal));
    await clock.run();
    await Promise.all(calls);
    expect(listeners()).toBe(0);
  });
});

describe("after a 429", () => {
  test.each([
    [undefined, 500],
    [0, 0],
    [7000, 7000],
  ])("that says %s nobody sends for %i ms", async (retryAfterMs, pauseMs) => {
    const { clock, send } = createCase();
    const startedAt = clock.now();
    const waits: number[] = [];
    await expect(send(() => Promise.reject(tooMany(retryAfterMs)))).rejects.toMatchObject({ code: "rate-limited" });
    const calls = Array.from({ length: 5 }, () => send(async () => waits.push(clock.now() - startedAt)));
    await clock.run();
    await Promise.all(calls);
    expect(waits).toEqual(calls.map(() => pauseMs));
  });

  test("the longest of several rests counts, also for those who wait already", async () => {
    const { clock, send } = createCase();
    const startedAt = clock.now();
    const failed = [1000, 5000, 200].map((ms) =>
      send(async () => {
        await clock.sleep(ms / 10);
        throw tooMany(ms);
      }),
    );
    let sentAfter = 0;
    const late = clock.sleep(450).then(() => send(async () => (sentAfter = clock.now() - startedAt)));
    await Promise.all([clock.run(), Promise.allSettled(failed), late]);
    expect(sentAfter).toBe(5500);
  });

  test("half as many requests are under way, one less for each round of refusals; each success gives one back", async () => {
    const { clock, send } = createCase();
    let inside = 0;
    let most = 0;
    const measure = async (): Promise<number> => {
      most = 0;
      const calls = Array.from({ length: 8 }, () =>
        send(async () => {
          most = Math.max(most, ++inside);
          await clock.sleep(1);
          inside--;
          // Neither a success nor a 429: says nothing about the limit.
          throw new OmniaError("not-found", "Not here.");
        }),
      );
      await Promise.all([clock.run(), Promise.allSettled(calls)]);
      return most;
    };
    const refuse = (count: number): Promise<unknown> => {
      const calls = Array.from({ length: count }, () =>
        send(async () => {
          await clock.sleep(1);
          throw tooMany(0);
        }),
      );
      return Promise.all([clock.run(), Promise.allSettled(calls)]);
    };
    const measured = [await measure()];
    await refuse(8);
    measured.push(await measure());
    await refuse(1);
    await refuse(1);
    measured.push(await measure());
    await refuse(1);
    measured.push(await measure());
    await send(async () => {});
    await send(async () => {});
    measured.push(await measure());
    for (let i = 0; i < 20; i++) await send(async () => {});
    measured.push(await measure());
    await refuse(8);
    measured.push(await measure());
    expect(measured).toEqual([8, 4, 1, 1, 3, 8, 4]);
  });

  test("what was sent before it and succeeds gives nothing back", async () => {
    const { clock, send } = createCase({ concurrency: 2 });
    const slow = send(() => clock.sleep(100));
    const refused = send(() => Promise.reject(tooMany(0)));
    await expect(refused).rejects.toMatchObject({ code: "rate-limited" });
    await Promise.all([clock.run(), slow]);
    let inside = 0;
    const calls = [1, 2].map(() =>
      send(async () => {
        inside++;
        await clock.sleep(10);
      }),
    );
    await clock.settle();
    expect(inside).toBe(1);
    await clock.run();
    await Promise.all(calls);
  });

  test("a rest longer than a call may take fails at once, and does not hang", async () => {
    const { clock, limiter } = createCase();
    const request = limiter.requests(() => Promise.reject(tooMany(86_400_000)));
    await expect(request(createAttempt())).rejects.toThrow("Too many.");
    const error = await request(createAttempt()).catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: "rate-limited",
      retryAfterMs: 86_400_000,
      isRetryable: true,
      message:
        "GetLatest was not sent: the service has asked this client to wait, for 86400 s more, and retry.budgetMs allows less.",
    });
    expect(clock.waiting()).toBe(0);
    clock.set(clock.now() + 86_400_000);
    await expect(limiter.requests(async () => "done")(createAttempt())).resolves.toBe("done");
  });

  test("who leaves while it waits leaves at once, and the next one waits in its place", async () => {
    const { clock, send } = createCase();
    await send(() => Promise.reject(tooMany(1000))).catch(() => {});
    const startedAt = clock.now();
    const controller = new AbortController();
    const left = send(async () => "left", controller.signal);
    const stayed = send(async () => clock.now() - startedAt);
    await clock.settle();
    controller.abort(new OmniaError("aborted", "The call was aborted."));
    await expect(left).rejects.toMatchObject({ code: "aborted" });
    await clock.run();
    await expect(stayed).resolves.toBe(1000);
  });
});

test("a clock that stands still, and a sleep that takes no time, hold nobody for ever", async () => {
  const limiter = createLimiter({}, { now: () => 0, sleep: async () => {} }, longestPauseMs);
  const send = (exchange: Exchange<unknown>) => limiter.calls(limiter.requests(exchange))(createAttempt());
  await expect(send(() => Promise.reject(tooMany(1000)))).rejects.toThrow("Too many.");
  await expect(send(async () => "answered")).resolves.toBe("answered");
});

describe("requests per second", () => {
  test.each([0.5, 3, 10, 1000])("%d over many seconds", async (requestsPerSecond) => {
    const { clock, send } = createCase({ requestsPerSecond });
    const startedAt = clock.now();
    const sentAt: number[] = [];
    const calls = Array.from({ length: 60 }, () =>
      send(async () => {
        sentAt.push(clock.now() - startedAt);
        await clock.sleep(5);
      }),
    );
    await clock.run();
    await Promise.all(calls);
    const expected = sentAt.map((_, i) => (i * 1000) / requestsPerSecond);
    // Of 1000 in a second, 8 side by side of 5 ms each are the limit.
    const atLeast = sentAt.every((ms, i) => ms >= expected[i]! - 0.01);
    expect(atLeast).toBe(true);
    expect(sentAt.at(-1)).toBeLessThanOrEqual(Math.max(expected.at(-1)!, (60 / 8) * 10) + 0.01);
  });

  test("those who leave take no turn along", async () => {
    const { clock, send } = createCase({ requestsPerSecond: 1 });
    const startedAt = clock.now();
    await send(async () => {});
    for (let i = 0; i < 100; i++) {
      const controller = new AbortController();
      const left = send(async () => {}, controller.signal);
      await clock.settle();
      controller.abort(new OmniaError("aborted", "The call was aborted."));
      await expect(left).rejects.toMatchObject({ code: "aborted" });
    }
    const [after] = await Promise.all([send(async () => clock.now() - startedAt), clock.run()]);
    expect(after).toBe(1000);
  });

  test("hold after a pause too: what has waited does not go out at once", async () => {
    const { clock, send } = createCase({ requestsPerSecond: 2 });
    await send(() => Promise.reject(tooMany(10_000))).catch(() => {});
    const startedAt = clock.now();
    const sentAt: number[] = [];
    const calls = Array.from({ length: 4 }, () => send(async () => sentAt.push(clock.now() - startedAt)));
    await clock.run();
    await Promise.all(calls);
    expect(sentAt).toEqual([10_000, 10_500, 11_000, 11_500]);
  });

  test("a clock that is set back begins a rest once more, and makes none longer", async () => {
    const { clock, send } = createCase({ requestsPerSecond: 2 });
    await send(() => Promise.reject(tooMany(3000))).catch(() => {});
    const hourAgo = clock.now() - 3_600_000;
    clock.set(hourAgo);
    const [first] = await Promise.all([send(async () => clock.now()), clock.run()]);
    clock.set(hourAgo - 3_600_000);
    const [second] = await Promise.all([send(async () => clock.now()), clock.run()]);
    expect([first, second]).toEqual([hourAgo + 3000, hourAgo - 3_600_000 + 3000]);
  });
});

describe("in a client", () => {
  const item = { id, name: "1219-PT-1234", facility: "1219" };

  /** Tells when each request was sent, in ms, from which call on. */
  function createClient(answers: readonly Response[], options: Partial<TimeseriesClientOptions> = {}) {
    const clock = createFakeClock();
    const startedAt = clock.now();
    const sentAt: number[] = [];
    const { client } = createFakeClient(() => answers[sentAt.push(clock.now() - startedAt) - 1]!, {
      now: clock.now,
      sleep: clock.sleep,
      random: () => 0,
      ...options,
    });
    return { client, clock, sentAt };
  }

  test("a 429 of one call holds all the others back", async () => {
    const tooMany = Response.json({}, { status: 429, headers: { "retry-after": "7" } });
    const { client, clock, sentAt } = createClient([tooMany, answerItems([item]), answerItems([item])]);
    const first = client.getTimeseriesById({ id });
    await clock.settle();
    const second = client.getTimeseriesById({ id });
    await clock.run();
    await expect(Promise.all([first, second])).resolves.toEqual([item, item]);
    expect(sentAt).toEqual([0, 7000, 7000]);
  });

  test("a rest beyond the budget fails all calls at once, and says when to come back", async () => {
    const tooMany = Response.json({}, { status: 429, headers: { "retry-after": "86400" } });
    const { client, clock, sentAt } = createClient([tooMany, answerItems([item])], { retry: { budgetMs: 1000 } });
    const first = await errorOf(client.getTimeseriesById({ id }));
    const second = await errorOf(client.getTimeseriesById({ id }));
    expect([first, second]).toMatchObject([
      { code: "rate-limited", statusCode: 429, attempts: 1, retryAfterMs: 86_400_000 },
      { code: "rate-limited", attempts: 0, retryAfterMs: 86_400_000, operationId: "getTimeseriesById" },
    ]);
    expect(sentAt).toEqual([0]);
    clock.set(clock.now() + 86_400_000);
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
  });

  test("a request with a new token takes a turn of its own", async () => {
    let asked = 0;
    const credential = accessToken(() => `token-${++asked}`);
    const limits = { requestsPerSecond: 1 };
    const { client, clock, sentAt } = createClient([refuse(401), answerItems([item])], { credential, limits });
    const [found] = await Promise.all([client.getTimeseriesById({ id }), clock.run()]);
    expect(found).toEqual(item);
    expect(sentAt).toEqual([0, 1000]);
  });

  test("calls that waited for a token are spaced as others are", async () => {
    const answers = Array.from({ length: 4 }, () => answerItems([item]));
    let give: (token: { token: string; expiresOnTimestamp: number }) => void = () => {};
    const credential = { getToken: () => new Promise<AccessToken>((resolve) => (give = resolve)) };
    const { client, clock, sentAt } = createClient(answers, { credential, limits: { requestsPerSecond: 4 } });
    const calls = answers.map(() => client.getTimeseriesById({ id }));
    await clock.settle();
    clock.set(clock.now() + 5000);
    give({ token: "token", expiresOnTimestamp: clock.now() + 3_600_000 });
    await clock.run();
    await Promise.all(calls);
    expect(sentAt).toEqual([5000, 5250, 5500, 5750]);
  });

  test("a call that is ended while its sign-in hangs gives its place to another", async () => {
    const hangs = { getToken: () => new Promise<never>(() => {}) };
    const { client } = createClient([answerItems([item])], { limits: { concurrency: 1 } });
    const left = errorOf(client.getTimeseriesById({ id }, { credential: hangs, timeoutMs: 5 }));
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
    expect((await left).code).toBe("timeout");
  });
});

test.each([
  [{ concurrency: 0 }, "limits.concurrency: 0 is not a whole number from 1 on."],
  [{ concurrency: 1.5 }, "limits.concurrency: 1.5 is not a whole number from 1 on."],
  [{ concurrency: Number.NaN }, "limits.concurrency: NaN is not a whole number from 1 on."],
  [{ requestsPerSecond: 0 }, "limits.requestsPerSecond: 0 is not a number above 0."],
  [{ requestsPerSecond: Number.NaN }, "limits.requestsPerSecond: NaN is not a number above 0."],
])("%j lets nothing through, and is refused", (limits, message) => {
  expect(() => createCase(limits)).toThrow(expect.objectContaining({ code: "invalid-argument", message }));
});

interface PlannedCall {
  readonly arrivesMs: number;
  /** How long each of its requests takes, and whether a 429 ends it: with a rest, or without one. */
  readonly requests: readonly { readonly takesMs: number; readonly refusal: number | "silent" | undefined }[];
  readonly abortsMs: number | undefined;
}

const plannedCall: fc.Arbitrary<PlannedCall> = fc.record({
  arrivesMs: fc.nat(3000),
  requests: fc.array(
    fc.record({
      takesMs: fc.nat(400),
      refusal: fc.oneof(
        { weight: 5, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constant("silent" as const) },
        { weight: 2, arbitrary: fc.nat(3000) },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  abortsMs: fc.option(fc.nat(6000), { nil: undefined }),
});

test("any calls, refusals and aborts: never too many, never too early, in order, and everybody has an end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.constantFrom(1, 5, 20), { nil: undefined }),
      fc.array(plannedCall, { minLength: 1, maxLength: 25 }),
      async (concurrency, requestsPerSecond, planned) => {
        const clock = createFakeClock(0);
        const limits = { concurrency, ...(requestsPerSecond !== undefined && { requestsPerSecond }) };
        const limiter = createLimiter(limits, clock, longestPauseMs);
        const spacingMs = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
        const entered: number[] = [];
        const problems: string[] = [];
        let inside = 0;
        let restsUntil = 0;
        let lastSent = Number.NEGATIVE_INFINITY;
        const byArrival = planned
          .map((call, index) => ({ ...call, index }))
          .toSorted((a, b) => a.arrivesMs - b.arrivesMs);
        const outcomes = byArrival.map(async ({ arrivesMs, requests, abortsMs, index }) => {
          if (arrivesMs > 0) await clock.sleep(arrivesMs);
          const controller = new AbortController();
          if (abortsMs !== undefined) {
            const abort = (): void => controller.abort(new OmniaError("aborted", "The call was aborted."));
            void clock.sleep(abortsMs).then(abort);
          }
          let next = 0;
          const request = limiter.requests(async ({ signal }) => {
            const { takesMs, refusal } = requests[next++]!;
            if (clock.now() < restsUntil)
              problems.push(`${index} sent at ${clock.now()}, all rest until ${restsUntil}`);
            if (clock.now() - lastSent < spacingMs - 0.01)
              problems.push(`${index} sent ${clock.now() - lastSent} ms after`);
            if (signal.aborted) problems.push(`${index} sent after its abort`);
            lastSent = clock.now();
            await clock.sleep(takesMs, signal);
            if (refusal === undefined) return;
            const error = refusal === "silent" ? tooMany() : tooMany(refusal);
            restsUntil = Math.max(restsUntil, clock.now() + (error.retryAfterMs ?? 500));
            throw error;
          });
          const call = limiter.calls(async (attempt) => {
            entered.push(index);
            if (++inside > concurrency) problems.push(`${inside} calls at once`);
            try {
              for (let number = 1; number < requests.length; number++) {
                try {
                  return await request({ ...attempt, number });
                } catch (error) {
                  if (attempt.signal.aborted) throw error;
                }
              }
              return await request({ ...attempt, number: requests.length });
            } finally {
              inside--;
            }
          });
          return call(createAttempt(controller.signal));
        });
        const settled = Promise.allSettled(outcomes);
        await clock.run();
        await settled;
        // Everybody's place is free again, and nobody waits.
        clock.set(1_000_000);
        let free = 0;
        const last = Array.from({ length: concurrency }, () => limiter.calls(async () => free++)(createAttempt()));
        await clock.settle();
        const arrivals = byArrival.map(({ index }) => index).filter((index) => entered.includes(index));
        expect({ problems, entered, inside, free }).toEqual({
          problems: [],
          entered: arrivals,
          inside: 0,
          free: last.length,
        });
      },
    ),
    { numRuns: fuzzRuns(300) },
  );
});
