import { createTimeseriesClient } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import { describe, expect, test, vi } from "vitest";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 22, 12);
const nsPerMs = 1_000_000n;

function createPlant(tags = 120, now = nowMs) {
  const server = createMockServer({ auth: "none", now: () => now, plants: [{ facility: "1219", tags }] });
  const client = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });
  const idOf = (name: string): string => server.store.series.find((one) => one.name === `1219-${name}`)!.id;
  return { server, client, idOf };
}

type Client = ReturnType<typeof createPlant>["client"];

interface Row {
  readonly seconds: number;
  readonly value: number;
  readonly status: number;
}

/** All points of some days, as seconds since 1970. */
async function scan(client: Client, id: string, startMs: number, endMs: number): Promise<Row[]> {
  const rows: Row[] = [];
  const window = { startTime: new Date(startMs), endTime: new Date(endMs), pageSize: 100_000 };
  for await (const page of client.readDatapoints({ id, ...window })) {
    for (const { time, value, status } of page) rows.push({ seconds: Number(time / nsPerMs) / 1000, value, status });
  }
  return rows;
}

/** The longest pairs of points without one between, in seconds. */
const gapsOf = (rows: readonly Row[], least: number): number[] =>
  rows.flatMap(({ seconds }, i) =>
    i > 0 && seconds - rows[i - 1]!.seconds >= least ? [seconds - rows[i - 1]!.seconds] : [],
  );

