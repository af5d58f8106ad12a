import { describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import { ask, timeseries, tokenOf } from "../wire.test-support.ts";

const one = "aaaaaaaa-0000-4000-8000-000000000001";
const two = "aaaaaaaa-0000-4000-8000-000000000002";

function createServer() {
  const series = ["a", "b"].map((name) => ({ name, facility: "1219" }));
  const server = createMockServer({ auth: "none", series });
  const [a = "", b = ""] = server.store.series.map(({ id }) => id);
  const send = (appid: string, method: string, path: string, body?: unknown) =>
    ask<{ data: { items: unknown[] }; message: string }>(
      server,
      method,
      `${timeseries}/streaming${path}`,
      body,
      tokenOf({ appid }),
    );
  return { server, a, b, send };
}

describe("streaming", () => {
  test("subscriptions are each caller's own, once per series", async () => {
    const { a, b, send } = createServer();
    expect((await send(one, "POST", "/subscriptions", [{ id: a }, { id: b }, { ID: a.toUpperCase() }])).status).toBe(
      200,
    );
    await send(two, "POST", "/subscriptions", [{ id: b }]);
    expect((await send(one, "GET", "/subscriptions")).json.data.items).toEqual([
      { id: a, customerId: one },
      { id: b, customerId: one },
    ]);
    expect((await send(one, "DELETE", `/subscriptions/${b}`)).status).toBe(200);
    expect((await send(one, "DELETE", `/subscriptions/${b}`)).status).toBe(404);
    expect((await send(one, "GET", "/subscriptions")).json.data.items).toEqual([{ id: a, customerId: one }]);
    expect((await send(two, "GET", "/subscriptions")).json.data.items).toEqual([{ id: b, customerId: two }]);
  });

  test("with an unknown series none is made", async () => {
    const { a, send } = createServer();
    const unknown = "00000000-0000-0000-0000-000000000000";
    expect((await send(one, "POST", "/subscriptions", [{ id: a }, { id: unknown }])).status).toBe(404);
    expect((await send(one, "GET", "/subscriptions")).json.data.items).toEqual([]);
  });

  test("one destination per caller, under either spelling of its property; reset forgets all", async () => {
    const { server, a, send } = createServer();
    await send(one, "POST", "/destination", { connectionString: "first" });
    await send(one, "POST", "/destination", { ConnectionString: "second" });
    await send(two, "POST", "/destination", { connectionString: "third" });
    expect(server.store.destinations).toEqual([
      { api: "timeseries", customerId: one, connectionString: "second" },
      { api: "timeseries", customerId: two, connectionString: "third" },
    ]);
    const refused = await send(one, "POST", "/destination", { connectionString: "" });
    expect([refused.status, refused.json.message]).toEqual([400, expect.stringContaining("connectionString")]);
    await send(one, "POST", "/subscriptions", [{ id: a }]);
    server.reset();
    expect(server.store.destinations).toEqual([]);
    expect((await send(one, "GET", "/subscriptions")).json.data.items).toEqual([]);
  });
});
