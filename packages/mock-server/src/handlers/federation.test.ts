import { describe, expect, test } from "vitest";
import type { MockServer } from "../mock-server.ts";
import { dayMs, toText, yearMs } from "./oracle.test-support.ts";
import { createSeries, nowNs } from "./random-series.test-support.ts";
import { send } from "./wire.test-support.ts";
import type { Page } from "./wire.test-support.ts";

const ago = (ms: number): bigint => nowNs - BigInt(ms) * 1_000_000n;
const tick = 100n;
/** One on each side of every bound. */
const datapoints = [
  ago(3 * yearMs) - tick,
  ago(3 * yearMs),
  ago(2 * dayMs) - tick,
  ago(2 * dayMs),
  nowNs,
  nowNs + tick,
].map((time, value) => ({ time, value, status: 192 }));
const future = `endTime=${toText(nowNs + 2n * tick)}`;

async function readValues(server: MockServer, path: string): Promise<number[]> {
  const response = await send(server, "GET", path);
  expect(response.status).toBe(200);
  return ((await response.json()) as Page).data.items[0]!.datapoints.map(({ value }) => value);
}

describe("federationSource", () => {
  test.each([
    ["", [0, 1, 2, 3, 4, 5]],
    ["&federationSource=TSDB", [1, 2, 3, 4, 5]],
    ["&federationSource=DataLake", [0, 1, 2]],
    ["&federationSource=IMS", [0, 1, 2, 3, 4]],
  ])("%j has the points %j", async (query, expected) => {
    const { server, ids } = createSeries(datapoints);
    expect(await readValues(server, `/${ids.IMS}/data?${future}${query}`)).toEqual(expected);
    expect(await readValues(server, `/${ids.IMS}/data/first?${query}`)).toEqual(expected.slice(0, 1));
    expect(await readValues(server, `/${ids.IMS}/data/latest?${query}`)).toEqual(expected.slice(-1));
  });

  test("how far back, and how far behind, are assumptions; the mock's clock counts", async () => {
    const { server, ids } = createSeries(datapoints, {
      assumptions: { tsdbRetentionMs: 2 * dayMs, dataLakeDelayMs: 0 },
    });
    expect(await readValues(server, `/${ids.test}/data?${future}&federationSource=TSDB`)).toEqual([3, 4, 5]);
    expect(await readValues(server, `/${ids.test}/data?${future}&federationSource=DataLake`)).toEqual([0, 1, 2, 3]);
    server.clock.advance("1h");
    expect(await readValues(server, `/${ids.test}/data?${future}&federationSource=TSDB`)).toEqual([4, 5]);
    expect(await readValues(server, `/${ids.test}/data?${future}&federationSource=DataLake`)).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });

  test("what a source has does not move from page to page", async () => {
    const { server, ids } = createSeries(datapoints);
    const path = `/${ids.test}/data?limit=2&federationSource=DataLake`;
    const first = (await (await send(server, "GET", path)).json()) as Page;
    server.clock.advance("3d");
    const next = await readValues(server, `${path}&continuationToken=${first.continuationToken}`);
    expect(next).toEqual([2]);
  });

  test("IMS has series of IMS only, and says so", async () => {
    const { server, ids } = createSeries(datapoints);
    for (const path of ["/data", "/data/first", "/data/latest", "/data/aggregates?aggregateFunction=avg"]) {
      const response = await send(
        server,
        "GET",
        `/${ids.test}${path}${path.includes("?") ? "&" : "?"}federationSource=IMS`,
      );
      expect(response.status).toBe(404);
      expect(((await response.json()) as { message: string }).message).toBe(
        `Timeseries '${ids.test}' not found in IMS.`,
      );
    }
    const items = ["test", "IMS"].map((name) => ({ facility: "1219", name }));
    for (const path of ["", "/first", "/latest"]) {
      const response = await send(server, "POST", `/query/data${path}?federationSource=ims`, items);
      const { data } = (await response.json()) as Page;
      expect(data.items.map(({ statusCode, message }) => [statusCode, message])).toEqual([
        [404, "Timeseries 'test' of facility '1219' not found in IMS."],
        [undefined, undefined],
      ]);
    }
  });

  test("a token of one source is none of another, on top or in an item", async () => {
    const { server, ids } = createSeries(datapoints);
    const path = `/${ids.IMS}/data?limit=1`;
    const { continuationToken } = (await (await send(server, "GET", `${path}&federationSource=TSDB`)).json()) as Page;
    for (const [source, status] of [
      ["", 400],
      ["&federationSource=IMS", 400],
      ["&federationSource=tsdb", 200],
    ] as const) {
      const token = `continuationToken=${continuationToken}`;
      expect((await send(server, "GET", `${path}&${token}${source}`)).status).toBe(status);
      const items = [{ id: ids.IMS, continuationToken }];
      expect((await send(server, "POST", `/query/data?${source}`, items)).status).toBe(status);
    }
  });

  test.each(["", "A*", "A?", "A;B", "{A}", "[A]", "A|B", "A\\B", "A`B", "'A'", '"A"', "A\nB", "A\u0000"])(
    "the name %j makes IMS refuse the whole request; elsewhere there is just no such series",
    async (name) => {
      const { server, ids } = createSeries(datapoints);
      const items = [{ id: ids.IMS }, { facility: "1219", name }];
      for (const path of ["", "/first", "/latest"]) {
        const refused = await send(server, "POST", `/query/data${path}?federationSource=IMS`, items);
        expect(refused.status).toBe(400);
        expect(((await refused.json()) as { message: string }).message).toContain("Body: [1].name");
        const elsewhere = await send(server, "POST", `/query/data${path}`, items);
        expect(elsewhere.status).toBe(200);
        expect(((await elsewhere.json()) as Page).data.items.map(({ statusCode }) => statusCode)).toEqual([
          undefined,
          404,
        ]);
      }
    },
  );

  test("names that real tags have are names; an id counts more than a name", async () => {
    const { server, ids } = createSeries(datapoints);
    const names = ["ASGB.17IIC1030/Meas/PRIM", "GRA-FOI -13-0979.PV", "1219-23PST0502_X", "Ære", "A%B", "A(B)"];
    const items = [...names.map((name) => ({ facility: "1219", name })), { id: ids.IMS, name: "*" }];
    const response = await send(server, "POST", "/query/data/latest?federationSource=IMS", items);
    expect(response.status).toBe(200);
    const query = new URLSearchParams({ facility: "1219", name: "A*", federationSource: "IMS" });
    expect((await send(server, "GET", `/query/data?${query}`)).status).toBe(400);
    query.set("name", names[0]!);
    expect((await send(server, "GET", `/query/data?${query}`)).status).toBe(404);
  });
});
