import { wireTime } from "../bodies.ts";
import { readOnlyItem } from "../suite/answer.ts";
import type { ConformanceCase } from "../suite/case.ts";
import { expectThat, NotApplicable } from "../suite/finding.ts";
import { between, expectRows, readRows, readRowsOf } from "../suite/rows.ts";

/** All that the wiki tells but good. */
const otherStatuses = [64, 0, 24, 8, 60];

const read = { needs: ["read"] } as const;

/** First and latest of one series, and the filter by status. */
export const firstLatestCases: readonly ConformanceCase[] = [
  {
    ...read,
    name: "first after a time is the first point behind it, alone in the usual envelope",
    operationIds: ["GetFirst"],
    rests: { fact: "[sdk], [sdk-old], [changelog]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const query = { afterTime: wireTime(between(rows[2]!, rows[3]!)) };
      const item = readOnlyItem(await send({ path: `/${id}/data/first`, query }));
      expectRows(readRowsOf(item), rows.slice(3, 4));
    },
  },
  {
    ...read,
    name: "latest before a time is the last point ahead of it, alone in the usual envelope",
    operationIds: ["GetLatest"],
    rests: { fact: "[sdk], [sdk-old], [changelog]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const query = { beforeTime: wireTime(between(rows[4]!, rows[5]!)) };
      const item = readOnlyItem(await send({ path: `/${id}/data/latest`, query }));
      expectRows(readRowsOf(item), rows.slice(4, 5));
    },
  },
  {
    ...read,
    name: "latest with both bounds stays between them",
    operationIds: ["GetLatest"],
    rests: { fact: "[changelog]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const query = {
        afterTime: wireTime(between(rows[1]!, rows[2]!)),
        beforeTime: wireTime(between(rows[6]!, rows[7]!)),
      };
      expectRows(readRows(await send({ path: `/${id}/data/latest`, query })), rows.slice(6, 7));
    },
  },
  {
    ...read,
    name: "afterTime is included, beforeTime is not",
    operationIds: ["GetFirst", "GetLatest"],
    rests: { assumption: "afterTimeBeforeTime" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const first = await send({ path: `/${id}/data/first`, query: { afterTime: rows[3]!.time } });
      expectRows(readRows(first), rows.slice(3, 4));
      const latest = await send({ path: `/${id}/data/latest`, query: { beforeTime: rows[3]!.time } });
      expectRows(readRows(latest), rows.slice(2, 3));
    },
  },
  {
    ...read,
    name: "latest without a point is 200 with no datapoints",
    operationIds: ["GetLatest"],
    rests: { assumption: "firstLatestWithoutPoints" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const query = {
        afterTime: wireTime(between(rows[1]!, rows[2]!)),
        beforeTime: wireTime(between(rows[1]!, rows[2]!) + 100n),
      };
      const answer = await send({ path: `/${id}/data/latest`, query });
      expectThat(answer.status === 200, `status ${answer.status}`);
      expectRows(readRows(answer), []);
    },
  },
  {
    ...read,
    name: "status lets through the points that have one of its values",
    operationIds: ["GetData"],
    rests: { fact: "[sdk], [changelog]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const statuses = [...new Set(rows.map(({ status }) => Number(status)))];
      const asked = statuses.length > 1 ? statuses.slice(1) : statuses;
      const query = { startTime: rows[0]!.time, endTime: wireTime(rows.at(-1)!.ns + 100n), status: asked };
      const expected = rows.filter(({ status }) => asked.includes(Number(status)));
      expectRows(readRows(await send({ path: `/${id}/data`, query })), expected);
    },
  },
  {
    ...read,
    name: "points of every status are read where no status is asked for",
    operationIds: ["GetData"],
    rests: { fact: "[sdk-old]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const query = { startTime: rows[0]!.time, endTime: wireTime(rows.at(-1)!.ns + 100n), status: otherStatuses };
      const others = readRows(await send({ path: `/${id}/data`, query }));
      if (others.length === 0) throw new NotApplicable("the points that were read are all good");
      expectRows(
        rows.filter(({ status }) => otherStatuses.includes(Number(status))),
        others,
      );
    },
  },
  {
    ...read,
    name: "latest with a status is the latest point that has it",
    operationIds: ["GetLatest"],
    rests: { fact: "[changelog]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const { status } = rows[1]!;
      const before = rows.findLastIndex((row) => row.status !== status) + 1 || rows.length;
      const expected = rows.slice(0, before).findLast((row) => row.status === status)!;
      const query = { beforeTime: wireTime(rows[before - 1]!.ns + 100n), status: Number(status) };
      expectRows(readRows(await send({ path: `/${id}/data/latest`, query })), [expected]);
    },
  },
];
