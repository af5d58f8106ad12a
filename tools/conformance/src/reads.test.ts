// Reads of the client on bodies that other libraries made.
import type { Datapoints } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BodyRow } from "./bodies.ts";
import { createFakeClient, errorOf, formatCases } from "./fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const other = "bdc2e4aa-83de-458b-b989-675fa4e58aac";
const start = 1_700_000_000_000_000_000n;
const second = 1_000_000_000n;
const rowsFrom = (first: number, length: number): BodyRow[] =>
  Array.from({ length }, (_, i) => ({ time: start + BigInt(first + i) * second, value: first + i, status: 192 }));

const row = fc.record({
  // The service's tick is 100 ns, and no more digits fit its JSON.
  time: fc.bigInt({ min: -(2n ** 63n) / 100n, max: (2n ** 63n - 1n) / 100n }).map((ticks) => ticks * 100n),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  status: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

const bitsOf = ({ time, value, status }: Datapoints) => ({
  time: [...time],
  value: [...new BigUint64Array(value.slice().buffer)],
  status: [...status],
});

function expectedBits(rows: readonly BodyRow[]) {
  const view = new DataView(new ArrayBuffer(8));
  return {
    time: rows.map(({ time }) => time),
    value: rows.map(({ value }) => {
      view.setFloat64(0, value ?? Number.NaN);
      return view.getBigUint64(0);
    }),
    status: rows.map(({ status }) => status),
  };
}

describe("JSON and Protobuf", () => {
  test("give the same columns, which are what was written, to the last bit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        // JSON.stringify itself loses the sign of −0.
        const kept = rows.map((r) => ({ ...r, value: Object.is(r.value, -0) ? 0 : r.value }));
        for (const { format, body } of formatCases) {
          const { client } = createFakeClient([body([{ id, rows: kept, totalCount: kept.length }])], { format });
          expect(bitsOf(await client.getDatapoints({ id }))).toEqual(expectedBits(kept));
        }
      }),
      { numRuns: 200 * Number(process.env["OMNIA_FUZZ_RUNS"] ?? 1) },
    );
  });
});

