import { describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { SeriesOptions } from "../mock-server-options.ts";
import { ask, timeseries, tokenOf } from "../wire.test-support.ts";

type Item = Record<string, unknown> & { id: string };
interface List {
  data: { items: Item[] };
  message: string;
}

const created = "2024-06-01T00:00:00.0000000Z";
const full: SeriesOptions = {
  name: "a",
  facility: "1219",
  description: "first",
  unit: "bar",
  step: true,
  externalId: "x-1",
  assetId: "asset",
  source: "IMS",
  metadata: { robot: "r2" },
  datapoints: [{ time: "2024-01-01T00:00:00Z", value: 1 }],
};

function createServer(series: readonly SeriesOptions[] = [full, { name: "b", facility: "1219" }]) {
  const server = createMockServer({ auth: "none", now: () => Date.UTC(2024, 5, 1), series });
  server.clock.freeze();
  const [id = "", other = ""] = server.store.series.map((item) => item.id);
  const send = (method: string, path: string, body?: unknown, token?: string) =>
    ask<List>(server, method, timeseries + path, body, token);
  return { server, id, other, send };
}

describe("putting a series", () => {
  test("overwrites every field that callers may set, and no other", async () => {
    const { server, id, send } = createServer();
    server.clock.advance("1h");
    const { status, json } = await send("PUT", `/${id}`, { name: "New name", facility: "SNA" });
    expect(status).toBe(200);
    const item = {
      id,
      name: "New name",
      facility: "SNA",
      description: null,
      unit: null,
      standardUnit: null,
      step: false,
      externalId: null,
      assetId: null,
      metadata: null,
      source: "IMS",
      createdTime: created,
      changedTime: "2024-06-01T01:00:00.0000000Z",
    };
    expect(json.data.items).toEqual([item]);
    expect((await send("GET", `/${id}`)).json.data.items).toEqual([item]);
    expect(server.store.points(id).length).toBe(1);
  });
});

describe("patching a series", () => {
  test("leaves what it does not name, or names with null; empty texts are kept", async () => {
    const { server, id, send } = createServer();
    const before = server.store.series[0]!;
    server.clock.advance("1s");
    const { json } = await send("PATCH", `/${id}`, { Unit: "kg", description: "", assetId: null });
    expect(json.data.items).toEqual([
      { ...before, unit: "kg", description: "", changedTime: "2024-06-01T00:00:01.0000000Z" },
    ]);
  });

  test("metadata pairs are replaced as a whole", async () => {
    const { id, send } = createServer();
    const { json } = await send("PATCH", `/${id}`, { metadata: { tag: "t" } });
    expect(json.data.items[0]!["metadata"]).toEqual({ tag: "t" });
  });

  test("its new name finds it, and its old name is free for another series with another id", async () => {
    const { id, send } = createServer();
    await send("PATCH", `/${id}`, { name: "c" });
    expect((await send("GET", "/?name=c")).json.data.items.map((item) => item.id)).toEqual([id]);
    const { status, json } = await send("POST", "/", { name: "a", facility: "1219" });
    expect(status).toBe(200);
    expect(json.data.items[0]!.id).not.toBe(id);
  });
});

const pairs = Object.fromEntries(Array.from({ length: 18 }, (_, i) => [`k${i}`, "v"]));
describe.each(["PUT", "PATCH"])("%s", (method) => {
  test.each([
    [
      "a name of another series",
      { name: "b", facility: "1219" },
      409,
      "Attempt to store timeseries 'b' from '1219' which already exists",
    ],
    ["an unknown facility", { name: "a", facility: "nowhere" }, 400, "Facility not found."],
    ["an empty name", { name: "", facility: "1219" }, 400, "Body: name must not be empty."],
    ["18 pairs", { name: "a", facility: "1219", metadata: pairs }, 400, expect.stringContaining("metadata")],
  ])("with %s is refused, and changes nothing", async (_, body, status, message) => {
    const { server, id, send } = createServer();
    const before = structuredClone(server.store.series);
    const answer = await send(method, `/${id}`, body);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
    expect(server.store.series).toEqual(before);
  });

  test("with its own name is no conflict; an unknown series is one that is not found", async () => {
    const { id, send } = createServer();
    const body = { name: "a", facility: "1219" };
    expect((await send(method, `/${id}`, body)).status).toBe(200);
    expect((await send(method, "/00000000-0000-0000-0000-000000000000", body)).status).toBe(404);
  });
});

describe("deleting a series", () => {
  test("takes its points, its name, its subscriptions and what is enqueued with it", async () => {
    const { server, id, other, send } = createServer();
    await send("POST", "/streaming/subscriptions", [{ id }, { id: other }]);
    await send("POST", `/${id}/data`, { datapoints: [{ time: "2024-02-01T00:00:00Z", value: 2 }] });
    const { status, json } = await send("DELETE", `/${id}`);
    expect([status, json]).toMatchObject([200, { statusCode: 200, message: "ok" }]);
    for (const path of [`/${id}`, `/${id}/data`, `/${id}/history`]) expect((await send("GET", path)).status).toBe(404);
    expect((await send("DELETE", `/${id}`)).status).toBe(404);
    expect((await send("GET", "/streaming/subscriptions")).json.data.items.map((item) => item.id)).toEqual([other]);
    const again = (await send("POST", "/", { name: "a", facility: "1219" })).json.data.items[0]!;
    server.clock.advance("1h");
    expect(again.id).not.toBe(id);
    expect(server.store.points(again.id).length).toBe(0);
  });
});

describe("history", () => {
  const app = "aaaaaaaa-0000-4000-8000-000000000001";
  const person = "bbbbbbbb-0000-4000-8000-000000000002";

  test("tells who changed which field from what to what, and when, oldest first", async () => {
    const { server, id, send } = createServer();
    expect((await send("GET", `/${id}/history`)).json.data.items).toEqual([]);
    server.clock.advance("1m");
    await send(
      "PATCH",
      `/${id}`,
      { unit: "kPa", step: true, metadata: { robot: "r3" } },
      tokenOf({ appid: app, oid: "service" }),
    );
    server.clock.advance("1m");
    await send("PATCH", `/${id}`, { unit: "kPa" });
    await send(
      "PUT",
      `/${id}`,
      { ...full, unit: "MPa", metadata: { robot: "r3" } },
      tokenOf({ appid: app, oid: person, scp: "user_impersonation" }),
    );
    expect((await send("GET", `/${id}/history`)).json.data.items).toEqual([
      {
        id,
        changedBy: app,
        changedTime: "2024-06-01T00:01:00.0000000Z",
        changes: {
          unit: { oldValue: "bar", newValue: "kPa" },
          metadata: { oldValue: { robot: "r2" }, newValue: { robot: "r3" } },
        },
      },
      {
        id,
        changedBy: person,
        changedTime: "2024-06-01T00:02:00.0000000Z",
        changes: { unit: { oldValue: "kPa", newValue: "MPa" } },
      },
    ]);
  });
});

describe("get or add", () => {
  test("gives what is there unchanged, creates the rest, in the order of the request", async () => {
    const { server, id, other, send } = createServer();
    const body = [
      { name: "new", facility: "SNA", unit: "m" },
      { name: "b", facility: "1219", unit: "ignored" },
      { name: "new", facility: "sna" },
      { name: "a", facility: "1219" },
    ];
    const { status, json } = await send("POST", "/getoradd", body);
    const added = json.data.items[0]!;
    expect(status).toBe(200);
    expect(json.data.items.map((item) => item.id)).toEqual([added.id, other, added.id, id]);
    expect(added).toMatchObject({ name: "new", facility: "SNA", unit: "m" });
    expect(json.data.items[1]!["unit"]).toBe(null);
    expect(server.store.series.length).toBe(3);
  });

  test("creates nothing when one of them is refused; an empty list is one", async () => {
    const { server, send } = createServer();
    const body = [
      { name: "new", facility: "SNA" },
      { name: "new", facility: "nowhere" },
    ];
    const { status, json } = await send("POST", "/getoradd", body);
    expect([status, json.message]).toEqual([400, "Facility not found."]);
    expect(server.store.series.length).toBe(2);
    expect((await send("POST", "/getoradd", [])).json.data.items).toEqual([]);
  });
});

describe("equivalent codes of a facility", () => {
  test.each([
    ["1191", "ASGB"],
    ["1755", "gra"],
    ["odc", "1774"],
  ])("%s and %s are one: for names, lists, searches and reads by name", async (one, other) => {
    const { send } = createServer([]);
    const item = (await send("POST", "/", { name: "a", facility: one })).json.data.items[0]!;
    expect(item["facility"]).toBe(one);
    const { status, json } = await send("POST", "/", { name: "a", facility: other });
    expect([status, json.message]).toEqual([
      409,
      `Attempt to store timeseries 'a' from '${other}' which already exists`,
    ]);
    for (const path of [`/?facility=${other}`, `/search?facility=${other}`, `/query/data?name=a&facility=${other}`]) {
      expect((await send("GET", path)).json.data.items.map(({ id }) => id)).toEqual([item.id]);
    }
    expect((await send("GET", "/?facility=1219")).json.data.items).toEqual([]);
  });
});
