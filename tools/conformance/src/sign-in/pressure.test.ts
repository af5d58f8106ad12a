// Long reads through the real @azure/identity, while tokens end, are revoked, or cannot be had.
import { clientSecret, deviceCode, publicClientIds } from "@omnia-timeseries/auth";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { TimeseriesClient, TokenCredential } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { errorOf } from "../fake-client.ts";
import { fuzzParameters } from "../networks/fuzz-parameters.test-support.ts";
import { bearerOf, watch } from "./tokens.test-support.ts";

const minuteMs = 60_000;
const names = Array.from({ length: 8 }, (_, i) => `1219-PT-${i}`);
const time = (i: number): string => new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString();
/** 200 points each, a minute apart. */
const pointsOf = (name: string) => Array.from({ length: 200 }, (_, i) => ({ time: time(i), value: i + name.length }));
const server = createMockServer({
  // Everything in this process has one clock, which a test moves: MSAL's, the client's and the server's.
  now: () => Date.now(),
  series: names.map((name) => ({ name, facility: "1219", datapoints: pointsOf(name) })),
});
const ids = server.store.series.map(({ id }) => id);
beforeAll(() => server.listen());
afterAll(() => server.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  server.requests.clear();
});
afterEach(() => {
  server.signIn.enable(server.clientId);
  vi.useRealTimers();
});

const window = { startTime: "2024-01-01T00:00:00Z", endTime: "2024-01-02T00:00:00Z" };
/** 20 pages each; as many requests side by side as the client lets go. */
const readAll = (client: TimeseriesClient) =>
  Promise.all(ids.map((id) => client.readDatapoints({ id, ...window, pageSize: 10 }).all({ maxPoints: 1000 })));
const stored = ids.map((id) => server.store.points(id).toRows());

const byApp = (): TokenCredential => {
  const { tenantId, clientId, clientSecret: secret, authority: authorityHost, ca } = server;
  return clientSecret({ tenantId, clientId, secret, authorityHost, ca });
};

/** @param onRequest is told before each request, with its number, from 1 */
function createWatchedClient(onRequest: (number: number) => void = () => {}, concurrency = 8, inner = byApp()) {
  const watched = watch(inner);
  const bearers: string[] = [];
  const client = createTimeseriesClient({
    environment: "test",
    baseUrl: server.url,
    format: json,
    credential: watched.credential,
    now: () => Date.now(),
    sleep: async () => {},
    limits: { concurrency },
    fetch: async (request) => {
      onRequest(bearers.push(bearerOf(request)));
      return server.fetch(request);
    },
  });
  return { client, bearers, ...watched };
}

const statuses = (): number[] =>
  [...new Set(server.requests.map(({ statusCode }) => statusCode ?? 0))].toSorted((a, b) => a - b);

