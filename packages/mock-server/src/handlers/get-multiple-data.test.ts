import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MockServer } from "../mock-server.ts";
import { intervalPagesOf, pagesOf, rowsOfSource, storeRows, toText } from "./oracle.test-support.ts";
import type { ExpectedInterval, Row } from "./oracle.test-support.ts";
import {
  compareIntervals,
  createSeries,
  mixedQuestions,
  nowMs,
  readBoth,
  toNs,
  toQuery,
  toWire,
} from "./random-series.test-support.ts";
import type { WireItem } from "./random-series.test-support.ts";
import { at, createServer, point, read, send } from "./wire.test-support.ts";
import type { Page } from "./wire.test-support.ts";

/** What one item of a page should be: raw rows, intervals, or refused. */
type ExpectedItem = { readonly totalCount: number } & (
  | { readonly rows: readonly Row[] }
  | { readonly intervals: readonly ExpectedInterval[] }
);

function compareItem(actual: WireItem, expected: ExpectedItem | undefined): unknown[] {
  if (expected === undefined) return actual.statusCode === 404 && actual.datapoints.length === 0 ? [] : [actual];
  const problems = actual.totalCount === expected.totalCount ? [] : [`totalCount ${actual.totalCount}`];
  if ("intervals" in expected) return [...problems, ...compareIntervals(actual.datapoints, expected.intervals)];
  const same = JSON.stringify(actual.datapoints) === JSON.stringify(expected.rows.map(toWire));
  return same ? problems : [...problems, actual.datapoints, expected.rows.map(toWire)];
}

describe("many series in one request", () => {
  test("every page of every item is what a plain computation gives, by tokens on top or in the items", async () => {
    await fc.assert(
      fc.asyncProperty(mixedQuestions, fc.boolean(), async (questions, tokenInItems) => {
        const { anchor, offsets, source, alignToCache, items } = questions;
        const written = offsets.map(({ offset, value, status }) => ({ time: anchor + offset, value, status }));
        const { server, ids } = createSeries(written);
        const asked = items.map(({ target, byName, length, aggregates, statuses, outside, limit }) => {
          const start = anchor + length.start;
          const end = start + length.window;
          const held = target === "unknown" ? undefined : rowsOfSource(storeRows(written), target, source, nowMs);
          const question = { start, end, limit, statuses, outside };
          const intervals = aggregates && {
            ...aggregates,
            ...question,
            alignToCache,
            interval: toNs(aggregates.interval),
          };
          const raw = held === undefined || intervals ? undefined : pagesOf(held, question);
          const cut = held === undefined || !intervals ? undefined : intervalPagesOf(held, intervals);
          const { totalCount } = raw ?? cut ?? { totalCount: 0 };
          const pages: ExpectedItem[] = [
            ...(raw?.pages.map((page) => ({ totalCount, rows: page })) ?? []),
            ...(cut?.pages.map((page) => ({ totalCount, intervals: page })) ?? []),
          ];
          const id = target === "unknown" ? "00000000-0000-0000-0000-000000000000" : ids[target];
          const item = {
            ...(byName ? { facility: "1219", name: target } : { id }),
            startTime: toText(start, 9),
            endTime: toText(end, 9),
            limit,
            statusFilter: statuses,
            includeOutsidePoints: outside,
            aggregateFunctions: aggregates?.functions ?? null,
            processingInterval: aggregates?.interval,
            fill: aggregates?.fill ?? null,
          };
          return { item, pages, totalCount };
        });

        const count = Math.max(1, ...asked.map(({ pages }) => pages.length));
        const query = { federationSource: source, alignToCache };
        let token: string | null = null;
        for (let page = 0; page < count; page++) {
          const body = asked.map(({ item }) => ({ ...item, ...(tokenInItems && { continuationToken: token }) }));
          const top = tokenInItems ? undefined : (token ?? undefined);
          const path = `/query/data?${toQuery({ ...query, continuationToken: top })}`;
          const answer = await readBoth(server, "POST", path, body);
          const problems = asked.map(({ pages, totalCount }, i) => {
            const finished = pages.length === 0 ? undefined : { totalCount, rows: [] };
            return compareItem(answer.data.items[i]!, pages[page] ?? finished);
          });
          expect(problems).toEqual(asked.map(() => []));
          token = answer.continuationToken;
        }
        expect(token).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

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
      // A check would read the answer whole.
      const { server, a, b } = createServer([point(0, 1)], { validateResponses: false });
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

  test("an item takes the token of its series alone, for the same kind of data, beside items that begin", async () => {
    const { server, a, b } = createServer([point(0, 1), point(1_000, 2)]);
    const aggregates = `aggregateFunction=last&processingInterval=1s&startTime=${at(0)}`;
    const raw = (await read(server, `/${a}/data?limit=1`)).continuationToken;
    const cut = (await read(server, `/${a}/data/aggregates?limit=1&${aggregates}`)).continuationToken;
    const wanted = { id: a, aggregateFunctions: ["last"], processingInterval: "1s", startTime: at(0) };
    const { page } = await post(server, [
      { id: b },
      { id: a, continuationToken: raw },
      { ...wanted, continuationToken: cut },
      { id: a, limit: 1 },
    ]);
    expect(page.data.items.map(({ datapoints }) => datapoints)).toEqual([
      [],
      [point(1_000, 2)],
      [{ time: at(1_000), last: 2 }],
      [point(0, 1)],
    ]);
    expect((await post(server, [{ id: b, continuationToken: raw }])).status).toBe(400);
    expect((await post(server, [{ id: a, continuationToken: cut }])).status).toBe(400);
    expect((await post(server, [{ ...wanted, continuationToken: raw }])).status).toBe(400);
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
