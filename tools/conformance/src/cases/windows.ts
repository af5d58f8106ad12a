import { wireTime } from "../bodies.ts";
import type { CaseContext, ConformanceCase, Query } from "../suite/case.ts";
import { expectThat, NotApplicable } from "../suite/finding.ts";
import { between, expectRows, readRows, readToken } from "../suite/rows.ts";
import type { Row } from "../suite/rows.ts";

async function readData({ send, sample }: CaseContext, query: Query): Promise<readonly Row[]> {
  return readRows(await send({ path: `/${(await sample()).id}/data`, query }));
}

const shared = { operationIds: ["GetData"], needs: ["read"] } as const;

/** Bounds of windows of raw points, and what may be written there. */
export const windowCases: readonly ConformanceCase[] = [
  {
    ...shared,
    name: "a window holds the points inside it, ascending by time, and no other",
    rests: { fact: "[sdk-old]" },
    async check(context) {
      const { rows } = await context.sample();
      const startTime = wireTime(between(rows[1]!, rows[2]!));
      const endTime = wireTime(between(rows[5]!, rows[6]!));
      expectRows(await readData(context, { startTime, endTime }), rows.slice(2, 6));
    },
  },
  {
    ...shared,
    name: "a window has its start in it and not its end",
    rests: { assumption: "windowEnd" },
    async check(context) {
      const { rows } = await context.sample();
      const query = { startTime: rows[2]!.time, endTime: rows[5]!.time };
      expectRows(await readData(context, query), rows.slice(2, 5));
    },
  },
  {
    ...shared,
    name: "without a window the whole history is read",
    operationIds: ["GetData", "GetFirst"],
    rests: { fact: "[wiki]" },
    async check(context) {
      const { id } = await context.sample();
      const first = readRows(await context.send({ path: `/${id}/data/first` }));
      expectRows(await readData(context, { limit: 1 }), first);
    },
  },
  {
    ...shared,
    name: "a window without an end reaches to now",
    operationIds: ["GetData", "GetLatest"],
    rests: { assumption: "windows" },
    async check(context) {
      const { rows } = await context.sample();
      const startTime = rows.at(-2)!.time;
      expectRows((await readData(context, { startTime, limit: 2 })).slice(0, 2), rows.slice(-2));
    },
  },
  {
    ...shared,
    name: "an end before the start is an empty window",
    rests: { assumption: "windows" },
    async check(context) {
      const { rows } = await context.sample();
      expectRows(await readData(context, { startTime: rows[5]!.time, endTime: rows[2]!.time }), []);
    },
  },
  {
    ...shared,
    name: "times with an offset mean what they mean in UTC",
    rests: { fact: "[sdk], [sdk-old]" },
    async check(context) {
      const { rows } = await context.sample();
      const start = between(rows[1]!, rows[2]!);
      const hourNs = 3_600_000_000_000n;
      const startTime = wireTime(start + 2n * hourNs).replace("Z", "+02:00");
      const endTime = wireTime(between(rows[5]!, rows[6]!)).replace("Z", "+00:00");
      expectRows(await readData(context, { startTime, endTime }), rows.slice(2, 6));
    },
  },
  {
    ...shared,
    name: "a date alone is its midnight in UTC",
    rests: { fact: "[sdk]" },
    async check(context) {
      const { rows } = await context.sample();
      const date = rows[0]!.time.slice(0, 10);
      const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
      const byDate = await readData(context, { startTime: date, endTime: next, limit: 5 });
      const times = { startTime: `${date}T00:00:00Z`, endTime: `${next}T00:00:00.000000Z` };
      expectThat(byDate.length > 0, "no points of a day that has some");
      expectRows(byDate, await readData(context, { ...times, limit: 5 }));
    },
  },
  {
    ...shared,
    name: "a time that is none is refused with 400",
    rests: { assumption: "times" },
    async check({ send, sample }) {
      const { status } = await send({
        path: `/${(await sample()).id}/data`,
        query: { startTime: "yesterday", limit: 1 },
      });
      expectThat(status === 400, `status ${status}`);
    },
  },
  {
    ...shared,
    name: "a page holds 1000 points where no limit is given",
    rests: { fact: "[wiki], [sdk-old]" },
    async check({ send, sample }) {
      const { id } = await sample();
      const answer = await send({ path: `/${id}/data` });
      const rows = readRows(answer);
      expectThat(rows.length <= 1000, "more than 1000 points");
      if (rows.length < 1000 && readToken(answer) === undefined)
        throw new NotApplicable("the series is shorter than that");
      expectThat(rows.length === 1000, `${rows.length} points, and more to come`);
    },
  },
  {
    ...shared,
    name: "the point before and the point after the window come with includeOutsidePoints",
    rests: { fact: "[sdk-old], [changelog]" },
    async check(context) {
      const { rows } = await context.sample();
      const startTime = wireTime(between(rows[1]!, rows[2]!));
      const endTime = wireTime(between(rows[5]!, rows[6]!));
      expectRows(await readData(context, { startTime, endTime, includeOutsidePoints: true }), rows.slice(1, 7));
    },
  },
  {
    ...shared,
    name: "a limit counts points inside the window, not those outside",
    rests: { assumption: "limit" },
    async check(context) {
      const { rows } = await context.sample();
      const startTime = wireTime(between(rows[1]!, rows[2]!));
      const endTime = wireTime(between(rows[5]!, rows[6]!));
      const query = { startTime, endTime, includeOutsidePoints: true, limit: 4 };
      expectRows(await readData(context, query), rows.slice(1, 7));
    },
  },
];