describe("tokens that end in mid-read", () => {
  test("are renewed ahead of their end, once for all that ask, and no page fails", async () => {
    // 168 requests and more: about three hours, with tokens of one.
    const { client, bearers, asked } = createWatchedClient(() => vi.setSystemTime(Date.now() + 64_000));
    const read = await readAll(client);
    expect(read.map((one) => one.toRows())).toEqual(stored);
    expect(statuses()).toEqual([200]);
    const different = new Set(bearers).size;
    expect(different).toBeGreaterThanOrEqual(3);
    expect(asked).toHaveLength(different);
  });

  test("whatever the clock does: the read is whole", { timeout: 900_000 }, async () => {
    const jumps = fc.array(fc.oneof(fc.nat(4 * minuteMs), fc.nat(3 * 60 * minuteMs)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(jumps, async (ms) => {
        const start = Date.now();
        server.requests.clear();
        const { client } = createWatchedClient((number) => {
          // Some jump while a token is on its way; the API then finds it over.
          // One request after the other, so that none meets two jumps: a call asks once more after a 401, and never again.
          if (number % 9 === 0) vi.setSystemTime(Date.now() + ms[(number / 9) % ms.length]!);
        }, 1);
        const read = await readAll(client);
        expect(read.map((one) => one.toRows())).toEqual(stored);
        // None (0) is of a request that the reader no longer wanted: a page before had what it was for.
        expect([0, 200, 401]).toEqual(expect.arrayContaining(statuses()));
        vi.setSystemTime(start);
      }),
      fuzzParameters(10),
    );
  });
});

describe("tokens that are revoked in mid-read", () => {
  test("one new sign-in with the claims is for all, and the read goes on", async () => {
    const { client, bearers, asked } = createWatchedClient((number) => {
      if (number === 50) server.signIn.revoke(server.clientId, { challenge: true });
    });
    const read = await readAll(client);
    expect(read.map((one) => one.toRows())).toEqual(stored);
    expect(statuses()).toEqual([200, 401]);
    expect(asked).toHaveLength(2);
    expect(asked[0]!.claims).toBeUndefined();
    expect(JSON.parse(asked[1]!.claims!)).toEqual({
      access_token: { nbf: { essential: true, value: expect.stringMatching(/^\d+$/) as string } },
    });
    expect(new Set(bearers).size).toBe(2);
  });

  test("a person is asked to sign in again, once, and the read goes on", async () => {
    const { tenantId, authority: authorityHost, ca } = server;
    let prompts = 0;
    const credential = deviceCode({
      tenantId,
      authorityHost,
      ca,
      clientId: publicClientIds.test,
      onPrompt({ verificationUri, userCode }) {
        prompts++;
        void server.fetch(`${verificationUri}?user_code=${userCode}`);
      },
    });
    const revoke = (number: number): void => {
      if (number === 50) server.signIn.revoke("mock.user@example.invalid", { challenge: true });
    };
    const { client, bearers } = createWatchedClient(revoke, 8, credential);
    const read = await readAll(client);
    expect(read.map((one) => one.toRows())).toEqual(stored);
    expect({ prompts, tokens: new Set(bearers).size }).toEqual({ prompts: 2, tokens: 2 });
  });

  test("again and again: a new sign-in each time, no more", { timeout: 900_000 }, async () => {
    // One request after the other, as above.
    const gaps = fc.array(fc.integer({ min: 3, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 2, max: 40 }), async (between, first) => {
        const numbers = between.map((_, i) => between.slice(0, i).reduce((sum, gap) => sum + gap, first));
        let revoked = 0;
        const { client, bearers, asked } = createWatchedClient((number) => {
          if (!numbers.includes(number)) return;
          revoked++;
          // A challenge names its second: two in one are the same.
          vi.setSystemTime(Date.now() + 1000);
          server.signIn.revoke(server.clientId, { challenge: true });
        }, 1);
        const read = await readAll(client);
        expect(read.map((one) => one.toRows())).toEqual(stored);
        expect(asked.length).toBe(1 + revoked);
        expect(new Set(bearers).size).toBe(asked.length);
      }),
      fuzzParameters(20),
    );
  });
});

describe("an authority that gives no more tokens", () => {
  test("fails no call while the token holds; then the error says why, and nothing was sent", async () => {
    const { client, asked } = createWatchedClient();
    const start = Date.now();
    const read = () => client.getTimeseriesById({ id: ids[0]! });
    await read();
    server.signIn.disable(server.clientId);
    for (const minutes of [54, 56, 57, 59]) {
      vi.setSystemTime(start + minutes * minuteMs);
      await read();
    }
    expect(asked.length).toBe(4);
    vi.setSystemTime(start + 61 * minuteMs);
    const before = server.requests.length;
    const error = await errorOf(read());
    expect(error).toMatchObject({ code: "credential", attempts: 0 });
    expect(error.message).toMatch(
      /^Sign-in with a client secret failed: AADSTS7000112: .* has disabled the app; ask one\.$/,
    );
    expect(server.requests.length).toBe(before);
    server.signIn.enable(server.clientId);
    await read();
    expect(statuses()).toEqual([200]);
  });
});
