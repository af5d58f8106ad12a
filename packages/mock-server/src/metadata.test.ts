import { describe, expect, test } from "vitest";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";
import type { SeriesOptions } from "./mock-server-options.ts";

const base = "http://any.host/plant/timeseries/v1.7";
const nowMs = Date.UTC(2024, 5, 1);

function createServer(series: readonly SeriesOptions[] = []): MockServer {
  return createMockServer({ auth: "none", now: () => nowMs, series });
}

async function send(server: MockServer, method: string, path: string, body?: unknown) {
  const response = await server.fetch(base + path, {
    method,
    headers: { authorization: "Bearer x", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as {
    data: { items: Record<string, unknown>[] };
    count: null;
    continuationToken: string | null;
    message: string;
  };
  return { status: response.status, json };
}

describe("creating a series", () => {
  test("answers it as it is stored, with the fields of the v1.7 API", async () => {
    const server = createServer();
    const body = { name: "30JBY2101", facility: "NLS", description: "Spherical glass", unit: "%" };
    const { status, json } = await send(server, "POST", "/", body);
    expect(status).toBe(200);
    const item = {
      ...body,
      id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      step: false,
      standardUnit: null,
      assetId: null,
      externalId: null,
      source: "test",
      createdTime: "2024-06-01T00:00:00.0000000Z",
      changedTime: "2024-06-01T00:00:00.0000000Z",
      metadata: null,
    };
    expect(json).toEqual({ data: { items: [item] }, count: null, continuationToken: null });
    expect((await send(server, "GET", `/${String(json.data.items[0]!["id"])}`)).json).toEqual(json);
    expect(server.store.series).toEqual(json.data.items);
  });

  test("takes names of properties in any case, nulls, and properties it does not know", async () => {
    const body = { NAME: "a", Facility: "sna", unit: null, metadata: { Tag: "x" }, colour: "red", externalId: "" };
    const { status, json } = await send(createServer(), "POST", "/", body);
    expect(status).toBe(200);
    expect(json.data.items[0]).toMatchObject({
      name: "a",
      facility: "sna",
      unit: null,
      externalId: "",
      metadata: { Tag: "x" },
    });
    expect(json.data.items[0]).not.toHaveProperty("colour");
  });

  test("a name is taken once per facility, whatever the facility's case", async () => {
    const server = createServer([
      { name: "a", facility: "1219" },
      { name: "a", facility: "ASGB" },
    ]);
    const { status, json } = await send(server, "POST", "/", { name: "a", facility: "asgb" });
    expect(status).toBe(409);
    expect(json.message).toBe("Attempt to store timeseries 'a' from 'asgb' which already exists");
    expect((await send(server, "POST", "/", { name: "a", facility: "SNA" })).status).toBe(200);
  });

  test("a facility is known from public sources, or from the constructor's series", async () => {
    const server = createServer([{ name: "a", facility: "Here" }]);
    expect((await send(server, "POST", "/", { name: "b", facility: "HERE" })).status).toBe(200);
    expect((await send(server, "POST", "/", { name: "b", facility: "1219" })).status).toBe(200);
    const { status, json } = await send(server, "POST", "/", { name: "b", facility: "nowhere" });
    expect([status, json.message]).toEqual([400, "Facility not found."]);
  });

  const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, "v"]));
  test.each([
    ["no name", { facility: "1219" }, "name"],
    ["an empty name", { name: "", facility: "1219" }, "name"],
    ["no facility", { name: "a" }, "facility"],
    ["a null facility", { name: "a", facility: null }, "facility"],
    ["18 pairs", { name: "a", facility: "1219", metadata: pairs(18) }, "metadata"],
    ["a pair that is no text", { name: "a", facility: "1219", metadata: { a: 1 } }, "metadata"],
    ["a step that is no boolean", { name: "a", facility: "1219", step: "true" }, "step"],
  ])("%s: 400, naming it", async (_, body, where) => {
    const { status, json } = await send(createServer(), "POST", "/", body);
    expect([status, json.message]).toEqual([400, expect.stringContaining(where)]);
  });

  test("17 pairs are kept", async () => {
    const { json } = await send(createServer(), "POST", "/", { name: "a", facility: "1219", metadata: pairs(17) });
    expect(json.data.items[0]!["metadata"]).toEqual(pairs(17));
  });

  test("an id depends on seed, facility and name, not on the order", () => {
    const a = { name: "a", facility: "1219" };
    const b = { name: "b", facility: "1219" };
    const ids = (seed: number, series: SeriesOptions[]) =>
      Object.fromEntries(createMockServer({ seed, series }).store.series.map(({ name, id }) => [name, id]));
    expect(ids(1, [a, b])).toEqual(ids(1, [b, a]));
    expect(ids(2, [a, b])["a"]).not.toBe(ids(1, [a, b])["a"]);
  });
});

