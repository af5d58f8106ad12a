import { describe, expect, test } from "vitest";
import { accessToken } from "./access-token.ts";
import type { Attempt, Exchange, Layer } from "./exchange.ts";
import { answerItems, baseUrl, createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import { OmniaError } from "./omnia-error.ts";

const item = { id, name: "1219-PT-1234", facility: "1219" };

/** Writes down when a call comes in and goes out. */
const note =
  (name: string, log: string[]): Layer =>
  (next) =>
  async (attempt) => {
    log.push(`${name} in`);
    try {
      return await next(attempt);
    } finally {
      log.push(`${name} out`);
    }
  };

describe("layers of the user", () => {
  test("the first one is outermost", async () => {
    const log: string[] = [];
    const { client } = createFakeClient([answerItems([item])], { layers: [note("a", log), note("b", log)] });
    await client.getTimeseriesById({ id });
    expect(log).toEqual(["a in", "b in", "b out", "a out"]);
  });

  test("see a call once, before it has a place, a try and a token, and its result as it is handed out", async () => {
    const attempts: Attempt[] = [];
    const results: unknown[] = [];
    const look: Layer = (next) => async (attempt) => {
      attempts.push(attempt);
      const result = await next(attempt);
      results.push(result);
      return result;
    };
    let tokens = 0;
    const { client, seen } = createFakeClient(
      [refuse(503), refuse(401), new TypeError("fetch failed"), answerItems([item])],
      { layers: [look], credential: accessToken(() => `token-${++tokens}`) },
    );
    const result = await client.getTimeseriesById({ id });
    expect(seen).toHaveLength(4);
    expect(results).toEqual([result]);
    expect(results[0]).toBe(result);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ call: 1, number: 1, request: { url: `${baseUrl}/${id}` } });
    expect(JSON.stringify(attempts)).not.toContain("token");
  });

  test("see a failure once, as the caller sees it", async () => {
    const failures: unknown[] = [];
    const look: Layer = (next) => (attempt) =>
      next(attempt).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    const { client } = createFakeClient([refuse(503), refuse(503), refuse(503)], { layers: [look] });
    const error = await errorOf(client.getTimeseriesById({ id }));
    expect(failures).toEqual([error]);
    expect(failures[0]).toBe(error);
    expect(error).toMatchObject({ code: "server", attempts: 3, operationId: "getTimeseriesById" });
  });

  test("see each page of a reader as a call, and what client.rest asks", async () => {
    const urls: string[] = [];
    const look: Layer = (next) => (attempt) => {
      urls.push(attempt.request.url.slice(baseUrl.length));
      return next(attempt);
    };
    const { client } = createFakeClient([answerItems([item], "more"), answerItems([item]), answerItems([item])], {
      layers: [look],
    });
    await client.readTimeseries({}).all({ maxItems: 9 });
    await client.rest.GET("/{id}", { params: { path: { id } } });
    expect(urls).toEqual(["/", "/?continuationToken=more", `/${id}`]);
  });

  test("may add headers to every try; those that the client answers for stay", async () => {
    const headers: Record<string, string>[] = [];
    const add: Layer = (next) => (attempt) =>
      next({
        ...attempt,
        request: {
          ...attempt.request,
          headers: { ...attempt.request.headers, "x-plant": "1219", authorization: "own" },
        },
      });
    const answer = (response: Response) => (request: Request) => {
      headers.push(Object.fromEntries(request.headers));
      return response;
    };
    const { client } = createFakeClient([answer(refuse(503)), answer(answerItems([item]))], { layers: [add] });
    await client.getTimeseriesById({ id });
    const sent = { accept: "application/json", "x-plant": "1219", authorization: "Bearer token" };
    expect(headers).toEqual([expect.objectContaining(sent), expect.objectContaining(sent)]);
  });

  test("may answer from what they know", async () => {
    const known = new Map<string, Promise<unknown>>();
    const cache: Layer = <T>(next: Exchange<T>): Exchange<T> => {
      return (attempt) => {
        const { operation, url } = attempt.request;
        if (operation.operationId !== "getTimeseriesById") return next(attempt);
        const answer = known.get(url) ?? next(attempt);
        known.set(url, answer);
        return answer as Promise<T>;
      };
    };
    const { client, seen } = createFakeClient([answerItems([item]), answerItems([])], { layers: [cache] });
    const answers = await Promise.all([1, 2, 3].map(() => client.getTimeseriesById({ id })));
    expect(answers).toEqual([item, item, item]);
    expect(seen).toHaveLength(1);
  });

  test("may refuse a call, and what they throw arrives as it is", async () => {
    const refusal = new Error("Nothing is deleted from here.");
    const guard: Layer = (next) => (attempt) =>
      attempt.request.operation.method === "DELETE" ? Promise.reject(refusal) : next(attempt);
    const { client, seen } = createFakeClient([answerItems([item])], { layers: [guard] });
    await expect(client.deleteTimeseriesById({ id })).rejects.toBe(refusal);
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
    expect(seen).toHaveLength(1);
  });

  test("may send a call again", async () => {
    const again: Layer = (next) => async (attempt) => {
      try {
        return await next(attempt);
      } catch {
        return next(attempt);
      }
    };
    const { client, seen } = createFakeClient([refuse(500), answerItems([item])], { layers: [again] });
    await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
    expect(seen).toHaveLength(2);
  });

  test("that do not listen cannot hold a call beyond its time", async () => {
    const { client } = createFakeClient([], { layers: [() => () => new Promise(() => {})] });
    expect((await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 5 }))).code).toBe("timeout");
  });

  test("hold no place of the limiter while they think", async () => {
    const think: Layer = (next) => async (attempt) => {
      if (attempt.call <= 8) await new Promise((resolve) => setTimeout(resolve, 20));
      return next(attempt);
    };
    const order: string[] = [];
    const { client } = createFakeClient(() => answerItems([item]), { layers: [think], limits: { concurrency: 1 } });
    const slow = client.getTimeseriesById({ id }).then(() => order.push("slow"));
    const quick = Array.from({ length: 8 }, () => client.getTimeseriesById({ id }));
    await Promise.all([quick.at(-1)!.then(() => order.push("quick")), slow]);
    expect(order).toEqual(["quick", "slow"]);
  });

  test.each([
    [[undefined], 0],
    [[(next: unknown) => next, "text"], 1],
  ])("must be functions: %s", (layers, index) => {
    expect(() => createFakeClient([], { layers: layers as Layer[] })).toThrow(
      new OmniaError("invalid-argument", `layers[${index}]: is not a function.`),
    );
  });
});
