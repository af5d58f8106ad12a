import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Datapoints } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { createMockServer } from "./mock-server.ts";
import { createServer, points, readMessage } from "./server.test-support.ts";

describe("the server as a value", () => {
  test("logs what was asked", async () => {
    const { server, send, id } = createServer();
    await send(`/${id}`);
    await send("/no/such/path/here");
    await send("/not-a-guid");
    expect(server.requests.map(({ operationId, method, statusCode }) => [operationId, method, statusCode])).toEqual([
      ["getTimeseriesById", "GET", 200],
      [undefined, "GET", 404],
      ["getTimeseriesById", "GET", 400],
    ]);
    expect(server.requests.of("getTimeseriesById").map(({ url }) => url)).toEqual([
      `http://127.0.0.1/plant/timeseries/v1.7/${id}`,
      "http://127.0.0.1/plant/timeseries/v1.7/not-a-guid",
    ]);
  });

  test("reset brings back the series of the constructor, also from a generator, and the trace ids", async () => {
    function* once() {
      yield* points;
    }
    const { server, send, id } = createServer({ series: [{ name: "a", facility: "1219", datapoints: once() }] });
    const { traceId } = await readMessage(await send("/x"));
    await send(`/${id}/data`, { method: "DELETE" });
    const body = JSON.stringify({ name: "b", facility: "1219" });
    await send("/", { method: "POST", body, headers: { "content-type": "application/json" } });
    expect([server.store.points(id).length, server.store.series.length]).toEqual([0, 2]);
    server.reset();
    expect(server.store.points(id).toRows()).toEqual([
      { time: "2024-01-01T00:00:00.0000000Z", value: 1, status: 192 },
      { time: "2024-01-02T00:00:00.0000000Z", value: 2, status: 64 },
    ]);
    expect(server.store.series.map(({ name }) => name)).toEqual(["a"]);
    expect(server.requests).toEqual([]);
    expect((await readMessage(await send("/x"))).traceId).toBe(traceId);
  });

  test("two servers with one seed are the same, and share nothing", async () => {
    const [one, two] = [createServer(), createServer()];
    await one.send(`/${one.id}/data`, { method: "DELETE" });
    expect(two.id).toBe(one.id);
    expect(two.server.store.points(two.id).length).toBe(2);
    const random = () => createServer().server.clientOptions().random;
    const numbers = (next: () => number) => Array.from({ length: 5 }, next);
    expect(numbers(random())).toEqual(numbers(random()));
    for (const number of numbers(random())) expect(number >= 0 && number < 1).toBe(true);
  });

  test("points handed out are a copy", async () => {
    const { server, send, id } = createServer();
    const before = server.store.points(id);
    await send(`/${id}/data`, { method: "DELETE" });
    expect(before.value).toEqual(Float64Array.of(1, 2));
  });

  test("series may hold columns; any order, the last of two at one time counts", () => {
    const columns = new Datapoints({
      id: "x",
      time: BigInt64Array.of(300n, 100n, 100n),
      value: Float64Array.of(3, 1, 2),
      status: Uint32Array.of(192, 192, 0),
    });
    const { server, id } = createServer({ series: [{ name: "a", facility: "1219", datapoints: columns }] });
    expect([...server.store.points(id)]).toEqual([
      { time: 100n, value: 2, status: 0 },
      { time: 300n, value: 3, status: 192 },
    ]);
  });

  const series = { name: "a", facility: "1219" };
  test.each([
    ["NaN", [{ ...series, datapoints: [{ time: 0n, value: Number.NaN }] }], "invalid-argument"],
    ["a time that is none", [{ ...series, datapoints: [{ time: "soon", value: 1 }] }], "invalid-argument"],
    ["a status that is none", [{ ...series, datapoints: [{ time: 0n, value: 1, status: -1 }] }], "invalid-argument"],
    ["an id that is no GUID", [{ ...series, id: "x" }], "invalid-argument"],
    ["one name twice", [series, series], "conflict"],
  ])("%s is refused by the constructor", (_, given, code) => {
    expect(() => createMockServer({ series: given })).toThrow(expect.objectContaining({ code }));
  });

  test("an unknown id of the store is told", () => {
    expect(() => createMockServer().store.points("x")).toThrow(expect.objectContaining({ code: "not-found" }));
  });

  test("an aborted request is not answered", async () => {
    const { server } = createServer();
    const reason = new Error("enough");
    await expect(server.fetch("http://h/", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test("a million points are loaded and a page of 100 000 is read", async () => {
    const length = 1_000_000;
    const columns = new Datapoints({
      id: "x",
      time: BigInt64Array.from({ length }, (_, i) => BigInt(i) * 1_000_000_000n),
      value: Float64Array.from({ length }, (_, i) => i),
      status: new Uint32Array(length).fill(192),
    });
    const { send, id } = createServer({ series: [{ name: "a", facility: "1219", datapoints: columns }] });
    const response = await send(`/${id}/data?limit=100000`, { headers: { accept: "application/x-protobuf" } });
    const bytes = await response.bytes();
    expect(bytes.length).toBeGreaterThan(2_000_000);
  });

  test("nothing that index.ts loads at once is Node's own", () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const statics = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "(.*?)";/gm);
      for (const [, from] of statics) {
        expect(from).not.toMatch(/^node:|^@hono\/node-server|^asn1js|^ajv/);
        if (from!.startsWith(".")) visit(join(dirname(file), from!));
      }
    };
    visit(join(import.meta.dirname, "index.ts"));
    expect(seen.size).toBeGreaterThan(20);
  });
});