describe.each(formatCases)("$format.name", ({ format, mediaType, body }) => {
  test("asks for its media type", async () => {
    const { client, sent } = createFakeClient([body([{ id, rows: [] }])], { format });
    await client.getDatapoints({
      id,
      startTime: "2024-01-01T00:00:00.1234567Z",
      endTime: "2024-01-02",
      statusFilter: [192, 64],
      limit: 7,
    });
    expect(sent[0]!.headers.get("accept")).toBe(mediaType);
    const { pathname, searchParams } = new URL(sent[0]!.url);
    expect(pathname).toBe(`/plant/timeseries/v1.7/${id}/data`);
    expect([...searchParams]).toEqual([
      ["limit", "7"],
      ["startTime", "2024-01-01T00:00:00.1234567Z"],
      ["endTime", "2024-01-02T00:00:00Z"],
      ["status", "192"],
      ["status", "64"],
    ]);
  });

  test("a page carries its token; the last one carries none", async () => {
    const items = [{ id, rows: rowsFrom(0, 2), totalCount: 3 }];
    const { client } = createFakeClient([body(items, "t1"), body([{ id, rows: rowsFrom(2, 1), totalCount: 3 }])], {
      format,
    });
    const first = await client.getDatapoints({ id, limit: 2 });
    expect(first.continuationToken).toBe("t1");
    expect(first.totalCount).toBe(3);
    const last = await client.getDatapoints({ id, limit: 2, continuationToken: "t1" });
    expect(last.continuationToken).toBeUndefined();
    expect(last.at(0)).toEqual({ time: start + 2n * second, value: 2, status: 192 });
  });

  test("no data is not an error", async () => {
    const empty = body([{ id, rows: [], totalCount: 0 }]);
    const { client } = createFakeClient([empty, empty, empty], { format });
    await expect(client.getLatestDatapoint({ id })).resolves.toBeUndefined();
    await expect(client.getFirstDatapoint({ id })).resolves.toBeUndefined();
    await expect(client.getDatapoints({ id })).resolves.toMatchObject({ length: 0, id });
  });

  test("first and latest ask with their bounds", async () => {
    const one = body([{ id, rows: rowsFrom(5, 1), totalCount: 1 }]);
    const { client, sent } = createFakeClient([one, one], { format });
    const bounds = { afterTime: start, beforeTime: "2024-01-01", statusFilter: [192] };
    const expected = { time: start + 5n * second, value: 5, status: 192 };
    await expect(client.getFirstDatapoint({ id, ...bounds })).resolves.toEqual(expected);
    await expect(client.getLatestDatapoint({ id, ...bounds })).resolves.toEqual(expected);
    expect(sent.map(({ url }) => new URL(url).pathname.split("/").at(-1))).toEqual(["first", "latest"]);
    expect([...new URL(sent[1]!.url).searchParams]).toEqual([
      ["status", "192"],
      ["afterTime", "2023-11-14T22:13:20Z"],
      ["beforeTime", "2024-01-01T00:00:00Z"],
    ]);
  });

  test.each([
    [
      "fewer points than the service counted",
      [{ id, rows: rowsFrom(0, 2), totalCount: 3 }],
      "incomplete",
      "2 of 3 points",
    ],
    ["no series", [], "incomplete", "does not hold series"],
    ["another series", [{ id: other, rows: [] }], "decode", other],
    [
      "two series",
      [
        { id, rows: [] },
        { id: other, rows: [] },
      ],
      "decode",
      "2 series instead of one",
    ],
  ])("an answer with %s is refused", async (_, items, code, why) => {
    const answers = Array.from({ length: 3 }, () => body(items));
    const error = await errorOf(createFakeClient(answers, { format }).client.getDatapoints({ id }));
    expect(error).toMatchObject({ code, operationId: "GetData" });
    expect(error.message).toContain(why);
  });

  test("outside points do not count as points of the window", async () => {
    const rows = rowsFrom(0, 4);
    const window = { startTime: start + second, endTime: start + 3n * second, includeOutsidePoints: true };
    const whole = createFakeClient([body([{ id, rows, totalCount: 2 }])], { format });
    await expect(whole.client.getDatapoints({ id, ...window })).resolves.toHaveLength(4);
    const cut = createFakeClient(
      Array.from({ length: 3 }, () => body([{ id, rows: rows.slice(0, 2), totalCount: 2 }])),
      { format },
    );
    expect((await errorOf(cut.client.getDatapoints({ id, ...window }))).code).toBe("incomplete");
  });

  describe("readDatapoints", () => {
    const window = { id, startTime: start, endTime: start + 1000n * second };

    test("walks all pages of one frozen window, past an empty one", async () => {
      const pages = [
        body([{ id, rows: rowsFrom(0, 3), totalCount: 5 }], "a"),
        body([{ id, rows: [], totalCount: 5 }], "b"),
        body([{ id, rows: rowsFrom(3, 2), totalCount: 5 }]),
      ];
      let nowMs = 1_700_000_050_000;
      const now = (): number => nowMs++;
      const { client, sent } = createFakeClient(pages, { format, now });
      const read: Datapoints[] = [];
      for await (const page of client.readDatapoints({ id, startTime: start, pageSize: 3 })) read.push(page);
      expect(read.map(({ length }) => length)).toEqual([3, 2]);
      expect(read.flatMap((page) => [...page.value])).toEqual([0, 1, 2, 3, 4]);
      const asked = sent.map(({ url }) => new URL(url).searchParams);
      expect(asked.map((query) => query.get("continuationToken"))).toEqual([null, "a", "b"]);
      expect(new Set(asked.map((query) => query.get("endTime"))).size).toBe(1);
      expect(asked[0]!.get("limit")).toBe("3");
    });

    test("all() joins the pages, and throws above maxPoints instead of cutting", async () => {
      const pages = () => [
        body([{ id, rows: rowsFrom(0, 3), totalCount: 5 }], "a"),
        body([{ id, rows: rowsFrom(3, 2), totalCount: 5 }]),
      ];
      const all = await createFakeClient(pages(), { format }).client.readDatapoints(window).all({ maxPoints: 5 });
      expect(bitsOf(all)).toEqual(expectedBits(rowsFrom(0, 5)));
      const { client, sent } = createFakeClient(pages(), { format });
      const error = await errorOf(client.readDatapoints(window).all({ maxPoints: 4 }));
      expect(error.code).toBe("incomplete");
      expect(error.message).toContain("maxPoints 4");
      expect(sent).toHaveLength(1);
    });

    test("a token that comes again is an error, not an endless read", async () => {
      const cycle = ["a", "b", "a"].map((token, i) => body([{ id, rows: rowsFrom(i, 1), totalCount: 50 }], token));
      const { client, sent } = createFakeClient(cycle, { format });
      const error = await errorOf(client.readDatapoints(window).all({ maxPoints: 100 }));
      expect(error).toMatchObject({ code: "decode", message: expect.stringContaining("continuation token twice") });
      expect(sent).toHaveLength(3);
    });

    test("a last page that comes short of the count is incomplete", async () => {
      const pages = [
        body([{ id, rows: rowsFrom(0, 3), totalCount: 5 }], "a"),
        body([{ id, rows: rowsFrom(3, 1), totalCount: 5 }]),
      ];
      const error = await errorOf(
        createFakeClient(pages, { format }).client.readDatapoints(window).all({ maxPoints: 9 }),
      );
      expect(error).toMatchObject({ code: "incomplete", message: expect.stringContaining("4 of 5") });
    });

    test("reuseBuffers decodes each page into the memory of the one before; all() is not affected", async () => {
      const pages = () => [
        body([{ id, rows: rowsFrom(0, 300), totalCount: 600 }], "a"),
        body([{ id, rows: rowsFrom(300, 300), totalCount: 600 }]),
      ];
      const values: number[] = [];
      const memory = new Set<ArrayBufferLike>();
      const { client } = createFakeClient(pages(), { format });
      for await (const page of client.readDatapoints({ ...window, reuseBuffers: true })) {
        values.push(...page.value);
        memory.add(page.time.buffer).add(page.value.buffer);
      }
      expect(values).toEqual(rowsFrom(0, 600).map(({ value }) => value));
      expect(memory.size).toBeLessThan(4);
      const again = createFakeClient(pages(), { format }).client;
      const all = await again.readDatapoints({ ...window, reuseBuffers: true }).all({ maxPoints: 600 });
      expect([...all.value]).toEqual(values);
    });

    test("requests nothing before it is iterated, and nothing after it is left", async () => {
      const { client, sent } = createFakeClient([body([{ id, rows: rowsFrom(0, 1), totalCount: 5 }], "a")], { format });
      const pages = client.readDatapoints(window);
      expect(sent).toHaveLength(0);
      for await (const page of pages) {
        expect(page).toHaveLength(1);
        break;
      }
      expect(sent).toHaveLength(1);
    });
  });

  describe("getMultiDatapoints", () => {
    test("answers come in the order asked, refusals beside points", async () => {
      const items = [
        { id, rows: rowsFrom(0, 2), totalCount: 2 },
        { id: other, rows: [], refusal: { statusCode: 404, message: "Timeseries not found." } },
        { id, rows: [], totalCount: 0 },
      ];
      const { client, sent } = createFakeClient([body(items, "t")], { format });
      const results = await client.getMultiDatapoints({
        items: [{ id, startTime: start, limit: 5, statusFilter: [192] }, { id: other }, { id }],
        continuationToken: "before",
      });
      expect(results.map((result) => result.id)).toEqual([id, other, id]);
      expect(results[0].datapoints).toHaveLength(2);
      expect(results[1].error).toMatchObject({ code: "not-found" });
      expect(results[2].datapoints).toHaveLength(0);
      expect(results.continuationToken).toBe("t");
      expect(new URL(sent[0]!.url).search).toBe("?continuationToken=before");
      await expect(sent[0]!.json()).resolves.toEqual([
        { id, startTime: "2023-11-14T22:13:20Z", limit: 5, statusFilter: [192] },
        { id: other },
        { id },
      ]);
    });

    test("a series that is not answered is a failure, never dropped", async () => {
      const answers = Array.from({ length: 3 }, () => body([{ id, rows: [] }]));
      const error = await errorOf(
        createFakeClient(answers, { format }).client.getMultiDatapoints({ items: [{ id }, { id: other }] }),
      );
      expect(error).toMatchObject({ code: "incomplete", message: expect.stringContaining("1 of 2 series") });
    });
  });
});

