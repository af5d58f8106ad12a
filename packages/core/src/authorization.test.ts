import { describe, expect, test } from "vitest";
import type { AccessToken, TokenCredential, TokenRequestOptions } from "./access-token.ts";
import { createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import { OmniaError } from "./omnia-error.ts";

const item = { id, name: "1219-PT-1234", facility: "1219" };
const ok = (): Response => Response.json({ data: { items: [item] } });
const start = Date.parse("2024-06-01T00:00:00Z");
const hour = 3_600_000;
const challenge = (claims: string): Response =>
  Response.json(
    { statusCode: 401, message: "Unauthorized" },
    { status: 401, headers: { "www-authenticate": `Bearer error="insufficient_claims", claims="${btoa(claims)}"` } },
  );

/** Gives token-1, token-2, …, and remembers what it was asked with. */
function createCredential(make: (n: number) => Partial<AccessToken> | Promise<AccessToken> = () => ({})) {
  const asked: (TokenRequestOptions | undefined)[] = [];
  const credential: TokenCredential = {
    async getToken(_, options) {
      const n = asked.push(options);
      return { token: `token-${n}`, expiresOnTimestamp: start + hour, ...(await make(n)) };
    },
  };
  return { credential, asked };
}

const tokenOf = (request: Request): string => request.headers.get("authorization")!.replace("Bearer ", "");

describe("a service that answers 401 for ever", () => {
  test("gets two requests of a call, whatever the number of tries", async () => {
    const { credential, asked } = createCredential();
    const { client, seen } = createFakeClient(() => refuse(401), { credential, retry: { tries: 9 } });
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "unauthorized", isRetryable: false });
    expect({ requests: seen.length, tokens: asked.length }).toEqual({ requests: 2, tokens: 2 });
  });

  test("gets at most two requests a try, also between other failures", async () => {
    let requests = 0;
    const { credential } = createCredential();
    // 401 to the first request of each try, trouble to the second.
    const { client } = createFakeClient(() => refuse(++requests % 2 === 1 ? 401 : 503), { credential });
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "server", attempts: 3 });
    expect(requests).toBe(6);
  });

  test("ends a reader at its page", async () => {
    const { credential } = createCredential();
    let requests = 0;
    const page = (): Response => Response.json({ data: { items: [item] }, continuationToken: `page-${requests}` });
    const { client } = createFakeClient(() => (++requests <= 3 ? page() : refuse(401)), { credential });
    const read = client.readTimeseries({}).all({ maxItems: 1000 });
    expect((await errorOf(read)).code).toBe("unauthorized");
    expect(requests).toBe(5);
  });

  test("gets no second request where the credential has no other token", async () => {
    const { credential, asked } = createCredential(() => ({ token: "same" }));
    const { client, seen } = createFakeClient(() => refuse(401), { credential });
    expect((await errorOf(client.getTimeseriesById({ id }))).code).toBe("unauthorized");
    expect({ requests: seen.length, tokens: asked.length }).toEqual({ requests: 1, tokens: 2 });
  });
});

