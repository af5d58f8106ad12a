// Calendar aggregates against the stored points, each put under the date that a calendar of the zone shows.
import { createTimeseriesClient, readCalendarAggregates } from "@omnia-timeseries/core";
import type { CalendarPeriod, TimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer, MockServerOptions } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

interface Point {
  readonly time: Date;
  readonly value: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const functions = ["avg", "sum", "count", "min", "max", "first", "last"] as const;
const id = "11111111-1111-4111-8111-111111111111";

function createServer(
  datapoints: readonly Point[],
  options: Pick<MockServerOptions, "assumptions"> = {},
): { server: MockServer; client: TimeseriesClient } {
  const server = createMockServer({ series: [{ id, name: "1219-PT-1234", facility: "1219", datapoints }], ...options });
  server.clock.skipWaits();
  const format = datapoints.length % 2 === 0 ? json : protobuf;
  return { server, client: createTimeseriesClient({ ...server.clientOptions(), format }) };
}

/** The date of the Monday of a date's week, by going back until it is one. */
function findMonday(date: string): string {
  let ms = Date.parse(date);
  while (new Date(ms).toUTCString().slice(0, 3) !== "Mon") ms -= dayMs;
  return new Date(ms).toISOString().slice(0, 10);
}

const nameOf: Readonly<Record<CalendarPeriod, (date: string) => string>> = {
  day: (date) => date,
  week: findMonday,
  month: (date) => date.slice(0, 7),
};

/** When each period begins, from the one that `fromMs` lies in until `toMs`: quarter by quarter of an hour, by the dates that are shown. */
function findPeriods(fromMs: number, toMs: number, timeZone: string, period: CalendarPeriod): readonly number[] {
  // Swedes write 2026-03-29.
  const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const starts: number[] = [];
  let shown = "";
  for (let ms = (Math.floor(fromMs / dayMs) - 40) * dayMs; ms < toMs; ms += 15 * minuteMs) {
    const date = calendar.format(ms);
    // The clock went back over midnight, or nothing happened.
    if (date <= shown) continue;
    if (nameOf[period](date) !== nameOf[period](shown === "" ? date : shown)) starts.push(ms);
    shown = date;
  }
  const first = starts.findLast((start) => start <= fromMs)!;
  return starts.filter((start) => start >= first);
}

function toRow(start: number, end: number, points: readonly Point[]): object {
  const values = points.filter(({ time }) => time.getTime() >= start && time.getTime() < end).map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  const isEmpty = values.length === 0;
  return {
    time: BigInt(start) * 1_000_000n,
    avg: sum / values.length,
    sum: isEmpty ? Number.NaN : sum,
    count: values.length,
    min: isEmpty ? Number.NaN : Math.min(...values),
    max: isEmpty ? Number.NaN : Math.max(...values),
    first: values.at(0) ?? Number.NaN,
    last: values.at(-1) ?? Number.NaN,
  };
}

/** Zones and times at which something happens in them. */
const moments = fc.constantFrom<readonly [zone: string, at: string]>(
  ["Europe/Oslo", "2026-03-29"],
  ["Europe/Oslo", "2023-10-29"],
  ["America/St_Johns", "2010-11-07"],
  ["America/St_Johns", "2011-03-13"],
  ["America/St_Johns", "2025-11-02"],
  ["Asia/Kathmandu", "2024-12-31"],
  ["Asia/Kathmandu", "1986-01-01"],
  ["Pacific/Apia", "2011-12-30"],
  ["Pacific/Apia", "2012-04-01"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2022-10-02"],
  ["UTC", "2024-02-29"],
);

/** Minutes around a moment, some of them on whole hours, with values whose sums are exact. */
const series = fc.uniqueArray(
  fc.record({
    minute: fc.oneof(
      fc.integer({ min: -12_000, max: 12_000 }),
      fc.integer({ min: -800, max: 800 }).map((n) => n * 15),
    ),
    value: fc.integer({ min: -4000, max: 4000 }).map((n) => n / 4),
  }),
  { selector: ({ minute }) => minute, maxLength: 150 },
);

describe("readCalendarAggregates", () => {
  test("gives what the points of each day, week and month give, whatever the service takes for granted", async () => {
    await fc.assert(
      fc.asyncProperty(
        moments,
        series,
        fc.constantFrom<CalendarPeriod>("day", "week", "month"),
        fc.integer({ min: -15_000, max: 5000 }),
        fc.integer({ min: 1, max: 15_000 }),
        fc.boolean(),
        async ([timeZone, at], rows, period, startMinute, minutes, isOther) => {
          const atMs = Date.parse(at);
          const points = rows
            .map(({ minute, value }): Point => ({ time: new Date(atMs + minute * minuteMs), value }))
            .toSorted((a, b) => a.time.getTime() - b.time.getTime());
          const assumptions = isOther
            ? ({ alignToCacheByDefault: true, emptyIntervals: "without-values" } as const)
            : {};
          const { client } = createServer(points, { assumptions });
          const startMs = atMs + startMinute * minuteMs;
          const endMs = startMs + minutes * minuteMs;
          const result = await readCalendarAggregates(client, {
            id,
            startTime: new Date(startMs),
            endTime: new Date(endMs),
            timeZone,
            period,
            aggregateFunctions: functions,
          });
          const starts = findPeriods(startMs, endMs + 33 * dayMs, timeZone, period);
          const expected = starts.flatMap((start, i) => (start < endMs ? [toRow(start, starts[i + 1]!, points)] : []));
          expect([...result]).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("two years of hours in Oslo: some requests, all days, both changes of each year", async () => {
    const startMs = Date.UTC(2024, 11, 31, 23);
    const points = Array.from({ length: 2 * 365 * 24 }, (_, i) => ({
      time: new Date(startMs + i * 60 * minuteMs),
      value: i % 7,
    }));
    const { server, client } = createServer(points);
    const told: bigint[] = [];
    const days = await readCalendarAggregates(
      client,
      {
        id,
        startTime: "2025-01-01",
        endTime: "2027-01-01",
        timeZone: "Europe/Oslo",
        period: "day",
        aggregateFunctions: ["count"],
      },
      { onProgress: ({ upTo }) => told.push(upTo) },
    );
    expect(told.at(-1)).toBe(BigInt(Date.UTC(2026, 11, 31, 23)) * 1_000_000n);
    expect([days.length, days.functions]).toEqual([730, ["count"]]);
    const changed = [...days].filter(({ count }) => count !== 24);
    expect(changed.map(({ time, count }) => [new Date(Number(time / 1_000_000n)).toISOString(), count])).toEqual([
      ["2025-03-29T23:00:00.000Z", 23],
      ["2025-10-25T22:00:00.000Z", 25],
      ["2026-03-28T23:00:00.000Z", 23],
      ["2026-10-24T22:00:00.000Z", 25],
    ]);
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  test("reads a date alone as that day of the zone, and ends with the period of now", async () => {
    const { server, client } = createServer([{ time: new Date("2026-03-31T22:30:00Z"), value: 5 }]);
    const months = await readCalendarAggregates(client, {
      id,
      startTime: "2026-03-01",
      endTime: "2026-05-01",
      timeZone: "Europe/Oslo",
      period: "month",
      aggregateFunctions: ["last", "count"],
    });
    expect(months.toRows()).toEqual([
      { time: "2026-02-28T23:00:00.0000000Z", last: Number.NaN, count: 0 },
      { time: "2026-03-31T22:00:00.0000000Z", last: 5, count: 1 },
    ]);
    const today = await readCalendarAggregates(client, {
      id,
      startTime: "now",
      endTime: new Date(server.clock.now() + 1),
      timeZone: "Europe/Oslo",
      period: "day",
      aggregateFunctions: ["count"],
    });
    expect(today).toHaveLength(1);
  });

  test("passes the filter on", async () => {
    const server = createMockServer({
      series: [
        {
          id,
          name: "1219-PT-1234",
          facility: "1219",
          datapoints: [
            { time: "2026-03-01T12:00:00Z", value: 1, status: 192 },
            { time: "2026-03-01T13:00:00Z", value: 3, status: 0 },
          ],
        },
      ],
    });
    const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
    const window = { id, startTime: "2026-03-01", endTime: "2026-03-02", timeZone: "UTC", period: "day" } as const;
    const day = await readCalendarAggregates(client, { ...window, statusFilter: [0], aggregateFunctions: ["avg"] });
    expect([...day.avg]).toEqual([3]);
  });

  const asked = {
    id,
    startTime: "2026-03-01",
    endTime: "2026-03-02",
    timeZone: "Europe/Oslo",
    period: "day",
    aggregateFunctions: ["avg"],
  } as const;
  test.each<[what: string, wrong: object, rule: string]>([
    ["a median", { aggregateFunctions: ["avg", "median"] }, "aggregateFunctions: median of a day or month does not"],
    ["a deviation", { aggregateFunctions: ["stddev"] }, "aggregateFunctions: stddev of a day or month does not"],
    ["an unknown function", { aggregateFunctions: ["mean"] }, 'aggregateFunctions: "mean" is not one of'],
    ["no function", { aggregateFunctions: [] }, "aggregateFunctions: [] names no function"],
    ["a zone of its own", { timeZone: "Europe/Bergen" }, 'timeZone: "Europe/Bergen" is not a time zone'],
    ["no zone", { timeZone: undefined }, "timeZone: undefined is not a time zone"],
    ["a quarter", { period: "quarter" }, 'period: "quarter" is not one of day, week, month'],
    ["no period", { period: undefined }, "period: undefined is not one of"],
    ["no start", { startTime: undefined }, "startTime: is missing"],
    ["a day that is none", { startTime: "2026-02-30" }, 'startTime: "2026-02-30" is not a time'],
    ["an end before the start", { endTime: "2026-02-01" }, "is before startTime"],
    ["an id that is none", { id: "PT-1" }, "id: "],
  ])("refuses %s before it asks", async (_, wrong, rule) => {
    const { server, client } = createServer([]);
    const read = readCalendarAggregates(client, { ...asked, ...(wrong as Partial<typeof asked>) });
    await expect(read).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining(rule) as string,
    });
    expect(server.requests).toHaveLength(0);
  });
});
