import { describe, expect, test } from "vitest";
import type { MockServerOptions } from "../mock-server-options.ts";
import { at, createServer, point, send } from "./wire.test-support.ts";
import type { Page } from "./wire.test-support.ts";

const points = [point(0, 100), point(1_000, 200, 0), point(2_000, 150)];

describe("reading by name", () => {
  test("gives the names back, and pages", async () => {
    const { server, a } = createServer(points);
    const path = "/query/data?name=a&facility=1219&terminal=PRIM&limit=2";
    const first = (await (await send(server, "GET", path)).json()) as Page;
    expect(first.data.items).toEqual([
      { id: a, facility: "1219", name: "a", terminal: "PRIM", totalCount: 3, datapoints: points.slice(0, 2) },
    ]);
    const next = await send(server, "GET", `${path}&continuationToken=${first.continuationToken}`);
    const second = (await next.json()) as Page;
    expect([second.data.items[0]!.datapoints, second.continuationToken]).toEqual([points.slice(2), null]);
  });

  test.each([
    ["name=nothing&facility=1219", 404],
    ["name=a&facility=SNA", 404],
    ["name=a", 400],
    ["facility=1219", 400],
  ])("%s: %d", async (query, status) => {
    const { server } = createServer(points);
    expect((await send(server, "GET", `/query/data?${query}`)).status).toBe(status);
  });
});

describe("first and latest of many", () => {
  async function read(which: string, body: unknown, more: MockServerOptions = {}) {
    const { server } = createServer(points, more);
    const response = await send(server, "POST", `/query/data/${which}`, body);
    expect(response.status).toBe(200);
    return ((await response.json()) as Page).data.items;
  }

  test.each([
    ["first", points[0], points[2], points[1]],
    ["latest", points[2], points[2], points[1]],
  ])("%s: within the bounds, with the statuses, in the order of the request", async (which, open, late, bad) => {
    const items = await read(which, [
      { facility: "1219", name: "a" },
      { facility: "1219", name: "a", startTime: at(1_001) },
      { facility: "1219", name: "a", statusFilter: [0], endTime: null },
      { facility: "1219", name: "a", startTime: at(1_001), endTime: at(2_000) },
      { facility: "1219", name: "b" },
      { facility: "1219", name: "c", endTime: "2023-09-01T05:00:00Z" },
    ]);
    expect(items.map(({ datapoints }) => datapoints)).toEqual([[open], [late], [bad], [], [], []]);
    expect(items.map(({ name, statusCode }) => [name, statusCode])).toEqual([
      ...["a", "a", "a", "a", "b"].map((name) => [name, undefined]),
      ["c", 404],
    ]);
  });

  test("a series without a point may be refused in its item", async () => {
    const assumptions = { firstLatestWithoutPoints: "not-found" } as const;
    const body = ["a", "b"].map((name) => ({ facility: "1219", name }));
    const items = await read("latest", body, { assumptions });
    expect(items.map(({ statusCode }) => statusCode)).toEqual([undefined, 404]);
    expect(items[1]!.message).toContain("no such datapoint");
  });
});
