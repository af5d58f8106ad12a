import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, createServer, point, read, readProtobuf, send } from "./wire.test-support.ts";
import type { Item } from "./wire.test-support.ts";

describe("datapoints over the wire", () => {
  test("after any writes and deletes, all pages together are the window, in both formats", async () => {
    const ms = fc.nat(60);
    const row = fc.record({
      ms,
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      status: fc.constantFrom(0, 64, 192),
    });
    const step = fc.oneof(
      fc.record({ write: fc.array(row, { maxLength: 12 }) }),
      fc.record({ remove: fc.tuple(ms, ms) }),
    );
    const statuses = fc.uniqueArray(fc.constantFrom<number>(0, 64, 192), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        ms,
        ms,
        fc.integer({ min: 1, max: 9 }),
        statuses,
        async (steps, from, to, limit, wanted) => {
          const { server, a } = createServer();
          const model = new Map<string, ReturnType<typeof point>>();
          for (const change of steps) {
            if ("write" in change) {
              const datapoints = change.write.map((one) => point(one.ms, one.value, one.status));
              // JSON has no −0 in JavaScript's writer.
              for (const one of datapoints) model.set(one.time, { ...one, value: one.value + 0 });
              await send(server, "POST", `/${a}/data?async=false`, { datapoints });
            } else {
              const [start, end] = change.remove.map(at);
              await send(server, "DELETE", `/${a}/data?startTime=${start}&endTime=${end}`);
              for (const time of model.keys()) if (time >= start! && time < end!) model.delete(time);
            }
          }
          const expected = [...model.values()]
            .filter(
              ({ time, status }) =>
                time >= at(from) && time < at(to) && (wanted.length === 0 || wanted.includes(status)),
            )
            .toSorted((x, y) => (x.time < y.time ? -1 : 1));

          const query = [
            `startTime=${at(from)}`,
            `endTime=${at(to)}`,
            `limit=${limit}`,
            ...wanted.map((one) => `status=${one}`),
          ];
          const rows: Item["datapoints"] = [];
          const cells: unknown[] = [];
          let token = "";
          do {
            const path = `/${a}/data?${query.join("&")}${token}`;
            const page = await read(server, path);
            const compact = await readProtobuf(server, path);
            const item = page.data.items[0]!;
            expect(item.id).toBe(a);
            expect(item.totalCount).toBe(expected.length);
            expect(compact.data[0]).toMatchObject({
              id: a,
              totalCount: BigInt(expected.length),
              fields: ["time", "value", "status"],
            });
            expect(compact.continuationToken).toBe(page.continuationToken ?? "");
            rows.push(...item.datapoints);
            cells.push(...compact.data[0]!.values.map(({ value }) => [value.case, value.value]));
            token = page.continuationToken === null ? "" : `&continuationToken=${page.continuationToken}`;
          } while (token !== "");
          expect(rows).toEqual(expected);
          expect(cells).toEqual(
            expected.flatMap(({ time, value, status }) => [
              ["int64", BigInt(Date.parse(time)) * 1_000_000n],
              ["double", value],
              ["uint32", status],
            ]),
          );
        },
      ),
      { numRuns: 60 },
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

  test("first and latest: one point from afterTime on and before beforeTime, with the status asked for", async () => {
    const { server, a } = createServer([point(0, 1, 64), point(10, 2), point(20, 3), point(30, 4, 64)]);
    const one = async (path: string) => (await read(server, `/${a}/data/${path}`)).data.items[0]!.datapoints;
    expect(await one("first")).toEqual([point(0, 1, 64)]);
    expect(await one("latest")).toEqual([point(30, 4, 64)]);
    expect(await one("first?status=192")).toEqual([point(10, 2)]);
    expect(await one("latest?status=192")).toEqual([point(20, 3)]);
    expect(await one(`first?afterTime=${at(10)}`)).toEqual([point(10, 2)]);
    expect(await one(`latest?beforeTime=${at(20)}`)).toEqual([point(10, 2)]);
    expect(await one(`latest?afterTime=${at(31)}`)).toEqual([]);
    expect(await one(`first?beforeTime=${at(0)}`)).toEqual([]);
    const compact = await readProtobuf(server, `/${a}/data/latest`, "application/protobuf");
    expect(compact.data[0]).toMatchObject({ id: a, totalCount: 1n });
    expect(compact.data[0]!.values.length).toBe(3);
  });

  test("first and latest without a point are 404 under the other assumption", async () => {
    const { server, a, b } = createServer([point(0, 1)], { assumptions: { firstLatestWithoutPoints: "not-found" } });
    expect((await send(server, "GET", `/${a}/data/latest`)).status).toBe(200);
    expect((await send(server, "GET", `/${b}/data/latest`)).status).toBe(404);
    expect((await send(server, "GET", `/${b}/data/first`)).status).toBe(404);
  });
});
