import { describe, expect, test } from "vitest";
import type { Assumptions } from "../assumptions.ts";
import { at, createServer, point, readProtobuf, send } from "./wire.test-support.ts";

interface Answer {
  data: { items: { totalCount: number; datapoints: Record<string, string | number>[] }[] };
  continuationToken: string | null;
}

async function ask(path: string, assumptions: Partial<Assumptions>, body?: unknown) {
  const { server, a } = createServer([point(0, 1), point(1_000, 2), point(4_000, 7)], { assumptions });
  const items = body === undefined ? undefined : [{ id: a, ...body }];
  const target = body === undefined ? `/${a}${path}` : path;
  const response = await send(server, body === undefined ? "GET" : "POST", target, items);
  expect(response.status).toBe(200);
  return ((await response.json()) as Answer).data.items[0]!;
}

const window = { startTime: at(0), endTime: at(4_000) };
const query = `startTime=${at(0)}&endTime=${at(4_000)}`;

describe("assumptions the other way round", () => {
  test.each([
    ["excluded", [1, 2], 2],
    ["included", [1, 2, 7], 3],
  ] as const)("windowEnd: %s", async (windowEnd, values, totalCount) => {
    for (const item of [await ask(`/data?${query}`, { windowEnd }), await ask("/query/data", { windowEnd }, window)]) {
      expect(item.datapoints.map(({ value }) => value)).toEqual(values);
      expect(item.totalCount).toBe(totalCount);
    }
    // Intervals have their end out of them in any case.
    const aggregates = await ask(`/data/aggregates?aggregateFunction=sum&${query}`, { windowEnd });
    expect(aggregates.datapoints).toEqual([{ time: at(0), sum: 3 }]);
  });

  test("windowEnd: included, the outside point is the one behind the end", async () => {
    const bounds = `startTime=${at(1_000)}&endTime=${at(1_000)}&includeOutsidePoints=true`;
    const item = await ask(`/data?${bounds}`, { windowEnd: "included" });
    expect(item.datapoints.map(({ value }) => value)).toEqual([1, 2, 7]);
    expect(item.totalCount).toBe(1);
  });

  test.each([
    ["window", [3, 3]],
    ["page", [2, 1]],
  ] as const)("totalCount: %s", async (totalCount, counts) => {
    const { server, a } = createServer([point(0, 1), point(1, 2), point(2, 3)], { assumptions: { totalCount } });
    for (const path of [
      `/${a}/data?limit=2`,
      `/${a}/data/aggregates?aggregateFunction=last&processingInterval=1s&fill=0&endTime=1970-01-01T00:00:03Z&limit=2`,
    ]) {
      const first = (await (await send(server, "GET", path)).json()) as Answer;
      const next = (await (
        await send(server, "GET", `${path}&continuationToken=${first.continuationToken}`)
      ).json()) as Answer;
      expect([first, next].map(({ data }) => data.items[0]!.totalCount)).toEqual(counts);
      expect((await readProtobuf(server, path)).data[0]!.totalCount).toBe(BigInt(counts[0]));
    }
  });

  test.each([
    ["omitted", "", 2],
    ["omitted", "&fill=null", 2],
    ["without-values", "", 4],
    ["without-values", "&fill=null", 4],
    ["without-values", "&fill=none", 2],
  ] as const)("emptyIntervals: %s, %j", async (emptyIntervals, fill, totalCount) => {
    const path = `/data/aggregates?aggregateFunction=max&processingInterval=1s${fill}&${query}`;
    const item = await ask(path, { emptyIntervals });
    const all = [{ time: at(0), max: 1 }, { time: at(1_000), max: 2 }, { time: at(2_000) }, { time: at(3_000) }];
    expect(item.datapoints).toEqual(all.slice(0, totalCount));
    expect(item.totalCount).toBe(totalCount);
  });

  test.each([
    [false, "", at(500)],
    [true, "", at(0)],
    [true, "&alignToCache=false", at(500)],
    [false, "&alignToCache=true", at(0)],
  ])("alignToCacheByDefault: %s, %j", async (alignToCacheByDefault, more, time) => {
    const bounds = { startTime: at(500), endTime: at(1_500), aggregateFunctions: ["last"], processingInterval: "2s" };
    const path = `startTime=${at(500)}&endTime=${at(1_500)}&aggregateFunction=last&processingInterval=2s${more}`;
    for (const item of [
      await ask(`/data/aggregates?${path}`, { alignToCacheByDefault }),
      await ask(`/query/data?${more}`, { alignToCacheByDefault }, bounds),
    ]) {
      expect(item.datapoints).toEqual([{ time, last: 2 }]);
    }
  });
});