/** How long a value stays the same while its quality is good, in seconds. */
function longestStandstill(rows: readonly Row[]): number {
  let longest = 0;
  let since = 0;
  rows.forEach(({ seconds, value, status }, i) => {
    const before = rows[i - 1];
    if (before === undefined || before.value !== value || status !== 192 || before.status !== 192) since = seconds;
    longest = Math.max(longest, seconds - since);
  });
  return longest;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a plant", () => {
  test("has a thousand series of the historian, each with a name of its own, from ten years ago to now", async () => {
    const { server, client } = createPlant(1000);
    const { series } = server.store;
    expect(series.length).toBe(1000);
    expect(new Set(series.map(({ name }) => name)).size).toBe(1000);
    expect(series.filter(({ name }) => !/^1219-(PT|PDT|FT|TT|LT|IT|VT|XS|ZS|AT)-\d{5}$/.test(name!))).toEqual([]);
    expect(series.filter(({ source, facility }) => source !== "IMS" || facility !== "1219")).toEqual([]);
    expect(series[0]).toMatchObject({
      name: "1219-PT-20011",
      description: "1219-PA-2001 suction pressure",
      unit: "bar",
      step: false,
      assetId: "1219-PA-2001",
    });
    expect(series.filter(({ step }) => step).map(({ name }) => name!.slice(5, 7))).toContain("XS");
    for (const { id, name } of series.slice(0, 24)) {
      const first = await client.getFirstDatapoint({ id });
      const latest = await client.getLatestDatapoint({ id });
      const afterStart = Number(first!.time / nsPerMs) - Date.UTC(2016, 0, 1);
      // A gap may be where they would be.
      expect([name, afterStart >= 0, afterStart < 4 * dayMs]).toEqual([name, true, true]);
      expect(Number(latest!.time / nsPerMs)).toBeLessThanOrEqual(nowMs);
    }
    const ages = await Promise.all(
      series
        .slice(0, 200)
        .map(async ({ id }) => nowMs - Number((await client.getLatestDatapoint({ id }))!.time / nsPerMs)),
    );
    // Most are as new as their hour; some are not, and that is the point.
    expect(ages.filter((age) => age <= 3_600_000).length).toBeGreaterThan(170);
    expect(ages.filter((age) => age > 3_600_000).length).toBeGreaterThan(0);
  });

  test("ids follow from seed, facility and name, as those of any series", () => {
    const { server, idOf } = createPlant();
    const other = createMockServer({ series: [{ name: "1219-FT-23011", facility: "1219" }] });
    expect(idOf("FT-23011")).toBe(other.store.series[0]!.id);
    expect(server.store.series.map(({ id }) => id)).toEqual(
      createPlant(1000)
        .server.store.series.slice(0, 120)
        .map(({ id }) => id),
    );
  });

  test("sensors have gaps, freeze, and send bad quality with 0 or the last value", async () => {
    const { server, client } = createPlant(60);
    const seen = { gaps: [] as number[], statuses: new Set<number>(), frozen: 0, wrong: 0 };
    for (const { id } of server.store.series.filter(({ name }) => /-(PT|LT)-/.test(name!)).slice(0, 8)) {
      const rows = await scan(client, id, Date.UTC(2025, 0, 1), Date.UTC(2025, 1, 26));
      seen.gaps.push(...gapsOf(rows, 120));
      seen.frozen += longestStandstill(rows) >= 3 * 3600 - 20 ? 1 : 0;
      rows.forEach(({ status, value }, i) => {
        seen.statuses.add(status);
        if (status < 192 && value !== 0 && value !== rows[i - 1]!.value) seen.wrong++;
      });
    }
    expect(seen.gaps.length).toBeGreaterThan(4);
    expect(Math.max(...seen.gaps)).toBeGreaterThan(12 * 3600);
    expect(Math.max(...seen.gaps)).toBeLessThan(4 * 86_400);
    expect(seen.frozen).toBeGreaterThan(1);
    expect([...seen.statuses].filter((status) => ![192, 64, 0, 24, 8, 60].includes(status))).toEqual([]);
    expect(seen.statuses.size).toBeGreaterThan(3);
    expect(seen.wrong).toBe(0);
  });

  test("temperatures are higher in summer than in winter, and in the afternoon than at night", async () => {
    const { client, idOf } = createPlant();
    const id = idOf("TT-20012");
    const meanIn = async (month: number): Promise<number> => {
      const window = { startTime: new Date(Date.UTC(2024, month, 1)), endTime: new Date(Date.UTC(2024, month + 1, 1)) };
      const { avg } = await client.getAggregates({ id, ...window, aggregateFunctions: ["avg"], statusFilter: [192] });
      return avg[0]!;
    };
    expect((await meanIn(6)) - (await meanIn(0))).toBeGreaterThan(5);
    const rows = (await scan(client, id, Date.UTC(2024, 3, 1), Date.UTC(2024, 5, 1))).filter(
      ({ status }) => status === 192,
    );
    const at = (hour: number): number =>
      meanOf(rows.filter(({ seconds }) => Math.floor((seconds / 3600) % 24) === hour).map(({ value }) => value));
    expect(at(15) - at(3)).toBeGreaterThan(1);
  });

  test("levels rise slowly and fall quickly, while the drain valve is open", async () => {
    const { client, idOf } = createPlant();
    const window = [Date.UTC(2024, 3, 1), Date.UTC(2024, 3, 4)] as const;
    const level = new Map(
      (await scan(client, idOf("LT-20011"), ...window)).map(({ seconds, value }) => [Math.floor(seconds / 60), value]),
    );
    const valve = (await scan(client, idOf("ZS-20011"), ...window)).map(
      ({ seconds, value }) => [Math.floor(seconds / 60), value] as const,
    );
    const rises = (open: number): number[] =>
      valve
        .filter(
          ([minute, value], i) => value === open && valve[i + 5]?.[0] === minute + 5 && valve[i + 5]?.[1] === open,
        )
        .map(([minute]) => level.get(minute + 5)! - level.get(minute)!)
        .filter((rise) => !Number.isNaN(rise));
    expect(meanOf(rises(0))).toBeGreaterThan(0.2);
    expect(meanOf(rises(1))).toBeLessThan(-1);
  });

  test("new points come as the clock moves, and what was there stays to the last bit", async () => {
    const { server, client, idOf } = createPlant();
    const id = idOf("FT-20011");
    const window = { id, startTime: new Date(nowMs - dayMs), endTime: new Date(nowMs), limit: 100_000 };
    const before = await client.getDatapoints(window);
    server.clock.freeze();
    server.clock.advance("10m");
    const after = await client.getDatapoints(window);
    const more = await client.getDatapoints({
      ...window,
      startTime: new Date(nowMs),
      endTime: new Date(nowMs + dayMs),
    });
    expect(before.length).toBeGreaterThan(10_000);
    expect(after.toRows()).toEqual(before.toRows());
    expect(more.length).toBeGreaterThan(100);
    expect(more.length).toBeLessThanOrEqual(120);
  });

  test("some points can be read only hours after their own time, and then stay", async () => {
    const { server, client } = createPlant(400);
    server.clock.freeze();
    const ids = server.store.series.filter(({ name }) => /-(PT|FT|LT|IT)-/.test(name!)).map(({ id }) => id);
    const start = { startTime: new Date(nowMs - dayMs / 2), endTime: new Date(nowMs) };
    const count = async (): Promise<number[]> =>
      (await Promise.all(ids.map((id) => client.getAggregates({ id, ...start, aggregateFunctions: ["count"] })))).map(
        ({ count: counts }) => counts[0] ?? 0,
      );
    const first = await count();
    server.clock.advance("13h");
    const later = await count();
    server.clock.advance("30d");
    expect(await count()).toEqual(later);
    const late = later.map((after, i) => after - first[i]!);
    expect(late.every((more) => more >= 0)).toBe(true);
    expect(late.filter((more) => more > 50).length).toBeGreaterThan(0);
    expect(late.filter((more) => more > 0).length).toBeLessThan(ids.length / 10);
  });

  test("a delete takes what can be read, and not what is still to come", async () => {
    const { server, client, idOf } = createPlant();
    server.clock.freeze();
    const id = idOf("PT-20011");
    await client.deleteData({ id, everything: true });
    expect(await client.getLatestDatapoint({ id })).toBeUndefined();
    server.clock.advance("1h");
    const first = await client.getFirstDatapoint({ id });
    expect(Number(first!.time / nsPerMs)).toBeGreaterThan(nowMs);
    server.reset();
    expect(Number((await client.getFirstDatapoint({ id }))!.time / nsPerMs)).toBeLessThan(Date.UTC(2016, 0, 9));
  });

  test("is the same on a machine in another time zone", () => {
    const newYearMs = Date.UTC(2026, 0, 1) - 3_600_000;
    const look = ({ server }: { server: MockServer }): unknown => {
      const { id } = server.store.series[11]!;
      const points = server.store.points(id);
      return [id, points.length, points.at(0), points.at(-1)];
    };
    const here = look(createPlant(12, newYearMs));
    vi.stubEnv("TZ", "Asia/Tokyo");
    try {
      expect(new Date(0).getTimezoneOffset()).toBe(-540);
      expect(look(createPlant(12, newYearMs))).toEqual(here);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("is in a server's state as what it was made of, and what differs", async () => {
    const { server, client, idOf } = createPlant();
    server.clock.freeze();
    const id = idOf("AT-20011");
    await client.deleteData({ id, startTime: "2020-01-01", endTime: "2021-01-01" });
    await client.writeData({ id, datapoints: [{ time: "2020-06-01", value: 5 }], async: false });
    const state = server.state();
    expect(state.plants).toEqual([{ facility: "1219", tags: 120, startTime: "2016-01-01T00:00:00Z" }]);
    expect(state.store.series.reduce((sum, { points }) => sum + points.written.time.length, 0)).toBe(1);
    const again = createMockServer({ auth: "none", now: () => nowMs, state });
    const look = ({ store }: MockServer): unknown => store.points(id).toRows();
    expect(look(again)).toEqual(look(server));
    expect(createPlant().server.store.points(id).length - server.store.points(id).length).toBeGreaterThan(7000);
  });

  test.each([
    [{ facility: "" }, 'plants[0].facility: "" is not'],
    [{ facility: "1219", tags: 0 }, "plants[0].tags: 0 is not a whole number from 1 to 100000."],
    [{ facility: "1219", tags: 1.5 }, "plants[0].tags: 1.5 is not"],
    [{ facility: "1219", startTime: "1969-12-31" }, "plants[0].startTime: 1969-12-31T00:00:00Z is before 1970."],
    [{ facility: "1219", startTime: "yesterday" }, "plants[0].startTime"],
  ])("%j is refused", (plant, message) => {
    expect(() => createMockServer({ plants: [plant] })).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(() => createMockServer({ plants: [plant] })).toThrow(message);
  });

  test("a series with more points than fit into memory is not copied as a whole", () => {
    const { server, idOf } = createPlant();
    expect(() => server.store.points(idOf("VT-20011"))).toThrow("points, more than the 50000000 that a copy may have");
  });

  test("two of one facility are refused", () => {
    const plants = [{ facility: "1219" }, { facility: "1219" }];
    expect(() => createMockServer({ plants })).toThrow(expect.objectContaining({ code: "conflict" }));
  });
});
