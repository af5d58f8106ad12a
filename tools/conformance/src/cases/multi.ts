import { wireTime } from "../bodies.ts";
import { dig, digList, expectMessage, expectStatus, readItems, readJson, readOnlyItem } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat } from "../suite/finding.ts";
import { between, expectRows, readRowsOf, readToken } from "../suite/rows.ts";

const shared = { operationIds: ["GetMultipleData"], needs: ["read"] } as const;
/** A GUID that nobody has. */
const nowhere = "00000000-0000-4000-8000-000000000000";

/** An item of a request for the rows `from` up to, not with, `to`. */
async function itemOf({ sample }: CaseContext, from: number, to: number) {
  const { id, rows } = await sample();
  const startTime = wireTime(between(rows[from - 1]!, rows[from]!));
  return { id, startTime, endTime: wireTime(between(rows[to - 1]!, rows[to]!)) };
}

/** Reads of several series in one request, and by name. */
export const multiCases: readonly ConformanceCase[] = [
  {
    ...shared,
    name: "a request for many answers each item with its own window, in the order of the request",
    rests: { assumption: "itemsOfMany" },
    async check(context) {
      const body = [await itemOf(context, 2, 4), await itemOf(context, 4, 7)];
      const items = readItems(await context.send({ path: "/query/data", body }));
      const { rows } = await context.sample();
      expectThat(items.length === 2, `${items.length} items for 2`);
      expectRows(readRowsOf(items[0]), rows.slice(2, 4));
      expectRows(readRowsOf(items[1]), rows.slice(4, 7));
    },
  },
  {
    ...shared,
    name: "raw points and aggregates come in one answer",
    rests: { fact: "[sdk], [spec]" },
    async check(context) {
      const aggregated = { ...(await itemOf(context, 2, 7)), aggregateFunctions: ["count", "max"] };
      const body = [aggregated, await itemOf(context, 2, 4)];
      const items = readItems(await context.send({ path: "/query/data", body }));
      const { rows } = await context.sample();
      const raw = items.find((item) => dig(item, "datapoints", 0, "value") !== undefined);
      expectRows(readRowsOf(raw), rows.slice(2, 4));
      const [bucket] = digList(
        items.find((item) => dig(item, "datapoints", 0, "max") !== undefined),
        "datapoints",
      );
      const values = rows.slice(2, 7).map(({ value }) => Number(value));
      expectThat(dig(bucket, "count") === values.length, "another count than that of the points");
      expectThat(dig(bucket, "max") === Math.max(...values), "another max than that of the points");
    },
  },
  {
    ...shared,
    name: "null stands for an optional field that is not given",
    rests: { fact: "[sdk]" },
    async check(context) {
      const item = await itemOf(context, 2, 4);
      const nothing = { fill: null, aggregateFunctions: null, processingInterval: null, continuationToken: null };
      const answer = await context.send({ path: "/query/data", body: [{ ...item, ...nothing, limit: null }] });
      const { rows } = await context.sample();
      expectRows(readRowsOf(readOnlyItem(answer)), rows.slice(2, 4));
    },
  },
  {
    ...shared,
    name: "an unknown series among many is refused on its own",
    rests: { assumption: "refusedItems" },
    async check(context) {
      const item = await itemOf(context, 2, 4);
      const items = readItems(await context.send({ path: "/query/data", body: [{ ...item, id: nowhere }, item] }));
      const { rows } = await context.sample();
      expectThat(items.length === 2, `${items.length} items for 2`);
      expectThat(dig(items[0], "statusCode") === 404, `statusCode ${JSON.stringify(dig(items[0], "statusCode"))}`);
      expectThat(typeof dig(items[0], "message") === "string", "no message in the refused item");
      expectRows(readRowsOf(items[1]), rows.slice(2, 4));
    },
  },
  {
    ...shared,
    name: "more than 100 series are refused with 400",
    rests: { fact: "[changelog], [consumer]" },
    async check(context) {
      const item = await itemOf(context, 2, 3);
      const answer = await context.send({ path: "/query/data", body: Array.from({ length: 101 }, () => item) });
      expectMessage(answer, 400);
    },
  },
  {
    ...shared,
    name: "statusFilter and includeOutsidePoints of an item are its own",
    rests: { fact: "[sdk]" },
    async check(context) {
      const { rows } = await context.sample();
      const item = await itemOf(context, 2, 7);
      const status = Number(rows[2]!.status);
      const body = [
        { ...item, statusFilter: [status] },
        { ...item, includeOutsidePoints: true },
      ];
      const items = readItems(await context.send({ path: "/query/data", body }));
      const inside = rows.slice(2, 7);
      expectRows(
        readRowsOf(items[0]),
        inside.filter((row) => row.status === status),
      );
      expectRows(readRowsOf(items[1]), rows.slice(1, 8));
    },
  },
  {
    ...shared,
    name: "a limit is per series, and one token leads on for all",
    rests: { assumption: "continuationTokenOfMany" },
    async check(context) {
      const { rows } = await context.sample();
      const body = [
        { ...(await itemOf(context, 2, 5)), limit: 2 },
        { ...(await itemOf(context, 3, 4)), limit: 2 },
      ];
      const page = await context.send({ path: "/query/data", body });
      const token = readToken(page);
      expectRows(readRowsOf(readItems(page)[0]), rows.slice(2, 4));
      expectRows(readRowsOf(readItems(page)[1]), rows.slice(3, 4));
      expectThat(token !== undefined, "no token where a series has more");
      const next = await context.send({ path: "/query/data", query: { continuationToken: token }, body });
      const items = readItems(next);
      expectThat(items.length === 2, `${items.length} items for 2`);
      expectRows(readRowsOf(items[0]), rows.slice(4, 5));
      expectRows(readRowsOf(items[1]), []);
      expectThat(readToken(next) === undefined, "a token on the last page");
    },
  },
  ...(
    [
      ["first", "GetMultipleFirst", 2],
      ["latest", "GetMultipleLatest", 6],
    ] as const
  ).map(([which, operationId, at]): ConformanceCase => ({
    name: `${which} of many keeps to startTime and endTime of its items`,
    operationIds: [operationId],
    rests: { fact: "[postman]" },
    needs: ["read"],
    async check(context) {
      const body = [await itemOf(context, 2, 7)];
      const { rows } = await context.sample();
      const item = readOnlyItem(await context.send({ path: `/query/data/${which}`, body }));
      expectRows(readRowsOf(item), rows.slice(at, at + 1));
    },
  })),
  {
    name: "a series is read by its name and facility",
    operationIds: ["getDataByName"],
    rests: { fact: "[changelog], [spec]" },
    needs: ["read"],
    async check(context) {
      const { name, facility, rows } = await context.sample();
      const { startTime, endTime } = await itemOf(context, 2, 5);
      const item = readOnlyItem(
        await context.send({ path: "/query/data", query: { name, facility, startTime, endTime } }),
      );
      expectRows(readRowsOf(item), rows.slice(2, 5));
      expectThat(dig(item, "name") === name, "another name than that asked for");
      expectThat(dig(item, "facility") === facility, "another facility than that asked for");
    },
  },
  {
    ...shared,
    name: "an item of many names its series by name and facility",
    rests: { fact: "[issue]" },
    async check(context) {
      const { name, facility, rows } = await context.sample();
      const { startTime, endTime } = await itemOf(context, 2, 5);
      const answer = await context.send({ path: "/query/data", body: [{ name, facility, startTime, endTime }] });
      expectRows(readRowsOf(readOnlyItem(answer)), rows.slice(2, 5));
    },
  },
  {
    name: "a read by name wants both name and facility",
    operationIds: ["getDataByName"],
    rests: { fact: "[sdk]" },
    needs: ["read"],
    async check({ send, sample }) {
      const { name } = await sample();
      expectMessage(await send({ path: "/query/data", query: { name, limit: 1 } }), 400);
    },
  },
  {
    name: "federationSource is taken by every read of points",
    operationIds: ["GetData", "GetAggregatedData", "GetLatest"],
    rests: { fact: "[sdk]" },
    needs: ["read"],
    async check(context) {
      const { id, startTime, endTime } = await itemOf(context, 2, 4);
      const { rows } = await context.sample();
      const query = { startTime, endTime, federationSource: "TSDB" };
      const raw = readOnlyItem(await context.send({ path: `/${id}/data`, query }));
      expectRows(readRowsOf(raw), rows.slice(2, 4));
      const path = `/${id}/data/aggregates`;
      const aggregates = await context.send({ path, query: { ...query, aggregateFunction: "count" } });
      expectThat(
        dig(readOnlyItem(aggregates), "datapoints", 0, "count") === 2,
        "another count than that of the points",
      );
      expectStatus(await context.send({ path: `/${id}/data/latest`, query: { federationSource: "TSDB" } }), 200);
    },
  },
  {
    name: "a federationSource that is none is refused with 400",
    operationIds: ["GetData"],
    rests: { assumption: "federationSource" },
    needs: ["read"],
    async check(context) {
      const { id, startTime, endTime } = await itemOf(context, 2, 4);
      const query = { startTime, endTime, federationSource: "Abacus" };
      const { status } = await context.send({ path: `/${id}/data`, query });
      expectThat(status === 400, `status ${status}`);
    },
  },
  {
    name: "the data lake is two days behind",
    operationIds: ["GetData"],
    rests: { assumption: "dataLakeDelayMs" },
    needs: ["read"],
    async check({ send, sample, nowMs }) {
      const { id } = await sample();
      const dayNs = 86_400_000_000_000n;
      const now = BigInt(Math.floor(nowMs())) * 1_000_000n;
      const query = { startTime: wireTime(now - (3n * dayNs) / 2n), federationSource: "DataLake", limit: 1 };
      const answer = await send({ path: `/${id}/data`, query });
      expectStatus(answer, 200);
      const items = digList(readJson(answer), "data", "items");
      expectThat(
        items.every((item) => readRowsOf(item).length === 0),
        "points of the last 36 hours",
      );
    },
  },
];
