import { describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import { ask, imsManagement, imsSubscriptions, timeseries, tokenOf } from "../wire.test-support.ts";

type Item = Record<string, unknown>;
interface List {
  data: { items: Item[] };
  errors: Record<string, string> | null;
  count: number;
  message: string;
  continuationToken: string | null;
}

const app = "aaaaaaaa-0000-4000-8000-000000000001";
const other = "aaaaaaaa-0000-4000-8000-000000000002";
const tags = Array.from({ length: 4 }, (_, i) => ({
  uid: `GRA-${i}`,
  tag: `GRA-${i}.PV`,
  systemCode: i < 3 ? "GRA-IMS" : "ONO-IMS",
  plantSapCode: "1755",
  plantStidCode: "GRA",
  terminal: "PRIM",
  engUnits: "bar",
  stepped: "true",
}));

function createServer(quotas: Record<string, number> = {}) {
  const server = createMockServer({ auth: "none", now: () => Date.UTC(2024, 5, 1), series: [], ims: { tags, quotas } });
  server.clock.freeze();
  const send = <Body = List>(method: string, path: string, body?: unknown, caller = app) =>
    ask<Body>(server, method, imsSubscriptions + path, body, tokenOf({ appid: caller }));
  const manage = <Body = List>(method: string, path: string, body?: unknown) =>
    ask<Body>(server, method, imsManagement + path, body);
  return { server, send, manage };
}

describe("IMS Subscriptions", () => {
  test("a subscription makes a series of the tag, and tells how far its copying is", async () => {
    const { server, send } = createServer();
    const { status, json } = await send("POST", "/", [{ UID: "GRA-0" }]);
    const [item] = json.data.items;
    expect([status, json.errors]).toEqual([200, null]);
    expect(item).toEqual({
      uId: "GRA-0",
      timeseriesId: server.store.series[0]!.id,
      name: "GRA-0.PV",
      plantSapCode: 1755,
      plantStidCode: "GRA",
      terminal: "PRIM",
      fieldId: null,
      createdBy: app,
      created: "2024-06-01T00:00:00.0000000Z",
      tsdbExportEnabled: true,
      tsdbBackfilled: false,
      tsdbEventsExported: 0,
      tsdbFirstExportedTime: null,
      tsdbLastExportedTime: null,
      dlExportEnabled: true,
      dlBackfilled: false,
      dlEventsExported: 0,
      dlFirstExportedTime: null,
      dlLastExportedTime: null,
      dlParquetFirstExportedTime: null,
      dlParquetLastExportedTime: null,
      sourceFirstCountedTime: null,
      sourceLastCountedTime: null,
    });
    const series = await ask<List>(server, "GET", `${timeseries}/${String(item!["timeseriesId"])}`);
    expect(series.json.data.items).toMatchObject([
      {
        name: "GRA-0.PV",
        facility: "1755",
        unit: "bar",
        step: true,
        externalId: "GRA-0",
        source: "IMS",
        assetId: "GRA",
      },
    ]);
    for (const path of ["/uid/GRA-0", `/timeseriesId/${String(item!["timeseriesId"])}?timeseriesId=x`, "/"]) {
      expect((await send("GET", path)).json.data.items).toEqual([item]);
    }
    expect((await send("GET", "/uid/GRA-1")).json.data.items).toEqual([]);
  });

  test("of a series that is there already, that one", async () => {
    const { server, send } = createServer();
    await ask(server, "POST", `${timeseries}/`, { name: "GRA-0.PV", facility: "gra" });
    await send("POST", "/", [{ uId: "GRA-0" }]);
    expect(server.store.series.length).toBe(1);
  });

  test("a full quota refuses, and so does an unknown tag; the others are subscribed to all the same", async () => {
    const { send, manage } = createServer({ "gra-ims": 2 });
    const body = ["GRA-0", "GRA-9", "GRA-1", "GRA-0", "GRA-2", "GRA-3"].map((uId) => ({ uId }));
    const { status, json } = await send("POST", "/", body);
    expect(status).toBe(200);
    expect(json.data.items.map(({ uId }) => uId)).toEqual(["GRA-0", "GRA-1", "GRA-0", "GRA-3"]);
    expect(json.errors).toEqual({
      "GRA-9": expect.stringContaining("not found"),
      "GRA-2": expect.stringContaining("quota of system 'GRA-IMS' is met: 2"),
    });
    expect((await send("GET", "/GRA-IMS")).json).toEqual({ quota: 2, count: 2 });
    expect((await manage("GET", "/ono-ims/counter")).json).toEqual({ quota: 1000, count: 1 });
    expect((await send("GET", "/nowhere")).status).toBe(404);
    expect((await manage("GET", "/nowhere/counter")).status).toBe(404);
  });

  test("all pages together are the whole; reset forgets them", async () => {
    const { server, send } = createServer();
    await send(
      "POST",
      "/",
      tags.map(({ uid }) => ({ uId: uid })),
    );
    const first = (await send("GET", "/?limit=3")).json;
    const second = (await send("GET", `/?limit=3&continuationToken=${first.continuationToken}`)).json;
    expect([...first.data.items, ...second.data.items].map(({ uId }) => uId)).toEqual(tags.map(({ uid }) => uid));
    expect(second.continuationToken).toBe(null);
    server.reset();
    expect((await send("GET", "/")).json.data.items).toEqual([]);
  });
});

describe("real-time subscriptions", () => {
  async function createSeries() {
    const { server, send } = createServer();
    const { json } = await send("POST", "/", [{ uId: "GRA-0" }, { uId: "GRA-1" }]);
    const [a = "", b = ""] = json.data.items.map(({ timeseriesId }) => String(timeseriesId));
    const ids = async (caller?: string) =>
      (await send("GET", "/realtime", undefined, caller)).json.data.items.map(({ timeseriesId }) => timeseriesId);
    return { server, send, a, b, ids };
  }

  test("last 10 minutes, or as long as asked for, on the mock's clock; once more begins anew", async () => {
    const { server, send, a, b, ids } = await createSeries();
    const { json } = await send("POST", "/realtime", [{ timeseriesId: a }]);
    expect(json.data.items).toEqual([{ timeseriesId: a, expiration: "2024-06-01T00:10:00.0000000Z", customerId: app }]);
    await send("POST", "/realtime?lifeTime=20", [{ timeseriesId: b.toUpperCase() }]);
    server.clock.advance("599s");
    expect(await ids()).toEqual([a, b]);
    server.clock.advance("1s");
    expect(await ids()).toEqual([b]);
    expect((await send("GET", `/realtime/timeseriesid/${a}`)).json.data.items).toEqual([]);
    await send("POST", "/realtime", [{ timeseriesId: b }]);
    expect((await send("GET", `/realtime/timeseriesId/${b}`)).json.data.items).toEqual([
      { timeseriesId: b, expiration: "2024-06-01T00:20:00.0000000Z", customerId: app },
    ]);
  });

  test("are each caller's own, and can be ended", async () => {
    const { send, a, ids } = await createSeries();
    await send("POST", "/realtime", [{ timeseriesId: a }]);
    expect(await ids(other)).toEqual([]);
    expect((await send("DELETE", `/realtime/timeseriesid/${a}`, undefined, other)).status).toBe(404);
    expect((await send("DELETE", `/realtime/timeseriesid/${a}`)).status).toBe(200);
    expect(await ids()).toEqual([]);
  });

  test("with an unknown series none is made; those of a deleted series are gone", async () => {
    const { server, send, a, ids } = await createSeries();
    const unknown = "00000000-0000-0000-0000-000000000000";
    expect((await send("POST", "/realtime", [{ timeseriesId: a }, { timeseriesId: unknown }])).status).toBe(404);
    expect(await ids()).toEqual([]);
    await send("POST", "/realtime", [{ timeseriesId: a }]);
    await ask(server, "DELETE", `${timeseries}/${a}`);
    expect(await ids()).toEqual([]);
  });

  test("come in pages", async () => {
    const { send, a, b } = await createSeries();
    await send("POST", "/realtime", [{ timeseriesId: a }, { timeseriesId: b }]);
    const first = (await send("GET", "/realtime?limit=1")).json;
    const second = (await send("GET", `/realtime?limit=1&continuationToken=${first.continuationToken}`)).json;
    expect([...first.data.items, ...second.data.items].map(({ timeseriesId }) => timeseriesId)).toEqual([a, b]);
  });

  test("go to one destination per caller", async () => {
    const { server, send } = createServer();
    await send("POST", "/realtime/destination", { ConnectionString: "first" });
    await send("POST", "/realtime/destination", { connectionString: "second" });
    expect(server.store.destinations).toEqual([
      { api: "ims-subscriptions", customerId: app, connectionString: "second" },
    ]);
  });
});

describe("IMS Subscriptions Management", () => {
  test("a patch changes what it names", async () => {
    const { send, manage } = createServer();
    const before = (await send("POST", "/", [{ uId: "GRA-0" }])).json.data.items[0]!;
    const body = {
      name: "other",
      plantSapCode: "1774",
      tsdbLastExportedTime: "2024-05-01T02:00:00+02:00",
      terminal: null,
    };
    const { status, json } = await manage("PATCH", "/uid/GRA-0?resetState=False", body);
    const after = {
      ...before,
      name: "other",
      plantSapCode: 1774,
      tsdbLastExportedTime: "2024-05-01T00:00:00.0000000Z",
    };
    expect([status, json]).toEqual([200, { data: { items: [after] }, count: 1 }]);
    expect((await send("GET", "/uid/GRA-0")).json.data.items).toEqual([after]);
  });

  test("resetState begins the copying anew, and nothing changes without it", async () => {
    const { send, manage } = createServer();
    const before = (await send("POST", "/", [{ uId: "GRA-0" }])).json.data.items[0]!;
    const state = { tsdbBackfilled: true, tsdbEventsExported: 7, dlFirstExportedTime: "2024-05-01T00:00:00.0000000Z" };
    await manage("PATCH", "/uid/GRA-0", { ...state, name: "kept" });
    expect((await manage("PATCH", "/uid/GRA-0", {})).json).toEqual({ data: { items: [] }, count: 0 });
    expect((await send("GET", "/uid/GRA-0")).json.data.items).toEqual([{ ...before, ...state, name: "kept" }]);
    const { json } = await manage("PATCH", "/uid/GRA-0?resetState=True", {});
    expect(json.data.items).toEqual([{ ...before, name: "kept" }]);
  });

  test.each([
    ["an unknown field", "GRA-0", { notAllowedField: 1 }, 400, "Invalid field: notAllowedField"],
    ["a SAP code that is none", "GRA-0", { plantSapCode: "GRA" }, 400, expect.stringContaining("plantSapCode")],
    ["a time that is none", "GRA-0", { dlLastExportedTime: "now" }, 400, expect.stringContaining("dlLastExportedTime")],
    ["an unknown subscription", "GRA-1", {}, 404, expect.stringContaining("GRA-1")],
  ])("%s is refused", async (_, uid, body, status, message) => {
    const { send, manage } = createServer();
    await send("POST", "/", [{ uId: "GRA-0" }]);
    const answer = await manage("PATCH", `/uid/${uid}`, body);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});
