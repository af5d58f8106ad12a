import { expect, test } from "vitest";
import { readCalendarAggregates } from "./calendar-aggregates.ts";
import { answerItems, createFakeClient, errorOf, id } from "./fake-client.test-support.ts";

const day = {
  id,
  startTime: "2026-03-29",
  endTime: "2026-03-30",
  timeZone: "Europe/Oslo",
  period: "day",
} as const;

test("asks for hours on the borders of the day, and for what the mean is made of", async () => {
  const { client, seen } = createFakeClient([
    answerItems([
      {
        id,
        datapoints: [
          { time: "2026-03-28T23:00:00Z", sum: 10, count: 4 },
          // Services may name intervals that have no points.
          { time: "2026-03-29T05:00:00Z", sum: null, count: null },
          { time: "2026-03-29T06:00:00Z", sum: 0, count: 0 },
          { time: "2026-03-29T21:00:00Z", sum: 2, count: 1 },
        ],
      },
    ]),
  ]);
  const result = await readCalendarAggregates(client, { ...day, aggregateFunctions: ["avg"] });
  // The mean of the hours' means would be 2.25.
  expect([...result]).toEqual([{ time: 1_774_738_800_000_000_000n, avg: 2.4 }]);
  const { pathname, searchParams } = new URL(seen[0]!.target, "https://gateway.invalid");
  expect([
    pathname,
    searchParams.getAll("aggregateFunction").toSorted(),
    searchParams.get("processingInterval"),
  ]).toEqual([`/${id}/data/aggregates`, ["count", "sum"], "1h"]);
  expect([searchParams.get("startTime"), searchParams.get("endTime")]).toEqual([
    "2026-03-28T23:00:00Z",
    "2026-03-29T22:00:00Z",
  ]);
});

test.each([
  ["Europe/Oslo", "2026-01-01", ["1h"]],
  ["America/St_Johns", "2026-01-01", ["30m"]],
  ["Asia/Kathmandu", "2026-01-01", ["15m"]],
  ["UTC", "2026-01-01", ["1d"]],
  ["Africa/Monrovia", "1971-06-01", ["1s"]],
  // Half an hour is put back: the day begins on a whole hour, and ends on a half one.
  ["Australia/Lord_Howe", "2026-04-05", ["30m"]],
])("asks for the longest intervals that fit into days of %s on %s", async (timeZone, date, intervals) => {
  const { client, seen } = createFakeClient(() => answerItems([{ id, datapoints: [] }]));
  const endTime = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  const asked = { ...day, startTime: date, endTime, timeZone, aggregateFunctions: ["max"] } as const;
  expect([...(await readCalendarAggregates(client, asked)).max]).toEqual([Number.NaN]);
  expect(
    seen.map(({ target }) => new URL(target, "https://gateway.invalid").searchParams.get("processingInterval")),
  ).toEqual(intervals);
});

test("takes no interval that may lie in two days", async () => {
  const { client } = createFakeClient([
    answerItems([{ id, datapoints: [{ time: "2026-03-29T21:30:00Z", max: 1, count: 1 }] }]),
  ]);
  const { code, message } = await errorOf(readCalendarAggregates(client, { ...day, aggregateFunctions: ["max"] }));
  expect([code, message]).toEqual([
    "decode",
    "The service began an interval at 2026-03-29T21:30:00Z, which is no whole multiple of the 1h that were asked for; it may lie in two periods.",
  ]);
});

test("has no row for a day that the zone skipped, and none for a window without length", async () => {
  const { client, seen } = createFakeClient(() => answerItems([{ id, datapoints: [] }]));
  const apia = { ...day, timeZone: "Pacific/Apia", aggregateFunctions: ["count"] } as const;
  const around = await readCalendarAggregates(client, { ...apia, startTime: "2011-12-29", endTime: "2012-01-01" });
  expect(around.toRows()).toEqual([
    { time: "2011-12-29T10:00:00.0000000Z", count: 0 },
    { time: "2011-12-30T10:00:00.0000000Z", count: 0 },
  ]);
  expect(seen).toHaveLength(1);
  const skipped = await readCalendarAggregates(client, { ...apia, startTime: "2011-12-30", endTime: "2011-12-31" });
  expect(skipped).toHaveLength(0);
  const noon = new Date("2012-01-01T12:00:00Z");
  expect(await readCalendarAggregates(client, { ...apia, startTime: noon, endTime: noon })).toHaveLength(0);
  expect(seen).toHaveLength(1);
});
