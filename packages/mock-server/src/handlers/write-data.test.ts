import { describe, expect, test } from "vitest";
import { at, base, createServer, point, read, send } from "./wire.test-support.ts";

describe("writes", () => {
  test("enqueued ones can be read after a second of the mock's clock", async () => {
    const { server, a } = createServer();
    for (const path of [`/${a}/data`, `/${a}/data?async=True`]) {
      const response = await send(server, "POST", path, { datapoints: [point(0, 7)] });
      expect(response.status).toBe(202);
      expect(await response.json()).toEqual({ statusCode: 202, message: "Accepted", traceId: expect.any(String) });
    }
    server.clock.advance(999);
    expect(server.store.points(a).length).toBe(0);
    expect((await read(server, `/${a}/data`)).data.items[0]!.datapoints).toEqual([]);
    server.clock.advance(1);
    expect((await read(server, `/${a}/data`)).data.items[0]!.datapoints).toEqual([point(0, 7)]);
  });

  test("the delay of enqueued ones is an assumption", async () => {
    const { server, a } = createServer([], { assumptions: { enqueuedWriteDelayMs: 0 } });
    await send(server, "POST", `/${a}/data`, { datapoints: [point(0, 7)] });
    expect(server.store.points(a).length).toBe(1);
  });

  test("committed ones can be read at once; times are cut to 100 ns, the status is 192 by default", async () => {
    const { server, a } = createServer();
    const datapoints = [
      { time: "2024-01-01T00:00:00.123456789+01:00", value: 10.3 },
      { time: "2024-01-01", value: 1, status: null },
    ];
    const response = await send(server, "POST", `/${a}/data?async=False`, { datapoints });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ statusCode: 200, message: "ok", traceId: expect.any(String) });
    expect((await read(server, `/${a}/data`)).data.items[0]!.datapoints).toEqual([
      { time: "2023-12-31T23:00:00.1234567Z", value: 10.3, status: 192 },
      { time: "2024-01-01T00:00:00.0000000Z", value: 1, status: 192 },
    ]);
  });

  test.each([
    [{ time: at(0), value: "3" }, "datapoints[1].value"],
    [{ time: at(0) }, "datapoints[1].value"],
    [{ time: at(0), value: null }, "datapoints[1].value"],
    [{ time: "2024-01-01T00:00:00", value: 3 }, "datapoints[1].time"],
    [{ time: "yesterday", value: 3 }, "datapoints[1].time"],
    [{ time: at(0), value: 3, status: 1.5 }, "datapoints[1].status"],
    [{ time: at(0), value: 3, status: 2 ** 31 }, "datapoints[1].status"],
  ])("%j is refused, and nothing is written", async (wrong, where) => {
    const { server, a } = createServer();
    const response = await send(server, "POST", `/${a}/data?async=false`, { datapoints: [point(5, 1), wrong] });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(where);
    expect(server.store.points(a).length).toBe(0);
  });

  test("a number beyond doubles is refused", async () => {
    const { server, a } = createServer();
    const response = await server.fetch(`${base}/${a}/data?async=false`, {
      method: "POST",
      headers: { authorization: "Bearer x", "content-type": "application/json" },
      body: `{"datapoints":[{"time":"${at(0)}","value":1e999}]}`,
    });
    expect(response.status).toBe(400);
  });

  test("many series at once: all, or nothing when one is unknown", async () => {
    const { server, a, b } = createServer();
    const items = [a, b].map((id, i) => ({ id, datapoints: [point(i, i)] }));
    expect((await send(server, "POST", "/data?async=false", { items })).status).toBe(200);
    expect([a, b].map((id) => server.store.points(id).length)).toEqual([1, 1]);
    const unknown = { id: "00000000-0000-0000-0000-000000000000", datapoints: [point(2, 2)] };
    const refused = await send(server, "POST", "/data?async=false", {
      items: [{ id: a, datapoints: [point(9, 9)] }, unknown],
    });
    expect(refused.status).toBe(404);
    expect(server.store.points(a).length).toBe(1);
  });

  test("a delete without bounds takes everything, also the future", async () => {
    const { server, a } = createServer([
      point(0, 1),
      { time: "2100-01-01", value: 1 },
      { time: "1900-01-01", value: 1 },
    ]);
    const response = await send(server, "DELETE", `/${a}/data`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ statusCode: 200 });
    expect(server.store.points(a).length).toBe(0);
  });
});
