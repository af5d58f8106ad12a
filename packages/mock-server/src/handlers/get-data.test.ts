import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endOf, pagesOf, rowsOfSource, storeRows, toText } from "./oracle.test-support.ts";
import {
  createSeries,
  federationSource,
  nowMs,
  nowNs,
  readBoth,
  readFound,
  rows,
  statuses,
  times,
  toQuery,
  toWire,
} from "./random-series.test-support.ts";
import { createServer, point, read, send } from "./wire.test-support.ts";

describe("datapoints over the wire", () => {
  test("all pages together are what a plain computation over the rows gives, from every source", async () => {
    const bound = fc.option(
      fc.tuple(times(100n), fc.constantFrom(0n, 1n, 99n)).map(([time, ns]) => time + ns),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          written: rows(times(100n)),
          series: fc.constantFrom<"test" | "IMS">("test", "IMS"),
          start: bound,
          end: bound,
          limit: fc.integer({ min: 1, max: 9 }),
          statuses,
          outside: fc.boolean(),
          source: federationSource,
          byName: fc.boolean(),
        }),
        async ({ written, series, start, end, limit, statuses: status, outside, source, byName }) => {
          const { server, ids } = createSeries(written);
          const path = byName ? "/query/data" : `/${ids[series]}/data`;
          const query = toQuery({
            ...(byName && { facility: "1219", name: series }),
            startTime: start === undefined ? undefined : toText(start, 9),
            endTime: end === undefined ? undefined : toText(end, 9),
            limit,
            status,
            includeOutsidePoints: outside,
            federationSource: source,
          });
          const held = rowsOfSource(storeRows(written), series, source, nowMs);
          const question = { start: start ?? 0n, end: end ?? nowNs, statuses: status, limit, outside };
          const expected = held && pagesOf(held, question);
          const pages = await readFound(server, `${path}?${query}`);
          expect(pages?.map(({ data }) => data.items)).toEqual(
            expected?.pages.map((page) => [
              {
                id: ids[series],
                ...(byName && { facility: "1219", name: series }),
                totalCount: expected.totalCount,
                datapoints: page.map(toWire),
              },
            ]),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test("first and latest are the ends of what a plain computation gives, from every source", async () => {
    const bound = fc.option(times(100n), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          written: rows(times(100n), 12),
          series: fc.constantFrom<"test" | "IMS">("test", "IMS"),
          which: fc.constantFrom<"first" | "latest">("first", "latest"),
          after: bound,
          before: bound,
          statuses,
          source: federationSource,
          many: fc.boolean(),
        }),
        async ({ written, series, which, after, before, statuses: status, source, many }) => {
          const { server, ids } = createSeries(written);
          const bounds = [after, before].map((time) => (time === undefined ? undefined : toText(time, 9)));
          const one = toQuery({ afterTime: bounds[0], beforeTime: bounds[1], status, federationSource: source });
          const item = { id: ids[series], startTime: bounds[0], endTime: bounds[1], statusFilter: status };
          const held = rowsOfSource(storeRows(written), series, source, nowMs);
          const row = held && endOf(held, which, { after, before, statuses: status });
          const [page] = many
            ? [await readBoth(server, "POST", `/query/data/${which}?${toQuery({ federationSource: source })}`, [item])]
            : ((await readFound(server, `/${ids[series]}/data/${which}?${one}`)) ?? []);
          const answered = page?.data.items[0];
          expect(answered?.statusCode === 404 ? undefined : answered).toEqual(
            held && { id: ids[series], totalCount: row ? 1 : 0, datapoints: row ? [toWire(row)] : [] },
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test("outside points come first on the first page and last on the last, on top of the limit", async () => {
    // The functional test of the archived Python SDK (EVIDENCE.md): 100, 200, 150 on three days, from 2020-01-02 on.
    const { server, a } = createServer([
      { time: "2020-01-01T12:00:00Z", value: 100 },
      { time: "2020-01-02T12:00:00Z", value: 200 },
      { time: "2020-01-03T12:00:00Z", value: 150 },
    ]);
    const values = async (query: string) => {
      const page = await read(server, `/${a}/data?${query}`);
      return [
        page.data.items[0]!.datapoints.map(({ value }) => value),
        page.data.items[0]!.totalCount,
        page.continuationToken,
      ];
    };
    expect(await values("startTime=2020-01-02")).toEqual([[200, 150], 2, null]);
    expect(await values("startTime=2020-01-02&includeOutsidePoints=True")).toEqual([[100, 200, 150], 2, null]);
    const window = "startTime=2020-01-02&endTime=2020-01-03T12:00:00Z&includeOutsidePoints=true&limit=1";
    expect(await values(window)).toEqual([[100, 200, 150], 1, null]);
    const [first, count, token] = await values("startTime=2020-01-02&includeOutsidePoints=true&limit=1");
    expect([first, count]).toEqual([[100, 200], 2]);
    expect(
      await values(`startTime=2020-01-02&includeOutsidePoints=true&limit=1&continuationToken=${String(token)}`),
    ).toEqual([[150], 2, null]);
  });

  test("a window without bounds is 1970 to now, and now does not move from page to page", async () => {
    const { server, a } = createServer([
      { time: "1969-12-31T23:59:59Z", value: 0 },
      { time: "1970-01-01T00:00:00Z", value: 1 },
      { time: "2024-05-31T23:59:59Z", value: 2 },
      { time: "2024-06-01T00:00:00Z", value: 3 },
    ]);
    const page = await read(server, `/${a}/data?limit=1`);
    server.clock.advance("1h");
    const next = await read(server, `/${a}/data?limit=1&continuationToken=${page.continuationToken}`);
    expect([page, next].map(({ data }) => data.items[0]!.datapoints[0]!.value)).toEqual([1, 2]);
    expect([page, next].map(({ data }) => data.items[0]!.totalCount)).toEqual([2, 2]);
    expect(next.continuationToken).toBeNull();
    expect((await read(server, `/${a}/data`)).data.items[0]!.totalCount).toBe(3);
  });

  test.each(["junk", "", "YWJj"])("a token %j is refused", async (token) => {
    const { server, a } = createServer();
    expect((await send(server, "GET", `/${a}/data?continuationToken=${token}`)).status).toBe(400);
  });

  test("a token of another series is refused", async () => {
    const { server, a, b } = createServer([point(0, 1), point(1, 2)]);
    const { continuationToken } = await read(server, `/${a}/data?limit=1`);
    expect((await send(server, "GET", `/${b}/data?limit=1&continuationToken=${continuationToken}`)).status).toBe(400);
  });

  test("first and latest without a point are 404 under the other assumption", async () => {
    const { server, a, b } = createServer([point(0, 1)], { assumptions: { firstLatestWithoutPoints: "not-found" } });
    expect((await send(server, "GET", `/${a}/data/latest`)).status).toBe(200);
    expect((await send(server, "GET", `/${b}/data/latest`)).status).toBe(404);
    expect((await send(server, "GET", `/${b}/data/first`)).status).toBe(404);
  });
});
