import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TimeseriesClientOptions } from "./client.ts";
import { createFakeClient, errorOf, id, other, refuse } from "./fake-client.test-support.ts";
import type { Answer } from "./fake-client.test-support.ts";
import { sleep } from "./retry.ts";

const ok = (): Response => Response.json({ data: { items: [{ id, name: "x", facility: "1219" }] } });
const limited = (retryAfter: string, headers: Record<string, string> = {}): Response =>
  Response.json({ statusCode: 503 }, { status: 503, headers: { ...headers, "retry-after": retryAfter } });
const start = Date.parse("2024-06-01T00:00:00Z");

/** A client whose time passes only by its own waits, and what it waited. */
function createWaitingClient(answers: readonly Answer[], options: Partial<TimeseriesClientOptions> = {}) {
  const waits: number[] = [];
  let nowMs = start;
  const made = createFakeClient(answers, {
    now: () => nowMs,
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    random: () => 0,
    ...options,
  });
  return { ...made, waits };
}

describe("Retry-After", () => {
  test.each<[string, string, Record<string, string>, number]>([
    ["seconds", "7", {}, 7000],
    ["no second", "0", {}, 0],
    ["fractions, though RFC 9110 has none", "1.5", {}, 1500],
    ["a date, by our clock", "Sat, 01 Jun 2024 00:00:09 GMT", {}, 9000],
    [
      "a date, by the service's clock",
      "Mon, 01 Jan 2001 00:00:30 GMT",
      { date: "Mon, 01 Jan 2001 00:00:00 GMT" },
      30_000,
    ],
    ["a date of RFC 850", "Saturday, 01-Jun-24 00:00:09 GMT", {}, 9000],
    ["a date in the past", "Sat, 01 Jun 2023 00:00:00 GMT", {}, 0],
    ["a negative number: as if not there", "-5", {}, 500],
    ["words: as if not there", "soon", {}, 500],
    ["nothing: as if not there", "", {}, 500],
    ["a date without a zone, which would be ours", "Sat Jun  1 00:00:09 2024", {}, 500],
    ["another way to write a date", "2024-06-01T00:00:09Z", {}, 500],
  ])("%s: %j", async (_, retryAfter, headers, waitMs) => {
    const { client, waits } = createWaitingClient([limited(retryAfter, headers), ok()]);
    await client.getTimeseriesById({ id });
    expect(waits).toEqual([waitMs]);
  });

  test.each(["121", "99999999999", "9".repeat(400), "Fri, 01 Jan 2100 00:00:00 GMT"])(
    "beyond the budget, %s, is said and not waited for",
    async (retryAfter) => {
      const { client, waits, seen } = createWaitingClient([limited(retryAfter)]);
      const error = await errorOf(client.getTimeseriesById({ id }));
      expect(error).toMatchObject({ code: "server", statusCode: 503, attempts: 1 });
      expect(error.retryAfterMs).toBeGreaterThan(120_000);
      expect({ waits, requests: seen.length }).toEqual({ waits: [], requests: 1 });
    },
  );
});

describe("tries and budget", () => {
  test("each wait is between half of it and all of it, and none follows the last try", async () => {
    const tries = fc.integer({ min: 1, max: 8 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(tries, fc.array(random, { minLength: 8, maxLength: 8 }), async (tries, randoms) => {
        let drawn = 0;
        const answers = Array.from({ length: tries }, () => refuse(503));
        const { client, waits, seen } = createWaitingClient(answers, {
          retry: { tries },
          random: () => randoms[drawn++]!,
        });
        const error = await errorOf(client.getTimeseriesById({ id }));
        expect(error).toMatchObject({ code: "server", attempts: tries });
        expect(seen).toHaveLength(tries);
        expect(waits).toHaveLength(tries - 1);
        for (const [i, waitMs] of waits.entries()) {
          expect(waitMs).toBeGreaterThanOrEqual(250 * 2 ** i);
          expect(waitMs).toBeLessThanOrEqual(500 * 2 ** i);
        }
      }),
    );
  });

  test.each([
    [1499, 2],
    [1500, 3],
  ])("a budget of %i ms has room for %i tries, after waits of 500 and 1000 ms", async (budgetMs, tries) => {
    const { client, seen } = createWaitingClient([refuse(503), refuse(503), refuse(503)], { retry: { budgetMs } });
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ attempts: tries });
    expect(seen).toHaveLength(tries);
  });

  test("the budget counts what the tries themselves took", async () => {
    let nowMs = start;
    const slow = () => {
      nowMs += 70_000;
      return refuse(503);
    };
    const { client, seen } = createFakeClient([slow, slow, slow], { now: () => nowMs, retry: { tries: 9 } });
    await errorOf(client.getTimeseriesById({ id }));
    expect(seen).toHaveLength(2);
  });

  test.each([
    [{ tries: 0 }, "retry.tries: 0 is not a whole number from 1 on."],
    [{ tries: 1.5 }, "retry.tries: 1.5"],
    [{ tries: Number.NaN }, "retry.tries: NaN"],
    [{ tries: Number.POSITIVE_INFINITY }, "retry.tries: Infinity"],
    [{ budgetMs: -1 }, "retry.budgetMs: -1 is not a number of milliseconds."],
    [{ budgetMs: Number.NaN }, "retry.budgetMs: NaN"],
  ])("%j is refused", (retry, message) => {
    expect(() => createFakeClient([], { retry })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(message) }),
    );
  });

  test("one try and no budget are options", async () => {
    const { client, seen } = createWaitingClient([refuse(503)], { retry: { tries: 1, budgetMs: 0 } });
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ attempts: 1 });
    expect(seen).toHaveLength(1);
  });
});