test("in JSON an empty list is a series without points, and no list is one that was not answered", async () => {
  const body = JSON.stringify({
    data: {
      items: [
        { id, datapoints: [] },
        { id: other, datapoints: null },
      ],
    },
  });
  const { client } = createFakeClient([body], { format: json });
  const [first, second] = await client.getMultiDatapoints({ items: [{ id }, { id: other }] });
  expect(first.datapoints).toHaveLength(0);
  expect(second.error).toMatchObject({ code: "not-found" });
});

describe("bad input", () => {
  const { format } = formatCases[0]!;
  const { client, sent } = createFakeClient([], { format });
  const item = { id };

  test.each([
    ["a malformed id", () => client.getDatapoints({ id: "91f945d3" }), 'id: "91f945d3" is not a GUID'],
    ["a bad time", () => client.getDatapoints({ id, startTime: "yesterday" }), 'startTime: "yesterday" is not a time'],
    ["a number as time", () => client.getDatapoints({ id, startTime: 5 as unknown as string }), "startTime: "],
    [
      "a time without offset",
      () => client.getLatestDatapoint({ id, beforeTime: "2024-01-01T00:00:00" }),
      "beforeTime: ",
    ],
    [
      "an end before the start",
      () => client.getDatapoints({ id, startTime: "2024-01-02", endTime: "2024-01-01" }),
      "endTime: 2024-01-01T00:00:00Z is before startTime 2024-01-02T00:00:00Z",
    ],
    ["a limit above the service's", () => client.getDatapoints({ id, limit: 100_001 }), "limit: 100001"],
    ["no start of a read", () => client.readDatapoints({ id } as never).all({ maxPoints: 1 }), "startTime: is missing"],
    ["no series", () => client.getMultiDatapoints({ items: [] }), "items: 1 to 100 series"],
    ["too many series", () => client.getMultiDatapoints({ items: Array.from({ length: 101 }, () => item) }), "not 101"],
    [
      "a malformed id among others",
      () => client.getMultiDatapoints({ items: [item, { id: "x" }] }),
      'items[1].id: "x"',
    ],
    ["a bad limit among others", () => client.getMultiDatapoints({ items: [{ id, limit: 0 }] }), "items[0].limit: 0"],
    [
      "a bad window among others",
      () => client.getMultiDatapoints({ items: [item, { id, startTime: 2n, endTime: 1n }] }),
      "items[1].endTime",
    ],
  ])("%s is refused with the rule, and nothing is sent", async (_, call, why) => {
    const error = await errorOf(call());
    expect(error).toMatchObject({ code: "invalid-argument" });
    expect(error.message).toContain(why);
    expect(sent).toHaveLength(0);
  });

  test("a client without a format says which package to install", async () => {
    const bare = createFakeClient([]);
    const error = await errorOf(bare.client.getLatestDatapoint({ id }));
    expect(error).toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining("@omnia-timeseries/protobuf"),
    });
    expect(bare.sent).toHaveLength(0);
  });
});