describe("many calls whose token is refused", () => {
  test.each([
    ["without a challenge", () => refuse(401), undefined],
    ["with one", () => challenge("{}"), "{}"],
  ])("%s: one new token is for all of them", async (_, refuseToken, claims) => {
    const { credential, asked } = createCredential();
    let requests = 0;
    const { client } = createFakeClient(
      (request) => {
        requests++;
        return tokenOf(request) === "token-1" ? refuseToken() : ok();
      },
      { credential, limits: { concurrency: 100 } },
    );
    const calls = Array.from({ length: 100 }, () => client.getTimeseriesById({ id }));
    await expect(Promise.all(calls)).resolves.toEqual(calls.map(() => item));
    expect(asked.map((options) => options?.claims)).toEqual([undefined, claims]);
    expect(requests).toBeLessThanOrEqual(200);
  });

  test("a refusal that comes late takes the token that came meanwhile", async () => {
    const { credential, asked } = createCredential();
    let answerLate: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => {
      answerLate = resolve;
    });
    const answers = [() => late, () => challenge("{}"), ok, ok];
    const { client } = createFakeClient(answers, { credential });
    const first = client.getTimeseriesById({ id });
    await new Promise((resolve) => setTimeout(resolve));
    await client.getTimeseriesById({ id });
    answerLate(challenge("{}"));
    await expect(first).resolves.toEqual(item);
    expect(asked).toHaveLength(2);
  });

  test("a call that begins while a challenge is answered waits for that token", async () => {
    let giveToken: (token: AccessToken) => void = () => {};
    const renewed = new Promise<AccessToken>((resolve) => {
      giveToken = resolve;
    });
    const { credential, asked } = createCredential((n) => (n === 2 ? renewed : {}));
    const tokens: string[] = [];
    const answer = (request: Request): Response => {
      tokens.push(tokenOf(request));
      return tokens.length === 1 ? challenge("{}") : ok();
    };
    const { client } = createFakeClient(answer, { credential });
    const first = client.getTimeseriesById({ id });
    await new Promise((resolve) => setTimeout(resolve));
    const second = client.getTimeseriesById({ id });
    await new Promise((resolve) => setTimeout(resolve));
    giveToken({ token: "token-2", expiresOnTimestamp: start + hour });
    await expect(Promise.all([first, second])).resolves.toEqual([item, item]);
    expect(asked.map((options) => options?.claims)).toEqual([undefined, "{}"]);
    expect(tokens).toEqual(["token-1", "token-2", "token-2"]);
  });

  test("a challenge is not answered with a token asked for without its claims", async () => {
    const give: ((token: string) => void)[] = [];
    const { credential, asked } = createCredential(
      (n) =>
        new Promise((resolve) => {
          // No end of life: each request asks.
          give[n] = (token) => resolve({ token, expiresOnTimestamp: 0 });
        }),
    );
    const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    let answerLate: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => {
      answerLate = resolve;
    });
    const { client } = createFakeClient([() => late, ok, ok], { credential });
    const first = client.getTimeseriesById({ id });
    await tick();
    give[1]!("old");
    await tick();
    const second = client.getTimeseriesById({ id });
    await tick();
    answerLate(challenge("{}"));
    await tick();
    expect(asked.map((options) => options?.claims)).toEqual([undefined, undefined, "{}"]);
    give[2]!("other");
    give[3]!("new");
    await expect(Promise.all([first, second])).resolves.toEqual([item, item]);
  });

  test("another challenge is another token", async () => {
    const { credential, asked } = createCredential();
    const { client } = createFakeClient([challenge("{}"), ok(), challenge('{"a":1}'), ok()], { credential });
    await client.getTimeseriesById({ id });
    await client.getTimeseriesById({ id });
    expect(asked.map((options) => options?.claims)).toEqual([undefined, "{}", '{"a":1}']);
  });
});

describe("a token near its end", () => {
  function createAgeingClient(make: (n: number) => Partial<AccessToken> | Promise<AccessToken>) {
    const clock = { now: start };
    const made = createCredential(make);
    const tokens: string[] = [];
    const answer = (request: Request): Response => {
      tokens.push(tokenOf(request));
      return ok();
    };
    const { client } = createFakeClient(answer, { credential: made.credential, now: () => clock.now });
    return { client, clock, tokens, asked: made.asked };
  }

  test.each([
    ["five minutes ahead", {}, hour - 300_000],
    ["when it says so", { refreshAfterTimestamp: start + 1000 }, 1000],
  ])("is renewed %s", async (_, token, ms) => {
    const { client, clock, tokens } = createAgeingClient(() => token);
    for (clock.now of [start, start + ms - 1, start + ms]) await client.getTimeseriesById({ id });
    expect(tokens).toEqual(["token-1", "token-1", "token-2"]);
  });

  test("holds to its end while the sign-in is out of order, and no longer", async () => {
    const failing = Promise.reject(new Error("The sign-in is out of order."));
    failing.catch(() => {});
    const { client, clock, tokens } = createAgeingClient((n) => (n === 1 ? {} : failing));
    for (clock.now of [start, start + hour - 1]) await client.getTimeseriesById({ id });
    expect(tokens).toEqual(["token-1", "token-1"]);
    clock.now = start + hour;
    expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "credential", attempts: 0 });
  });
});

