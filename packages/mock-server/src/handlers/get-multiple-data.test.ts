import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { describe, expect, test } from "vitest";
import type { MockServer } from "../mock-server.ts";
import { createServer, point, read, send } from "./wire.test-support.ts";
import type { Page } from "./wire.test-support.ts";

describe("many series in one request", () => {
  const post = async (server: MockServer, items: unknown, query = "") => {
    const response = await send(server, "POST", `/query/data${query}`, items);
    return { status: response.status, page: (await response.json()) as Page };
  };

  test("answers come in request order, refused items among them, by id or by name", async () => {
    const { server, a, b } = createServer([point(0, 1)]);
    const unknown = "00000000-0000-0000-0000-000000000000";
    const items = [
      { id: b, fill: null, aggregateFunctions: [], statusFilter: null },
      { id: unknown },
      { facility: "1219", name: "a" },
      { facility: "1219", name: "nothing" },
      { id: a.toUpperCase() },
      { id: a },
    ];
    const { status, page } = await post(server, items);
    expect(status).toBe(200);
    expect(page.data.items.map(({ datapoints }) => datapoints.length)).toEqual([0, 0, 1, 0, 1, 1]);
    expect(page.data.items[1]).toMatchObject({ id: unknown, statusCode: 404, message: expect.any(String) });
    expect(page.data.items[2]).toMatchObject({ id: a, facility: "1219", name: "a" });
    expect(page.data.items[3]).toMatchObject({ facility: "1219", name: "nothing", statusCode: 404 });
    expect(page.data.items[5]!.id).toBe(a);

    const response = await send(server, "POST", "/query/data", items, "application/x-google-protobuf");
    const { data } = fromBinary(CompactDatapointsDtoSchema, await response.bytes());
    expect(data.map(({ id, values }) => [id, values.length])).toEqual([
      [b, 0],
      [unknown, 0],
      [a, 3],
      ["", 0],
      [a, 3],
      [a, 3],
    ]);
    expect(data[1]).toMatchObject({ fields: [] });
  });

  test.each(["application/json", "application/x-google-protobuf"])(
    "series go out one by one, each as it was when it was asked for: %s",
    async (accept) => {
      const { server, a, b } = createServer([point(0, 1)]);
      const write = async (id: string, value: number): Promise<void> => {
        expect((await send(server, "POST", `/${id}/data?async=false`, { datapoints: [point(0, value)] })).status).toBe(
          200,
        );
      };
      await write(b, 2);
      const response = await send(server, "POST", "/query/data", [{ id: a }, { id: b }], accept);
      await write(a, 11);
      await write(b, 12);
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body!) chunks.push(chunk);
      expect(chunks.length).toBeGreaterThan(1);
      const bytes = Buffer.concat(chunks);
      const values =
        accept === "application/json"
          ? (JSON.parse(bytes.toString()) as Page).data.items.map(({ datapoints }) => datapoints[0]!.value)
          : fromBinary(CompactDatapointsDtoSchema, bytes).data.map(({ values }) => values[1]!.value.value);
      expect(values).toEqual([1, 2]);
    },
  );

  test("the limit is per series; one token goes on with all of them, finished ones are empty", async () => {
    const { server, a, b } = createServer([point(0, 1), point(1, 2), point(2, 3)]);
    await send(server, "POST", `/${b}/data?async=false`, { datapoints: [point(0, 9)] });
    const items = [{ id: b, limit: 2 }, { id: a, limit: 2 }, { id: "00000000-0000-0000-0000-000000000000" }];
    const first = await post(server, items);
    expect(first.page.data.items.map(({ datapoints }) => datapoints.length)).toEqual([1, 2, 0]);
    const token = first.page.continuationToken!;
    for (const [asked, query] of [
      [items, `?continuationToken=${token}`],
      [items.map((item) => ({ ...item, continuationToken: token })), ""],
    ] as const) {
      const { page } = await post(server, asked, query);
      expect(page.data.items.map(({ datapoints }) => datapoints.map(({ value }) => value))).toEqual([[], [3], []]);
      expect(page.data.items.map(({ totalCount }) => totalCount)).toEqual([1, 3, undefined]);
      expect(page.data.items[2]!.statusCode).toBe(404);
      expect(page.continuationToken).toBeNull();
    }
  });

  test("an item takes the token of its series alone", async () => {
    const { server, a, b } = createServer([point(0, 1), point(1, 2)]);
    const { continuationToken } = await read(server, `/${a}/data?limit=1`);
    const { page } = await post(server, [{ id: b }, { id: a, continuationToken }]);
    expect(page.data.items[1]!.datapoints).toEqual([point(1, 2)]);
    expect((await post(server, [{ id: b, continuationToken }])).status).toBe(400);
  });

  test.each([
    ["no items", []],
    ["101 items", Array.from({ length: 101 }, () => ({ facility: "1219", name: "a" }))],
    ["a malformed id", [{ id: "x" }]],
    ["no identity", [{ facility: "1219" }]],
    ["a limit of 0", [{ facility: "1219", name: "a", limit: 0 }]],
    ["a bad time", [{ facility: "1219", name: "a", startTime: "now" }]],
    ["a bad token", [{ facility: "1219", name: "a", continuationToken: "x" }]],
  ])("%s: 400", async (_, items) => {
    expect((await post(createServer().server, items)).status).toBe(400);
  });
});