describe("what the outcome of a request is that must not be repeated", () => {
  const create = { name: "1219-PT-1234", facility: "1219" };

  test.each([500, 502, 504, 408])("%i leaves it open", async (status) => {
    const { client, seen } = createWaitingClient([refuse(status)]);
    expect(await errorOf(client.postTimeseries(create))).toMatchObject({
      code: "outcome-unknown",
      statusCode: status,
      traceId: "0HMT7I3PQEH7M:00000DB3",
      isRetryable: false,
    });
    expect(seen).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 409, 425, 429, 503])("%i says that it was not done", async (status) => {
    const { client } = createWaitingClient([refuse(status)]);
    const error = await errorOf(client.postTimeseries(create));
    expect(error.code).not.toBe("outcome-unknown");
    expect(error.statusCode).toBe(status);
  });

  const never = (): Promise<Response> => new Promise(() => {});

  test("the end of the call's time leaves it open", async () => {
    const { client } = createWaitingClient([never]);
    const error = await errorOf(client.postTimeseries(create, { timeoutMs: 5 }));
    expect(error).toMatchObject({
      code: "outcome-unknown",
      operationId: "postTimeseries",
      attempts: 1,
      isRetryable: false,
    });
    expect(error.message).toContain("postTimeseries may or may not have been carried out");
    expect(error.cause).toMatchObject({ code: "timeout" });
  });

  test("the end of the call's time is a timeout where the call may be made again, or was not sent", async () => {
    const { client } = createWaitingClient([never, never]);
    expect(await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 5 }))).toMatchObject({
      code: "timeout",
      operationId: "getTimeseriesById",
      url: expect.stringContaining(id) as string,
      attempts: 1,
      isRetryable: true,
    });
    const credential = { getToken: () => new Promise<never>(() => {}) };
    expect(await errorOf(client.postTimeseries(create, { timeoutMs: 5, credential }))).toMatchObject({
      code: "timeout",
      attempts: 0,
      isRetryable: true,
    });
  });

  test("an abort stays an abort, and says that the outcome is open", async () => {
    const controller = new AbortController();
    const reason = new Error("The page was left.");
    const leave = (): Promise<Response> => {
      controller.abort(reason);
      return never();
    };
    const { client } = createWaitingClient([leave]);
    const error = await errorOf(client.postTimeseries(create, { signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted", name: "AbortError", cause: reason, attempts: 1 });
    expect(error.message).toBe(
      "The call was aborted. postTimeseries may or may not have been carried out; look before you send it again.",
    );
  });

  test("the caller and `onEvent` are told the same", async () => {
    const codes: unknown[] = [];
    const { client } = createWaitingClient([never], {
      onEvent: (event) => {
        if (event.type === "call") codes.push(event.code);
      },
    });
    await errorOf(client.postTimeseries(create, { timeoutMs: 5 }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(codes).toEqual(["outcome-unknown"]);
  });
});

describe("a call that ends while it waits", () => {
  test("sends nothing more, and waits no more", async () => {
    const controller = new AbortController();
    const { client, seen } = createFakeClient([refuse(503), ok()], {
      sleep: (ms, signal) => {
        setTimeout(() => controller.abort());
        return sleep(ms, signal);
      },
    });
    const error = await errorOf(client.getTimeseriesById({ id }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted", attempts: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).toHaveLength(1);
  });

  test("is no other error because the caller's reason is one of ours", async () => {
    const failed = await errorOf(
      createFakeClient([refuse(503), refuse(503), refuse(503)]).client.getHistory({ id: other }),
    );
    const controller = new AbortController();
    const { client, seen } = createFakeClient([
      () => {
        controller.abort(failed);
        return new Promise(() => {});
      },
    ]);
    const error = await errorOf(client.getTimeseriesById({ id }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted", cause: failed });
    expect(seen).toHaveLength(1);
  });

  test("sleep ends at once when it has nobody to wait for, and waits the longest time that a timer can", async () => {
    await expect(sleep(60_000, AbortSignal.abort("gone"))).rejects.toBe("gone");
    const controller = new AbortController();
    let hasEnded = false;
    const long = sleep(1e12, controller.signal).finally(() => {
      hasEnded = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(hasEnded).toBe(false);
    controller.abort("gone");
    await expect(long).rejects.toBe("gone");
  });
});