test("a refresh that fails is tried again after 30 seconds, and no request waits for one in between", async () => {
  const clock = { now: start };
  const { credential, asked } = createCredential(async (n) => {
    if (n === 2) throw new Error("The sign-in is out of order.");
    return { token: `token-${n}`, expiresOnTimestamp: start + hour };
  });
  const tokens: string[] = [];
  const answer = (request: Request): Response => {
    tokens.push(tokenOf(request));
    return ok();
  };
  const { client } = createFakeClient(answer, { credential, now: () => clock.now });
  const ahead = start + hour - 300_000;
  const seen: number[] = [];
  for (clock.now of [start, ahead, ahead + 1, ahead + 29_999, ahead + 30_000]) {
    await client.getTimeseriesById({ id });
    seen.push(asked.length);
  }
  expect(seen).toEqual([1, 2, 2, 2, 3]);
  expect(tokens).toEqual(["token-1", "token-1", "token-1", "token-1", "token-3"]);
});

describe("a credential that does not answer", () => {
  const silent = { getToken: () => new Promise<never>(() => {}) };

  test("is waited for no longer than the call may take", async () => {
    const { client, seen } = createFakeClient([], { credential: silent });
    expect(await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 5 }))).toMatchObject({ code: "timeout" });
    const controller = new AbortController();
    const call = errorOf(client.getTimeseriesById({ id }, { signal: controller.signal }));
    setTimeout(() => controller.abort());
    expect(await call).toMatchObject({ code: "aborted" });
    expect(seen).toHaveLength(0);
  });

  test("holds no place: a hundred calls that gave up leave the client as it was", async () => {
    const { client } = createFakeClient([ok()], { limits: { concurrency: 2 } });
    const calls = Array.from({ length: 100 }, () =>
      errorOf(client.getTimeseriesById({ id }, { credential: silent, timeoutMs: 5 })),
    );
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(calls.map(() => "timeout"));
    await expect(client.getTimeseriesById({ id }, { timeoutMs: 1000 })).resolves.toEqual(item);
  });

  test("but is slow, is asked once for a hundred calls, of which one that leaves takes nothing from the others", async () => {
    let give: () => void = () => {};
    const slow = new Promise<AccessToken>((resolve) => {
      give = () => resolve({ token: "late", expiresOnTimestamp: start + hour });
    });
    const { credential, asked } = createCredential(() => slow);
    const { client, seen } = createFakeClient(ok, { credential, limits: { concurrency: 100 } });
    const leaving = errorOf(client.getTimeseriesById({ id }, { timeoutMs: 1 }));
    const calls = Array.from({ length: 100 }, () => client.getTimeseriesById({ id }));
    expect((await leaving).code).toBe("timeout");
    give();
    await Promise.all(calls);
    expect({ asked: asked.length, requests: seen.length }).toEqual({ asked: 1, requests: 100 });
  });
});

describe("a credential that fails", () => {
  test.each<[string, unknown, string]>([
    ["a text", "No network.", "No network."],
    ["nothing", undefined, "a thrown undefined"],
    ["an object without a text", Object.create(null), "a thrown object"],
    ["an error without a text", new RangeError(""), "RangeError"],
  ])("with %s", async (_, thrown, why) => {
    const getToken = (): Promise<never> => Promise.reject(thrown);
    const { client, seen } = createFakeClient([], { credential: { getToken } });
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(error).toMatchObject({ code: "credential", attempts: 0, isRetryable: false });
    expect(error.message).toBe(`No token for 32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default: ${why}`);
    expect(seen).toHaveLength(0);
  });

  test.each(["network", "unauthorized", "rate-limited", "timeout"] as const)(
    "with an error of another client, %s, is asked once, and is a failure of the credential",
    async (code) => {
      let asked = 0;
      const failure = new OmniaError(code, "Somewhere else.", { isRetryable: true, retryAfterMs: 1 });
      const getToken = () => Promise.reject((asked++, failure));
      const { client, seen } = createFakeClient([], { credential: { getToken } });
      expect(await errorOf(client.getTimeseriesById({ id }))).toMatchObject({ code: "credential", isRetryable: true });
      expect({ asked, requests: seen.length }).toEqual({ asked: 1, requests: 0 });
    },
  );
});