describe("finding series", () => {
  const series: SeriesOptions[] = [
    { name: "ASGB.17IIC1030/Meas/PRIM", facility: "ASGB", unit: "bar", source: "IMS", description: "Pressure, inlet" },
    { name: "ASGB.17IIC1031", facility: "asgb", unit: "degC", source: "IMS", externalId: "ONO-IMS-7380" },
    { name: "GRA-FOI -13-0979.PV", facility: "GRA", unit: "bar", assetId: "GRA", description: "Pump" },
    { name: "bar", facility: "GRA", unit: "m" },
  ];
  const names = async (path: string, server = createServer(series)) => {
    const { status, json } = await send(server, "GET", path);
    expect(status).toBe(200);
    return json.data.items.map((item) => series.findIndex(({ name }) => name === item["name"]));
  };

  test.each([
    ["/", [0, 1, 2, 3]],
    ["?limit=2", [0, 1]],
    ["/?facility=asgb", [0, 1]],
    ["/?facility=ASGB&source=IMS&externalId=ONO-IMS-7380", [1]],
    ["/?assetId=GRA", [2]],
    ["/?name=ASGB.17IIC1031", [1]],
    ["/?name=ASGB*", []],
    ["/?name=asgb.17IIC1031", []],
    ["/search/?facility=ASGB&name=ASGB.17IIC1030/*/PRIM", [0]],
    ["/search?name=asgb*", [0, 1]],
    ["/search?description=*p*&unit=BAR", [0, 2]],
    ["/search?unit=*", [0, 1, 2, 3]],
    ["/search?description=*", [0, 2]],
    ["/search?source=I*", []],
    ["/search/ASGB.17IIC1030*?source=IMS", [0]],
    ["/search/bar", [0, 2, 3]],
    ["/search/*pump*", [2]],
    ["/search/GRA-FOI%20-13-0979.PV", [2]],
    ["/search/ASGB.17IIC1030%2FMeas%2FPRIM", [0]],
    ["/search/bar?unit=m", [3]],
    ["/search/nothing", []],
  ])("%s finds %j", async (path, expected) => {
    expect(await names(path)).toEqual(expected);
  });

  test.each(["/?", "/search?name=*&", "/search/*?"])(
    "all pages of %s together are the whole, once each",
    async (path) => {
      const server = createServer(Array.from({ length: 7 }, (_, i) => ({ name: `s${i}`, facility: "1219" })));
      const found: unknown[] = [];
      let token: string | null = "";
      while (token !== null) {
        const { json } = await send(
          server,
          "GET",
          `${path}limit=3${token === "" ? "" : `&continuationToken=${token}`}`,
        );
        found.push(...json.data.items.map((item) => item["name"]));
        token = json.continuationToken;
        // A series that comes meanwhile is behind those that are there.
        if (found.length === 3) await send(server, "POST", "/", { name: "s7", facility: "1219" });
      }
      expect(found).toEqual(["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"]);
    },
  );

  test("a token goes with its question only", async () => {
    const server = createServer(series);
    const { json } = await send(server, "GET", "/search?name=*&limit=1");
    for (const path of ["/search?name=A*&", "/search?", "/?name=*&"]) {
      expect((await send(server, "GET", `${path}continuationToken=${json.continuationToken}`)).status).toBe(400);
    }
    expect((await send(server, "GET", "/?continuationToken=x")).status).toBe(400);
  });

  test.each([
    ["/00000000-0000-0000-0000-000000000000", 404],
    ["/not-a-guid", 400],
    ["/?limit=0", 400],
    ["/?limit=100001", 400],
    ["/?limit=ten", 400],
  ])("%s: %d", async (path, expected) => {
    expect((await send(createServer(series), "GET", path)).status).toBe(expected);
  });
});
